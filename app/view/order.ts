/** What sets of numbers are like, in few numbers. Non-finite ones are left out and counted. Quantiles: engine/statistics. */
import { quantile } from '../../engine/statistics/order.ts';
import type { NumberList } from './points.ts';

/** The finite values in ascending order. */
export function sortedFinite(values: NumberList): Float64Array {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (const value of values) if (Number.isFinite(value)) finite[count++] = value;
  return finite.subarray(0, count).sort();
}

/** How many values are NaN or infinite. */
export function countNonFinite(values: NumberList): number {
  let count = 0;
  for (const value of values) if (!Number.isFinite(value)) count++;
  return count;
}

/** A set of numbers in brief; NaN where there is no finite value. */
export interface Outline {
  min: number;
  median: number;
  mean: number;
  max: number;
  /** How many values were not finite. */
  nonFinite: number;
}

/** What a set of numbers is like. */
export function outlineOf(values: NumberList): Outline {
  const sorted = sortedFinite(values);
  return {
    min: sorted[0] ?? NaN,
    median: quantile(sorted, 0.5),
    mean: sorted.length === 0 ? NaN : sorted.reduce((a, b) => a + b, 0) / sorted.length,
    max: sorted[sorted.length - 1] ?? NaN,
    nonFinite: values.length - sorted.length,
  };
}
