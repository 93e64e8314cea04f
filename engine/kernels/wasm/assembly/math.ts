/**
 * Elementary functions on four float32 numbers: exp, the logistic sigmoid, tanh, erf and relatives of exp and log that
 * keep the precision of small results, within a few units in the last place. NaN stays NaN; infinities give the limits. The polynomials were fitted for the least largest relative error
 * on their interval (Lawson's reweighted least squares on Chebyshev points), then rounded to float32.
 */
import { CONSTANTS } from './memory';

/** a * b + c: rounded once in the relaxed build (the loader checks that the host fuses), twice in the other. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Positions of constants in memory. */
const LOWEST: usize = 0;
const HIGHEST: usize = 1;
const LOG2E: usize = 2;
const SHIFTER: usize = 3;
const LN2_HIGH: usize = 4;
const LN2_LOW: usize = 5;
const ONE: usize = 6;
const SIGN: usize = 7;
const NEAR: usize = 8;
const BIAS: usize = 9;
/** Coefficients of the highest power first. */
const EXP: usize = 10;
const TANH: usize = 15;
const ERF_NEAR: usize = 20;
const ERF_FAR: usize = 27;
const LOG: usize = 34;
const ERF_BORDER: usize = 38;
const ERF_END: usize = 39;
const LOWEST_MINUS_ONE: usize = 40;

@inline
function put(index: usize, value: f32): void {
  store<f32>(CONSTANTS + (index << 2), value);
}

/** Writes the constants; called once, before any other kernel. */
export function initialize(): void {
  // Beyond these bounds exp is 0 and infinity.
  put(LOWEST, -104.0);
  put(HIGHEST, 89.0);
  put(LOG2E, 1.44269504);
  // 1.5 * 2^23: adding it rounds to an integer, which then sits in the low bits.
  put(SHIFTER, 12582912.0);
  // ln 2 in two parts; the first has 9 bits, so that its product with an exponent is exact.
  put(LN2_HIGH, -0.693359375);
  put(LN2_LOW, 2.1219444e-4);
  put(ONE, 1.0);
  put(SIGN, -0.0);
  put(NEAR, 0.625);
  store<i32>(CONSTANTS + (BIAS << 2), 127);
  put(EXP, 0.0013814467238262296);
  put(EXP + 1, 0.008368780836462975);
  put(EXP + 2, 0.04166839271783829);
  put(EXP + 3, 0.1666651964187622);
  put(EXP + 4, 0.4999999403953552);
  put(TANH, -0.005666977260261774);
  put(TANH + 1, 0.020606176927685738);
  put(TANH + 2, -0.05373000726103783);
  put(TANH + 3, 0.13331331312656403);
  put(TANH + 4, -0.33333277702331543);
  put(ERF_NEAR, 8.370099385501817e-5);
  put(ERF_NEAR + 1, -0.0008142704027704895);
  put(ERF_NEAR + 2, 0.005201032385230064);
  put(ERF_NEAR + 3, -0.026859398931264877);
  put(ERF_NEAR + 4, 0.11283695697784424);
  put(ERF_NEAR + 5, -0.37612634897232056);
  // 2 / sqrt(pi) - 1: the 1 is added apart, so that nothing of it is rounded away.
  put(ERF_NEAR + 6, 0.1283791671);
  put(ERF_FAR, -0.0001957207714440301);
  put(ERF_FAR + 1, 0.003041093936190009);
  put(ERF_FAR + 2, -0.022218454629182816);
  put(ERF_FAR + 3, 0.10391402989625931);
  put(ERF_FAR + 4, 0.637202262878418);
  put(ERF_FAR + 5, 1.1276637315750122);
  put(ERF_FAR + 6, 0.00019855407299473882);
  put(LOG, 0.1400599330663681);
  put(LOG + 1, 0.14000903069972992);
  put(LOG + 2, 0.2001076340675354);
  put(LOG + 3, 0.3333320915699005);
  put(ERF_BORDER, 0.921875);
  put(ERF_END, 3.95);
  // Below it exp(x) - 1 is -1.
  put(LOWEST_MINUS_ONE, -24.0);
}

/**
 * A constant in all lanes. Read from memory because engines build a vector constant anew with three instructions at
 * each use, inside loops too, which made exp twice as slow.
 */
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(CONSTANTS + (index << 2));
}

/** A polynomial of degree 4 whose coefficients start at `index`. */
@inline
function polynomial(x: v128, index: usize): v128 {
  let p = madd(x, constant(index), constant(index + 1));
  p = madd(x, p, constant(index + 2));
  p = madd(x, p, constant(index + 3));
  return madd(x, p, constant(index + 4));
}

/**
 * exp(x): x = n ln 2 + r with |r| <= ln 2 / 2, and exp(r) = 1 + r + r^2 P(r) (relative error of the fit 4.4e-9).
 * Gradual underflow below -87.3, infinity above 88.72.
 */
@inline
export function exp(x: v128): v128 {
  // pmax and pmin keep their first operand when it is NaN.
  const bounded = f32x4.pmin(f32x4.pmax(x, constant(LOWEST)), constant(HIGHEST));
  const shifter = constant(SHIFTER);
  const shifted = f32x4.add(f32x4.mul(bounded, constant(LOG2E)), shifter);
  const n = f32x4.sub(shifted, shifter);
  const r = madd(n, constant(LN2_LOW), madd(n, constant(LN2_HIGH), bounded));
  const p = polynomial(r, EXP);
  const e = f32x4.add(madd(f32x4.mul(r, r), p, r), constant(ONE));
  // Two factors 2^(n/2): one alone leaves the range of exponents where the result is tiny or infinite.
  const whole = i32x4.sub(shifted, shifter);
  const half = i32x4.shr_s(whole, 1);
  const bias = constant(BIAS);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  return f32x4.mul(f32x4.mul(e, first), second);
}

/** 1 / (1 + exp(-x)), from exp(-|x|) so that small results keep their precision. */
@inline
export function sigmoid(x: v128): v128 {
  const one = constant(ONE);
  // -|x| is x with its sign bit set; a negative x chooses exp(x) / (1 + exp(x)).
  const e = exp(v128.or(x, constant(SIGN)));
  const numerator = v128.bitselect(e, one, i32x4.shr_s(x, 31));
  return f32x4.div(numerator, f32x4.add(one, e));
}

/**
 * tanh(x): an odd polynomial where |x| < 0.625 (relative error of the fit 6.8e-9), (1 - e) / (1 + e) with
 * e = exp(-2|x|) elsewhere.
 */
@inline
export function tanh(x: v128): v128 {
  const sign = constant(SIGN);
  const one = constant(ONE);
  const z = f32x4.mul(x, x);
  const near = madd(f32x4.mul(x, z), polynomial(z, TANH), x);
  const down = v128.or(x, sign);
  const e = exp(f32x4.add(down, down));
  const limit = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const signed = v128.or(limit, v128.and(x, sign));
  return v128.bitselect(near, signed, f32x4.lt(f32x4.neg(down), constant(NEAR)));
}

/** A polynomial of degree 6 whose coefficients start at `index`. */
@inline
function polynomial6(x: v128, index: usize): v128 {
  let p = madd(x, constant(index), constant(index + 1));
  p = madd(x, p, constant(index + 2));
  return madd(x, madd(x, madd(x, madd(x, p, constant(index + 3)), constant(index + 4)), constant(index + 5)), constant(index + 6));
}

/**
 * The error function: an odd polynomial where |x| < 0.92 (relative error of the fit 4e-10), 1 - exp(-Q(|x|)) elsewhere
 * (1.5e-9). From 3.95 on it is 1.
 */
@inline
export function erf(x: v128): v128 {
  const z = f32x4.mul(x, x);
  const near = madd(x, polynomial6(z, ERF_NEAR), x);
  const size = f32x4.pmin(f32x4.abs(x), constant(ERF_END));
  const rest = f32x4.sub(constant(ONE), exp(f32x4.neg(polynomial6(size, ERF_FAR))));
  const far = v128.or(rest, v128.and(x, constant(SIGN)));
  return v128.bitselect(near, far, f32x4.lt(size, constant(ERF_BORDER)));
}

/** exp(x) - 1 for x <= 0: n and r as in exp, and 2^n (exp(r) - 1) + (2^n - 1), whose second part is exact. */
@inline
export function expMinusOne(x: v128): v128 {
  const bounded = f32x4.pmax(x, constant(LOWEST_MINUS_ONE));
  const shifter = constant(SHIFTER);
  const shifted = f32x4.add(f32x4.mul(bounded, constant(LOG2E)), shifter);
  const n = f32x4.sub(shifted, shifter);
  const r = madd(n, constant(LN2_LOW), madd(n, constant(LN2_HIGH), bounded));
  const e = madd(f32x4.mul(r, r), polynomial(r, EXP), r);
  const power = i32x4.shl(i32x4.add(i32x4.sub(shifted, shifter), constant(BIAS)), 23);
  return f32x4.add(f32x4.mul(power, e), f32x4.sub(power, constant(ONE)));
}

/**
 * log(1 + exp(-|x|)): with u = exp(-|x|) and s = u / (2 + u) <= 1/3, log(1 + u) = 2 artanh(s), an odd polynomial
 * (relative error of the fit 4.5e-9).
 */
@inline
export function logOnePlusExp(x: v128): v128 {
  const u = exp(v128.or(x, constant(SIGN)));
  const one = constant(ONE);
  const s = f32x4.div(u, f32x4.add(f32x4.add(one, one), u));
  const z = f32x4.mul(s, s);
  let p = madd(z, constant(LOG), constant(LOG + 1));
  p = madd(z, p, constant(LOG + 2));
  p = madd(z, p, constant(LOG + 3));
  return madd(f32x4.mul(f32x4.add(s, s), z), p, f32x4.add(s, s));
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
