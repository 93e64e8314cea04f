/**
 * Numbers on the wire. JSON has no NaN and no infinities, but diverged runs have: they travel as the strings "NaN",
 * "Infinity" and "-Infinity". Bulk numbers do not pass here; they travel as little-endian binary.
 */
import { z } from 'zod';

const NON_FINITE = ['NaN', 'Infinity', '-Infinity'] as const;

/** A number that may be non-finite: a JSON number or one of three strings on the wire, a plain number in memory. */
export const Num = z
  .codec(
    z.union([z.number(), z.enum(NON_FINITE)]),
    z.custom<number>((value) => typeof value === 'number', 'must be a number'),
    {
      decode: (wire) => Number(wire),
      encode: (value) => (Number.isFinite(value) ? value : (String(value) as (typeof NON_FINITE)[number])),
    },
  )
  .meta({ description: 'A number; "NaN", "Infinity" and "-Infinity" stand for the non-finite ones.' });

/** JSON text in which non-finite numbers, wherever they stand, are written as {@link Num} reads them. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  );

/** A value of plain objects, lists and texts that {@link toJson} wrote, with its numbers as they were. */
export function decodeNumbers<T>(value: T): T {
  if (typeof value === 'string' && (NON_FINITE as readonly string[]).includes(value)) return Number(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => decodeNumbers(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeNumbers(item as unknown)])) as T;
}

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
