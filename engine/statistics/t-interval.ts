/** Student's interval of a mean. Intervals of other statistics: bootstrap.ts. */
import type { Interval } from './interval.ts';
import { mean, standardDeviation } from './moments.ts';
import { tCritical } from './student-t.ts';

/** Student's interval of the mean of finite values; null for fewer than two, or where all are equal. */
export function tInterval(values: readonly number[], level: number): Interval | null {
  const deviation = standardDeviation(values);
  if (!(deviation > 0)) return null;
  const reach = (critical(level, values.length - 1) * deviation) / Math.sqrt(values.length);
  const centre = mean(values);
  return { low: centre - reach, high: centre + reach };
}

/** Critical values by level and degrees of freedom: a band over a curve asks for the same few at every step. */
const found = new Map<string, number>();

function critical(level: number, freedom: number): number {
  const key = `${level} ${freedom}`;
  let value = found.get(key);
  if (value === undefined) found.set(key, (value = tCritical((1 - level) / 2, freedom)));
  return value;
}
