/** Bulk numbers on the wire: little-endian, NaN and the infinities included. Numbers in JSON: app/contract/numbers.ts. */
import { ordered } from '../../engine/byte-order.ts';

/** Little-endian bytes of the numbers, whatever this machine's order is. Copies. */
export function toLittleEndian(values: Float64Array | Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return ordered(bytes, values.BYTES_PER_ELEMENT);
}

/** Reads little-endian float64, and takes the bytes over. Throws RangeError when the length is not a multiple of 8. */
export const float64From = (bytes: ArrayBuffer): Float64Array =>
  new Float64Array(ordered(new Uint8Array(bytes), 8).buffer);

/** Reads little-endian float32, and takes the bytes over. Throws RangeError when the length is not a multiple of 4. */
export const float32From = (bytes: ArrayBuffer): Float32Array =>
  new Float32Array(ordered(new Uint8Array(bytes), 4).buffer);
