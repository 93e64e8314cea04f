/**
 * Elementary functions on four float32 numbers: exp, the logistic sigmoid and tanh, within a few units in the last
 * place. NaN stays NaN; infinities give the limits. The polynomials were fitted for the least largest relative error
 * on their interval (Lawson's reweighted least squares on Chebyshev points), then rounded to float32.
 */

/** a * b + c: rounded once in the relaxed build (the loader checks that the host fuses), twice in the other. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Shifter: adding 1.5 * 2^23 rounds to an integer, which then sits in the low bits. */
const SHIFTER: f32 = 12582912.0;

/**
 * exp(x): x = n ln 2 + r with |r| <= ln 2 / 2, and exp(r) = 1 + r + r^2 P(r) (relative error of the fit 4.4e-9).
 * Gradual underflow below -87.3, infinity above 88.72.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  // pmax and pmin keep their first operand when it is NaN. Outside these bounds the result is 0 or infinity anyway.
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104.0)), f32x4.splat(89.0));
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504)), f32x4.splat(SHIFTER));
  const n = f32x4.sub(shifted, f32x4.splat(SHIFTER));
  // ln 2 in two parts; the first has 9 bits, so that its product with n is exact.
  const r = madd(n, f32x4.splat(2.12194440e-4), madd(n, f32x4.splat(-0.693359375), bounded));
  let p = madd(r, f32x4.splat(0.0013814467238262296), f32x4.splat(0.008368780836462975));
  p = madd(r, p, f32x4.splat(0.04166839271783829));
  p = madd(r, p, f32x4.splat(0.1666651964187622));
  p = madd(r, p, f32x4.splat(0.4999999403953552));
  const e = f32x4.add(madd(f32x4.mul(r, r), p, r), f32x4.splat(1.0));
  // Two factors 2^(n/2): one alone leaves the range of exponents where the result is tiny or infinite.
  const whole = i32x4.sub(shifted, f32x4.splat(SHIFTER));
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  return f32x4.mul(f32x4.mul(e, first), second);
}

/** 1 / (1 + exp(-x)), from exp(-|x|) so that small results keep their precision. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const one = f32x4.splat(1.0);
  const numerator = v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0.0)));
  return f32x4.div(numerator, f32x4.add(one, e));
}

/**
 * tanh(x): an odd polynomial where |x| < 0.625 (relative error of the fit 6.8e-9), (1 - e) / (1 + e) with
 * e = exp(-2|x|) elsewhere.
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const z = f32x4.mul(x, x);
  let p = madd(z, f32x4.splat(-0.005666977260261774), f32x4.splat(0.020606176927685738));
  p = madd(z, p, f32x4.splat(-0.05373000726103783));
  p = madd(z, p, f32x4.splat(0.13331331312656403));
  p = madd(z, p, f32x4.splat(-0.33333277702331543));
  const near = madd(f32x4.mul(x, z), p, x);
  const e = exp(f32x4.mul(size, f32x4.splat(-2.0)));
  const one = f32x4.splat(1.0);
  const limit = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const sign = v128.and(x, f32x4.splat(-0.0));
  return v128.bitselect(near, v128.or(limit, sign), f32x4.lt(size, f32x4.splat(0.625)));
}

/**
 * Whether the host rounds a * b + c once. Called with x = 1 + 2^-12: x * x then needs more bits than a float32 has,
 * and only a fused operation sees the rest.
 */
export function fusesMultiplyAdd(x: f32): bool {
  const a = f32x4.splat(x);
  const rounded = f32x4.mul(a, a);
  return v128.any_true(f32x4.ne(madd(a, a, f32x4.neg(rounded)), f32x4.splat(0.0)));
}
