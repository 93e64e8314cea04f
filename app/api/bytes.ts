/** Bulk numbers on the wire: little-endian, NaN and the infinities included. Numbers in JSON: app/contract/numbers.ts. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Little-endian bytes of the numbers, whatever this machine's order is. Copies. */
export function toLittleEndian(values: Float64Array | Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return LITTLE_ENDIAN ? bytes : swap(bytes, values.BYTES_PER_ELEMENT);
}

/** Reads little-endian float64. Throws RangeError when the length is not a multiple of 8. */
export function float64From(bytes: ArrayBuffer): Float64Array {
  return new Float64Array(LITTLE_ENDIAN ? bytes : swap(new Uint8Array(bytes.slice()), 8).buffer);
}

/** Reads little-endian float32. Throws RangeError when the length is not a multiple of 4. */
export function float32From(bytes: ArrayBuffer): Float32Array {
  return new Float32Array(LITTLE_ENDIAN ? bytes : swap(new Uint8Array(bytes.slice()), 4).buffer);
}

/** Reverses the bytes of each number, in place. */
function swap(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  for (let i = 0; i + size <= bytes.length; i += size) bytes.subarray(i, i + size).reverse();
  return bytes;
}
