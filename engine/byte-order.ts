/** The order of bytes in files and on the wire: little-endian on every machine. */

/** Whether this machine keeps numbers so itself. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Numbers that are written as bytes. */
type NumberArray = Float64Array | Float32Array | Int32Array;

/** Turns the bytes of each number around, in place; returns them. `width`: bytes of one number. */
export function reverseEach<T extends Uint8Array>(bytes: T, width: number): T {
  for (let start = 0; start + width <= bytes.length; start += width) bytes.subarray(start, start + width).reverse();
  return bytes;
}

/** Turns bytes between little-endian and the order of this machine, in place; returns them. */
export const ordered = <T extends Uint8Array>(bytes: T, width: number): T =>
  LITTLE_ENDIAN ? bytes : reverseEach(bytes, width);

/** The numbers' bytes, little-endian: their own memory where the machine keeps them so, otherwise a copy. */
export function littleEndianBytes(values: NumberArray): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return LITTLE_ENDIAN ? bytes : reverseEach(new Uint8Array(bytes), values.BYTES_PER_ELEMENT);
}
