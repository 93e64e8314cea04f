/** The error function in float64, which JavaScript lacks. Not fast. */

/** erf(x) = 2 / sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, whose terms all have one sign; for |x| up to 2. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 - erf(x) for x of 2 or more: the continued fraction x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))). */
function tail(x: number): number {
  let fraction = x;
  for (let k = 100; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** The error function; NaN stays, infinities give 1 and -1. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) < 2) return series(x);
  return Math.sign(x) * (1 - tail(Math.abs(x)));
}

/** 1 - erf(x), with its precision where it is small. */
export function erfc(x: number): number {
  return x >= 2 ? tail(x) : 1 - erf(x);
}
