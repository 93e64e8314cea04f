/** Activations, element by element. The functions on four numbers are in math.ts. */
import { bytes, storeLanes } from './memory';
import { sigmoid as sigmoid4, tanh as tanh4 } from './math';

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
