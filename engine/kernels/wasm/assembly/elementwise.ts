/** Kernels that treat numbers one by one: filling, copying, activations, parameter updates, checks. */
import { bytes, laneMask, low, high, storeLanes } from './memory';
import { madd, sigmoid as sigmoid4, tanh as tanh4 } from './math';

export function fill(x: usize, value: f32, size: i32): void {
  const v = f32x4.splat(value);
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16) v128.store(x, v);
  storeLanes(x, v, size & 3);
}

export function copy(from: usize, to: usize, size: i32): void {
  memory.copy(to, from, bytes(size));
}

/** Copies rows; the caller has checked the indices. Short rows are not worth a call of the memory copier. */
export function gatherRows(source: usize, indices: usize, rows: i32, columns: i32, out: usize): void {
  const width = bytes(columns);
  if (columns >= 64) {
    for (let r = 0; r < rows; r++, out += width)
      memory.copy(out, source + <usize>load<u32>(indices + bytes(r)) * width, width);
    return;
  }
  for (let r = 0; r < rows; r++) {
    let from = source + <usize>load<u32>(indices + bytes(r)) * width;
    const end = out + bytes(columns & ~3);
    for (; out < end; out += 16, from += 16) v128.store(out, v128.load(from));
    storeLanes(out, v128.load(from), columns & 3);
    out += bytes(columns & 3);
  }
}

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

/** inverse = 1 / sqrt(variance + eps). */
export function inverseDeviation(variance: usize, eps: f32, inverse: usize, columns: i32): void {
  const one = f32x4.splat(1.0);
  const e = f32x4.splat(eps);
  const end = variance + bytes(columns & ~3);
  for (; variance < end; variance += 16, inverse += 16)
    v128.store(inverse, f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(variance), e))));
  storeLanes(inverse, f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(variance), e))), columns & 3);
}

/** running = keep * running + take * batch. */
export function updateRunning(running: usize, batch: usize, keep: f32, take: f32, columns: i32): void {
  const k = f32x4.splat(keep);
  const t = f32x4.splat(take);
  const end = running + bytes(columns & ~3);
  for (; running < end; running += 16, batch += 16)
    v128.store(running, madd(k, v128.load(running), f32x4.mul(t, v128.load(batch))));
  storeLanes(running, madd(k, v128.load(running), f32x4.mul(t, v128.load(batch))), columns & 3);
}

/** velocity = momentum * velocity + gradient; parameter -= rate * velocity. */
export function sgdMomentum(
  parameter: usize,
  gradient: usize,
  velocity: usize,
  rate: f32,
  momentum: f32,
  size: i32,
): void {
  const step = f32x4.splat(-rate);
  const keep = f32x4.splat(momentum);
  const end = parameter + bytes(size & ~3);
  for (; parameter < end; parameter += 16, gradient += 16, velocity += 16) {
    const v = madd(keep, v128.load(velocity), v128.load(gradient));
    v128.store(velocity, v);
    v128.store(parameter, madd(step, v, v128.load(parameter)));
  }
  const v = madd(keep, v128.load(velocity), v128.load(gradient));
  storeLanes(velocity, v, size & 3);
  storeLanes(parameter, madd(step, v, v128.load(parameter)), size & 3);
}

/** parameter -= rate * gradient. */
export function sgd(parameter: usize, gradient: usize, rate: f32, size: i32): void {
  const step = f32x4.splat(-rate);
  const end = parameter + bytes(size & ~3);
  for (; parameter < end; parameter += 16, gradient += 16)
    v128.store(parameter, madd(step, v128.load(gradient), v128.load(parameter)));
  storeLanes(parameter, madd(step, v128.load(gradient), v128.load(parameter)), size & 3);
}

/** Sum of x^2 in float64. */
export function sumOfSquares(x: usize, size: i32): f64 {
  let first = f64x2.splat(0.0);
  let second = f64x2.splat(0.0);
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16) {
    const v = v128.load(x);
    const a = low(v);
    const b = high(v);
    first = f64x2.add(first, f64x2.mul(a, a));
    second = f64x2.add(second, f64x2.mul(b, b));
  }
  const v = v128.and(v128.load(x), laneMask(size & 3));
  const a = low(v);
  const b = high(v);
  first = f64x2.add(first, f64x2.mul(a, a));
  second = f64x2.add(second, f64x2.mul(b, b));
  const sum = f64x2.add(first, second);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** True when no exponent is all ones. */
export function allFinite(x: usize, size: i32): bool {
  const exponent = i32x4.splat(0x7f800000);
  let found = i32x4.splat(0);
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16) found = v128.or(found, i32x4.eq(v128.and(v128.load(x), exponent), exponent));
  const tail = i32x4.eq(v128.and(v128.load(x), exponent), exponent);
  return !v128.any_true(v128.or(found, v128.and(tail, laneMask(size & 3))));
}
