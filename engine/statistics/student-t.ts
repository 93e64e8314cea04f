/**
 * Student's t distribution, central and noncentral. The incomplete beta function and its inverse are those of stdlib
 * (a port of Boost). Tails are computed as tails, so that a small p keeps all its digits.
 */
import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';
import gammaln from '@stdlib/math-base-special-gammaln';
import { normalTail } from './normal.ts';

/** P(T > t) with `df` > 0 degrees of freedom, which need not be whole. */
export function tTail(t: number, df: number): number {
  const upper = halfTail(Math.abs(t), df);
  return t >= 0 ? upper : 1 - upper;
}

/** P(|T| > |t|). */
export const tTwoSided = (t: number, df: number): number => 2 * halfTail(Math.abs(t), df);

function halfTail(t: number, df: number): number {
  if (t === Infinity) return 0;
  const square = t * t;
  // Of the two complementary arguments the smaller one is exact. Near the middle so is the complement of the result.
  if (t < 0.5) return (1 - betainc(square / (df + square), 0.5, df / 2, true, false)) / 2;
  return square < df
    ? betainc(square / (df + square), 0.5, df / 2, true, true) / 2
    : betainc(df / (df + square), df / 2, 0.5, true, false) / 2;
}

/** The t that is exceeded with probability `tail`, for 0 < tail < 1. */
export function tCritical(tail: number, df: number): number {
  if (tail > 0.5) return -tCritical(1 - tail, df);
  // Near the middle 1 - x would lose its digits, in the tail x would; each inverse is used where its result is small.
  if (tail > 0.1) {
    const x = betaincinv(2 * tail, 0.5, df / 2, true);
    return Math.sqrt((df * x) / (1 - x));
  }
  const x = betaincinv(2 * tail, df / 2, 0.5, false);
  return Math.sqrt((df * (1 - x)) / x);
}

/**
 * P(T > t) of the noncentral t distribution with noncentrality `delta`: series of Poisson-weighted incomplete beta
 * functions (Lenth 1989, algorithm AS 243), summed from its largest terms outwards; about 1e-12 absolute.
 */
export function noncentralTTail(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTTail(-t, df, -delta);
  const x = (t * t) / (df + t * t);
  const half = (delta * delta) / 2;
  let inside = 0;
  const addTerm = (j: number): boolean => {
    const logHalf = half === 0 ? (j === 0 ? 0 : -Infinity) : j * Math.log(half);
    const even = Math.exp(logHalf - half - gammaln(j + 1));
    const odd = (delta / Math.SQRT2) * Math.exp(logHalf - half - gammaln(j + 1.5));
    inside += even * betainc(x, j + 0.5, df / 2, true, false) + odd * betainc(x, j + 1, df / 2, true, false);
    return even + Math.abs(odd) > 1e-17;
  };
  const middle = Math.floor(half);
  for (let j = middle; addTerm(j); j++);
  for (let j = middle - 1; j >= 0 && addTerm(j); j--);
  return Math.min(1, Math.max(0, normalTail(-delta) - inside / 2));
}
