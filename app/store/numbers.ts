/** JSON for records of numbers that may be NaN or infinite: those are written as strings. Not for series (chunks.ts). */

/** JSON text of a record of numbers; `{"loss":"NaN","accuracy":0.9}`. */
export const numbersToJson = (numbers: Record<string, number>): string =>
  JSON.stringify(numbers, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );

/** The record that {@link numbersToJson} wrote. */
export const numbersFromJson = (json: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(JSON.parse(json) as Record<string, number | string>).map(([name, value]) => [name, Number(value)]),
  );
