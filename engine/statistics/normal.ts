/** The standard normal distribution, over the error functions of stdlib. */
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';

/** P(Z > z); a tail keeps its digits. */
export const normalTail = (z: number): number => erfc(z / Math.SQRT2) / 2;

/** P(Z <= z). */
export const normalCdf = (z: number): number => normalTail(-z);

/** The z with P(Z <= z) = p, for 0 <= p <= 1; infinite at the ends. */
export const normalQuantile = (p: number): number => -Math.SQRT2 * erfcinv(2 * p);
