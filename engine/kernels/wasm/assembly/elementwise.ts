/** What is done to numbers one by one, and sums over all of them. */
import { bytes, high, laneMask, low, storeLanes } from './memory';
import { madd } from './math';

/** out = a + b. */
export function addNumbers(a: usize, b: usize, out: usize, size: i32): void {
  const end = a + bytes(size & ~3);
  for (; a < end; a += 16, b += 16, out += 16) v128.store(out, f32x4.add(v128.load(a), v128.load(b)));
  storeLanes(out, f32x4.add(v128.load(a), v128.load(b)), size & 3);
}

/** out = a * b. */
export function multiplyNumbers(a: usize, b: usize, out: usize, size: i32): void {
  const end = a + bytes(size & ~3);
  for (; a < end; a += 16, b += 16, out += 16) v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  storeLanes(out, f32x4.mul(v128.load(a), v128.load(b)), size & 3);
}

/** out = factor * x. */
export function scale(x: usize, factor: f32, out: usize, size: i32): void {
  const f = f32x4.splat(factor);
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16, out += 16) v128.store(out, f32x4.mul(f, v128.load(x)));
  storeLanes(out, f32x4.mul(f, v128.load(x)), size & 3);
}

/** out += factor * x. */
export function addScaled(x: usize, factor: f32, out: usize, size: i32): void {
  const f = f32x4.splat(factor);
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16, out += 16) v128.store(out, madd(f, v128.load(x), v128.load(out)));
  storeLanes(out, madd(f, v128.load(x), v128.load(out)), size & 3);
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
