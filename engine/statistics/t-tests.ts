/** Student's t test of paired differences, and Welch's of two independent samples. Finite values only. */
import type { Interval } from './interval.ts';
import { mean, variance } from './moments.ts';
import { tCritical, tTwoSided } from './student-t.ts';

/** A t test of a mean, or of a difference of means, against 0. */
export interface TTest {
  /** What is tested: the mean, or the difference of the means. */
  estimate: number;
  standardError: number;
  t: number;
  /** Degrees of freedom; Welch's are not whole. */
  df: number;
  /** Two-sided. */
  p: number;
  interval: Interval;
}

/** Tests that the mean is 0; null for fewer than two values, or where all are equal and the spread is unknown. */
export const oneSampleT = (values: readonly number[], level: number): TTest | null =>
  tTest(mean(values), variance(values) / values.length, values.length - 1, level);

/**
 * Tests that the means of x and y are equal without taking their variances for equal, with the degrees of freedom of
 * Welch and Satterthwaite. `factor` weighs y: with 0.5, that the mean of x is half the mean of y. Null when a sample has
 * fewer than two values, or both have no spread.
 */
export function welchT(x: readonly number[], y: readonly number[], level: number, factor = 1): TTest | null {
  const a = variance(x) / x.length;
  const b = (factor ** 2 * variance(y)) / y.length;
  const df = (a + b) ** 2 / (a ** 2 / (x.length - 1) + b ** 2 / (y.length - 1));
  return tTest(mean(x) - factor * mean(y), a + b, df, level);
}

function tTest(estimate: number, squaredError: number, df: number, level: number): TTest | null {
  if (!(squaredError > 0)) return null;
  const standardError = Math.sqrt(squaredError);
  const t = estimate / standardError;
  const reach = tCritical((1 - level) / 2, df) * standardError;
  const interval = { low: estimate - reach, high: estimate + reach };
  return { estimate, standardError, t, df, p: tTwoSided(t, df), interval };
}
