/** How large a difference is, in standard deviations. Finite values only. */
import gammaln from '@stdlib/math-base-special-gammaln';
import { mean, standardDeviation, sumOfSquares } from './moments.ts';

/** Standard deviation of two samples about their own means; NaN where that has no degrees of freedom. */
export const pooledDeviation = (x: readonly number[], y: readonly number[]): number =>
  x.length + y.length < 3 ? NaN : Math.sqrt((sumOfSquares(x) + sumOfSquares(y)) / (x.length + y.length - 2));

/** Cohen's d: the difference of the means in pooled standard deviations; null without spread. */
export function cohenD(x: readonly number[], y: readonly number[]): number | null {
  const deviation = pooledDeviation(x, y);
  return x.length > 0 && y.length > 0 && deviation > 0 ? (mean(x) - mean(y)) / deviation : null;
}

/** Cohen's d_z: the mean of paired differences in their standard deviations; null without spread. */
export function cohenDz(differences: readonly number[]): number | null {
  const deviation = standardDeviation(differences);
  return deviation > 0 ? mean(differences) / deviation : null;
}

/**
 * An effect size without its bias for few values (Hedges 1981, exact form); `df` are the degrees of freedom of its standard
 * deviation. Null for fewer than 2, where no estimate is unbiased.
 */
export const unbiased = (effect: number | null, df: number): number | null =>
  effect === null || df < 2 ? null : (effect * Math.exp(gammaln(df / 2) - gammaln((df - 1) / 2))) / Math.sqrt(df / 2);
