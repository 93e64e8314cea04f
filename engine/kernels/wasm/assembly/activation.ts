/** Activations, element by element. The functions on four numbers are in math.ts. */
import { bytes, high, laneMask, low, store4, storeLanes } from './memory';
import { erf as erf4, exp, expMinusOne, logOnePlusExp, madd, sigmoid as sigmoid4, tanh as tanh4 } from './math';

export function sigmoid(x: usize, y: usize, size: i32): void {
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16, y += 16) v128.store(y, sigmoid4(v128.load(x)));
  if (size & 3) storeLanes(y, sigmoid4(v128.load(x)), size & 3);
}

/** dx = dy y (1 - y). */
export function sigmoidBackward(y: usize, dy: usize, dx: usize, size: i32): void {
  const end = y + bytes(size & ~3);
  const one = f32x4.splat(1.0);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    const v = v128.load(y);
    v128.store(dx, f32x4.mul(v128.load(dy), f32x4.mul(v, f32x4.sub(one, v))));
  }
  const v = v128.load(y);
  storeLanes(dx, f32x4.mul(v128.load(dy), f32x4.mul(v, f32x4.sub(one, v))), size & 3);
}

/** y = amplitude * tanh(slope * x). */
export function tanh(x: usize, y: usize, size: i32, amplitude: f32, slope: f32): void {
  const end = x + bytes(size & ~3);
  const a = f32x4.splat(amplitude);
  const s = f32x4.splat(slope);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.mul(a, tanh4(f32x4.mul(s, v128.load(x)))));
  if (size & 3) storeLanes(y, f32x4.mul(a, tanh4(f32x4.mul(s, v128.load(x)))), size & 3);
}

/** dx = dy (slope / amplitude) (amplitude - y) (amplitude + y), which is the derivative written with y. */
export function tanhBackward(y: usize, dy: usize, dx: usize, size: i32, amplitude: f32, ratio: f32): void {
  const end = y + bytes(size & ~3);
  const a = f32x4.splat(amplitude);
  const s = f32x4.splat(ratio);
  for (; y < end; y += 16, dy += 16, dx += 16) v128.store(dx, tanhSlope(v128.load(y), v128.load(dy), a, s));
  storeLanes(dx, tanhSlope(v128.load(y), v128.load(dy), a, s), size & 3);
}

@inline
function tanhSlope(y: v128, dy: v128, amplitude: v128, ratio: v128): v128 {
  const rest = f32x4.mul(f32x4.sub(amplitude, y), f32x4.add(amplitude, y));
  return f32x4.mul(f32x4.mul(dy, ratio), rest);
}

/** max(x, 0); pmax keeps its first operand when that is NaN. */
export function relu(x: usize, y: usize, size: i32): void {
  const end = x + bytes(size & ~3);
  const zero = f32x4.splat(0.0);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.pmax(v128.load(x), zero));
  storeLanes(y, f32x4.pmax(v128.load(x), zero), size & 3);
}

/** dx = dy * slope with slope 1 where x > 0, 0 where x <= 0, NaN where x is NaN. */
export function reluBackward(x: usize, dy: usize, dx: usize, size: i32): void {
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16, dy += 16, dx += 16) v128.store(dx, f32x4.mul(v128.load(dy), reluSlope(v128.load(x))));
  storeLanes(dx, f32x4.mul(v128.load(dy), reluSlope(v128.load(x))), size & 3);
}

@inline
function reluSlope(x: v128): v128 {
  const open = v128.and(f32x4.gt(x, f32x4.splat(0.0)), f32x4.splat(1.0));
  // Comparing NaN with itself yields all ones, which read as a number is NaN.
  return v128.or(open, f32x4.ne(x, x));
}

@inline
function leakyRelu4(x: v128, slope: v128): v128 {
  return v128.bitselect(x, f32x4.mul(slope, x), f32x4.gt(x, f32x4.splat(0.0)));
}

/** x where x > 0, slope * x elsewhere; NaN stays. */
export function leakyRelu(x: usize, y: usize, size: i32, slope: f32): void {
  const s = f32x4.splat(slope);
  for (; size >= 4; size -= 4, x += 16, y += 16) v128.store(y, leakyRelu4(v128.load(x), s));
  storeLanes(y, leakyRelu4(v128.load(x), s), size);
}

@inline
function leakyReluSlope(x: v128, slope: v128): v128 {
  const chosen = v128.bitselect(f32x4.splat(1.0), slope, f32x4.gt(x, f32x4.splat(0.0)));
  return v128.or(chosen, f32x4.ne(x, x));
}

/** dx = dy where x > 0, slope * dy where x <= 0, NaN where x is NaN. */
export function leakyReluBackward(x: usize, dy: usize, dx: usize, size: i32, slope: f32): void {
  const s = f32x4.splat(slope);
  for (; size >= 4; size -= 4, x += 16, dy += 16, dx += 16)
    v128.store(dx, f32x4.mul(v128.load(dy), leakyReluSlope(v128.load(x), s)));
  storeLanes(dx, f32x4.mul(v128.load(dy), leakyReluSlope(v128.load(x), s)), size);
}

@inline
function elu4(x: v128): v128 {
  const zero = f32x4.splat(0.0);
  return v128.bitselect(x, expMinusOne(f32x4.pmin(x, zero)), f32x4.gt(x, zero));
}

/** x where x > 0, exp(x) - 1 elsewhere. */
export function elu(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, y += 16) v128.store(y, elu4(v128.load(x)));
  storeLanes(y, elu4(v128.load(x)), size);
}

/** exp(0) is exactly 1, and pmin keeps NaN. */
@inline
function eluSlope(x: v128): v128 {
  return exp(f32x4.pmin(x, f32x4.splat(0.0)));
}

/** dx = dy where x > 0, dy exp(x) elsewhere. */
export function eluBackward(x: usize, dy: usize, dx: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, dy += 16, dx += 16)
    v128.store(dx, f32x4.mul(v128.load(dy), eluSlope(v128.load(x))));
  storeLanes(dx, f32x4.mul(v128.load(dy), eluSlope(v128.load(x))), size);
}

/** The share of a standard normal distribution below x. */
@inline
function normalShare(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return madd(half, erf4(f32x4.mul(x, f32x4.splat(0.70710678))), half);
}

@inline
function gelu4(x: v128): v128 {
  return f32x4.mul(x, normalShare(x));
}

/** x times the share of a standard normal distribution below x. */
export function gelu(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, y += 16) v128.store(y, gelu4(v128.load(x)));
  storeLanes(y, gelu4(v128.load(x)), size);
}

@inline
function geluSlope(x: v128): v128 {
  const density = f32x4.mul(f32x4.splat(0.39894228), exp(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))));
  return madd(x, density, normalShare(x));
}

/** dx = dy (share + x density); the density is exp(-x^2 / 2) / sqrt(2 pi). */
export function geluBackward(x: usize, dy: usize, dx: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, dy += 16, dx += 16)
    v128.store(dx, f32x4.mul(v128.load(dy), geluSlope(v128.load(x))));
  storeLanes(dx, f32x4.mul(v128.load(dy), geluSlope(v128.load(x))), size);
}

@inline
function silu4(x: v128): v128 {
  return f32x4.mul(x, sigmoid4(x));
}

/** x sigmoid(x). */
export function silu(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, y += 16) v128.store(y, silu4(v128.load(x)));
  storeLanes(y, silu4(v128.load(x)), size);
}

@inline
function siluSlope(x: v128): v128 {
  const one = f32x4.splat(1.0);
  const s = sigmoid4(x);
  return f32x4.mul(s, madd(x, f32x4.sub(one, s), one));
}

/** dx = dy s (1 + x (1 - s)) with s = sigmoid(x). */
export function siluBackward(x: usize, dy: usize, dx: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, dy += 16, dx += 16)
    v128.store(dx, f32x4.mul(v128.load(dy), siluSlope(v128.load(x))));
  storeLanes(dx, f32x4.mul(v128.load(dy), siluSlope(v128.load(x))), size);
}

@inline
function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0.0)), logOnePlusExp(x));
}

/** log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)). Above 20 the sum rounds to x. */
export function softplus(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, y += 16) v128.store(y, softplus4(v128.load(x)));
  storeLanes(y, softplus4(v128.load(x)), size);
}

/** dx = dy sigmoid(x). */
export function softplusBackward(x: usize, dy: usize, dx: usize, size: i32): void {
  for (; size >= 4; size -= 4, x += 16, dy += 16, dx += 16)
    v128.store(dx, f32x4.mul(v128.load(dy), sigmoid4(v128.load(x))));
  storeLanes(dx, f32x4.mul(v128.load(dy), sigmoid4(v128.load(x))), size);
}

/** y = f(slope * x + shift) with f = tanh, or erf where `useErf`. */
export function scaledActivation(useErf: bool, x: usize, slope: f32, shift: f32, y: usize, size: i32): void {
  const s = f32x4.splat(slope);
  const t = f32x4.splat(shift);
  for (; size > 0; size -= 4, x += 16, y += 16) {
    const z = f32x4.add(f32x4.mul(s, v128.load(x)), t);
    store4(y, useErf ? erf4(z) : tanh4(z), size);
  }
}

/**
 * dx = dz * slope, dslope = sum of dz * x and dshift = sum of dz (address 0 for none), where dz = dy f'(z). Sums are kept
 * in float64.
 */
export function scaledActivationBackward(
  useErf: bool,
  x: usize,
  slope: f32,
  shift: f32,
  y: usize,
  dy: usize,
  dx: usize,
  dslope: usize,
  dshift: usize,
  size: i32,
): void {
  const s = f32x4.splat(slope);
  const t = f32x4.splat(shift);
  const one = f32x4.splat(1.0);
  let slopes = f64x2.splat(0.0);
  let shifts = f64x2.splat(0.0);
  for (; size > 0; size -= 4, x += 16, y += 16, dy += 16, dx += 16) {
    const v = v128.load(x);
    let f: v128;
    if (useErf) {
      const z = f32x4.add(f32x4.mul(s, v), t);
      // 2 / sqrt(pi) exp(-z^2)
      f = f32x4.mul(f32x4.splat(1.1283792), exp(f32x4.neg(f32x4.mul(z, z))));
    } else {
      const w = v128.load(y);
      f = f32x4.mul(f32x4.sub(one, w), f32x4.add(one, w));
    }
    let dz = f32x4.mul(v128.load(dy), f);
    let xs = v;
    if (size < 4) {
      dz = v128.and(dz, laneMask(size));
      xs = v128.and(v, laneMask(size));
    }
    slopes = f64x2.add(slopes, f64x2.add(f64x2.mul(low(dz), low(xs)), f64x2.mul(high(dz), high(xs))));
    shifts = f64x2.add(shifts, f64x2.add(low(dz), high(dz)));
    store4(dx, f32x4.mul(dz, s), size);
  }
  store<f32>(dslope, <f32>(f64x2.extract_lane(slopes, 0) + f64x2.extract_lane(slopes, 1)));
  if (dshift) store<f32>(dshift, <f32>(f64x2.extract_lane(shifts, 0) + f64x2.extract_lane(shifts, 1)));
}
