/**
 * Numbers in JSON. JSON has no NaN and no infinities, but diverged runs have: they are written as the strings "NaN",
 * "Infinity" and "-Infinity", on the wire and in columns of the database. Bulk numbers do not pass here: they travel as
 * binary (app/api/bytes.ts, app/store/chunks.ts).
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
