/**
 * Statistics of groups of channels, a sample at a time. One group is one run of numbers; several groups are added up
 * channel by channel first. Sums are kept in float64.
 */
import { PANELS, accumulate, bytes, high, low, storeLanes } from './memory';

/** Most channels that may be split into groups: what the scratch space of the matrix product holds. */
export const GROUP_CHANNELS: i32 = 16384;
/** One float64 number a channel. */
const SUMS: usize = PANELS;
@inline
const SET: usize = <usize>GROUP_CHANNELS << 3;
/** Coefficients of the channels of a sample, as float32. */
const FIRST: usize = PANELS;
@inline
const COEFFICIENTS: usize = <usize>GROUP_CHANNELS << 2;

@inline
function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Sum of `count` numbers. */
function sumRun(x: usize, count: i32): f64 {
  let first = f64x2.splat(0.0);
  let second = first;
  let third = first;
  let fourth = first;
  let i = 0;
  for (; i + 8 <= count; i += 8, x += 32) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    first = f64x2.add(first, low(v));
    second = f64x2.add(second, high(v));
    third = f64x2.add(third, low(w));
    fourth = f64x2.add(fourth, high(w));
  }
  let sum = both(f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth)));
  for (; i < count; i++, x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/** Sum of (x - mean)^2 over `count` numbers. */
function squareRun(x: usize, count: i32, mean: f64): f64 {
  const m = f64x2.splat(mean);
  let first = f64x2.splat(0.0);
  let second = first;
  let third = first;
  let fourth = first;
  let i = 0;
  for (; i + 8 <= count; i += 8, x += 32) {
    const v = v128.load(x);
    const w = v128.load(x, 16);
    const a = f64x2.sub(low(v), m);
    const b = f64x2.sub(high(v), m);
    const c = f64x2.sub(low(w), m);
    const d = f64x2.sub(high(w), m);
    first = f64x2.add(first, f64x2.mul(a, a));
    second = f64x2.add(second, f64x2.mul(b, b));
    third = f64x2.add(third, f64x2.mul(c, c));
    fourth = f64x2.add(fourth, f64x2.mul(d, d));
  }
  let sum = both(f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth)));
  for (; i < count; i++, x += 4) {
    const d = <f64>load<f32>(x) - mean;
    sum += d * d;
  }
  return sum;
}

/** Sum of a * b over `count` numbers. */
function productRun(a: usize, b: usize, count: i32): f64 {
  let first = f64x2.splat(0.0);
  let second = first;
  let i = 0;
  for (; i + 4 <= count; i += 4, a += 16, b += 16) {
    const v = v128.load(a);
    const w = v128.load(b);
    first = f64x2.add(first, f64x2.mul(low(v), low(w)));
    second = f64x2.add(second, f64x2.mul(high(v), high(w)));
  }
  let sum = both(f64x2.add(first, second));
  for (; i < count; i++, a += 4, b += 4) sum += <f64>load<f32>(a) * <f64>load<f32>(b);
  return sum;
}

/** Address after the accumulators of all channels, of which the last vector may be partly used. */
@inline
function sumsEnd(channels: i32): usize {
  return SUMS + (<usize>((channels + 3) & ~3) << 3);
}

@inline
function clearSums(channels: i32): void {
  memory.fill(SUMS, 0, sumsEnd(channels) - SUMS);
}

/** Adds up each channel of a sample. */
function sumChannels(x: usize, positions: i32, channels: i32): void {
  clearSums(channels);
  const end = sumsEnd(channels);
  for (let p = 0; p < positions; p++, x += bytes(channels)) {
    let from = x;
    for (let s = SUMS; s < end; s += 32, from += 16) {
      const v = v128.load(from);
      accumulate(s, low(v), high(v));
    }
  }
}

/** Adds up (x - mean)^2 of each channel of a sample; the means stand in the second set. */
function squareChannels(x: usize, positions: i32, channels: i32): void {
  clearSums(channels);
  const end = sumsEnd(channels);
  for (let p = 0; p < positions; p++, x += bytes(channels)) {
    let from = x;
    for (let s = SUMS; s < end; s += 32, from += 16) {
      const v = v128.load(from);
      const lower = f64x2.sub(low(v), v128.load(s, SET));
      const upper = f64x2.sub(high(v), v128.load(s, SET + 16));
      accumulate(s, f64x2.mul(lower, lower), f64x2.mul(upper, upper));
    }
  }
}

/** Adds up the channels of each group and stores the sums divided by n; gives each channel that mean where `spread`. */
function reduceGroups(channels: i32, groups: i32, n: f64, out: usize, spread: bool): void {
  const width = <usize>(channels / groups) << 3;
  let s = SUMS;
  for (let g = 0; g < groups; g++, out += 4) {
    let sum = 0.0;
    for (const end = s + width; s < end; s += 8) sum += load<f64>(s);
    store<f32>(out, <f32>(sum / n));
    if (spread) for (let to = s - width; to < s; to += 8) store<f64>(to, sum / n, SET);
  }
}

/** Mean and biased variance of each group. */
export function groupMoments(
  x: usize,
  mean: usize,
  variance: usize,
  rows: i32,
  positions: i32,
  channels: i32,
  groups: i32,
): void {
  const size = positions * channels;
  const n = <f64>size / <f64>groups;
  for (let r = 0; r < rows; r++, x += bytes(size), mean += bytes(groups), variance += bytes(groups)) {
    if (groups == 1) {
      const m = sumRun(x, size) / n;
      store<f32>(mean, <f32>m);
      store<f32>(variance, <f32>(squareRun(x, size, m) / n));
    } else {
      sumChannels(x, positions, channels);
      reduceGroups(channels, groups, n, mean, true);
      squareChannels(x, positions, channels);
      reduceGroups(channels, groups, n, variance, false);
    }
  }
}

/** Mean of the squares of each group. */
export function groupMeanSquares(
  x: usize,
  meanSquare: usize,
  rows: i32,
  positions: i32,
  channels: i32,
  groups: i32,
): void {
  const size = positions * channels;
  const n = <f64>size / <f64>groups;
  if (groups > 1) memory.fill(SUMS + SET, 0, sumsEnd(channels) - SUMS);
  for (let r = 0; r < rows; r++, x += bytes(size), meanSquare += bytes(groups)) {
    if (groups == 1) store<f32>(meanSquare, <f32>(squareRun(x, size, 0.0) / n));
    else {
      squareChannels(x, positions, channels);
      reduceGroups(channels, groups, n, meanSquare, false);
    }
  }
}

/** Sums of a and of a * b over each group. */
export function groupSums(
  a: usize,
  b: usize,
  sumA: usize,
  sumAB: usize,
  rows: i32,
  positions: i32,
  channels: i32,
  groups: i32,
): void {
  const size = positions * channels;
  for (let r = 0; r < rows; r++, a += bytes(size), b += bytes(size), sumA += bytes(groups), sumAB += bytes(groups)) {
    if (groups == 1) {
      store<f32>(sumA, <f32>sumRun(a, size));
      store<f32>(sumAB, <f32>productRun(a, b, size));
    } else {
      sumChannels(a, positions, channels);
      reduceGroups(channels, groups, 1.0, sumA, false);
      multiplyChannels(a, b, positions, channels);
      reduceGroups(channels, groups, 1.0, sumAB, false);
    }
  }
}

/** Adds up a * b of each channel of a sample. */
function multiplyChannels(a: usize, b: usize, positions: i32, channels: i32): void {
  clearSums(channels);
  const end = sumsEnd(channels);
  for (let p = 0; p < positions; p++, a += bytes(channels), b += bytes(channels)) {
    let at: usize = 0;
    for (let s = SUMS; s < end; s += 32, at += 16) {
      const v = v128.load(a + at);
      const w = v128.load(b + at);
      accumulate(s, f64x2.mul(low(v), low(w)), f64x2.mul(high(v), high(w)));
    }
  }
}

/** Writes the coefficient of each channel of a sample, or one vector where there is one group. Address 0: `absent`. */
function spread(from: usize, absent: f32, to: usize, channels: i32, groups: i32): void {
  if (groups == 1) {
    v128.store(to, f32x4.splat(from ? load<f32>(from) : absent));
    return;
  }
  const width = bytes(channels / groups);
  for (let g = 0; g < groups; g++) {
    const value = from ? load<f32>(from + bytes(g)) : absent;
    for (const end = to + width; to < end; to += 4) store<f32>(to, value);
  }
}

/** y = (x - shift) * factor. */
export function groupScale(
  x: usize,
  shift: usize,
  factor: usize,
  y: usize,
  rows: i32,
  positions: i32,
  channels: i32,
  groups: i32,
): void {
  const width = groups == 1 ? positions * channels : channels;
  const runs = groups == 1 ? 1 : positions;
  const step: usize = groups == 1 ? 0 : 16;
  const whole = bytes(width & ~3);
  for (let r = 0; r < rows; r++) {
    spread(shift ? shift + bytes(r * groups) : 0, 0.0, FIRST, channels, groups);
    spread(factor + bytes(r * groups), 0.0, FIRST + COEFFICIENTS, channels, groups);
    for (let s = 0; s < runs; s++, x += bytes(width), y += bytes(width)) {
      let k = FIRST;
      let j: usize = 0;
      for (; j < whole; j += 16, k += step) v128.store(y + j, scale4(x + j, k));
      if (width & 3) storeLanes(y + j, scale4(x + j, k), width & 3);
    }
  }
}

@inline
function scale4(x: usize, k: usize): v128 {
  return f32x4.mul(f32x4.sub(v128.load(x), v128.load(k)), v128.load(k, COEFFICIENTS));
}

/** out = p * a + q * b + r. */
export function groupCombine(
  a: usize,
  p: usize,
  b: usize,
  q: usize,
  r: usize,
  out: usize,
  rows: i32,
  positions: i32,
  channels: i32,
  groups: i32,
): void {
  const width = groups == 1 ? positions * channels : channels;
  const runs = groups == 1 ? 1 : positions;
  const step: usize = groups == 1 ? 0 : 16;
  const whole = bytes(width & ~3);
  for (let row = 0; row < rows; row++) {
    const at = bytes(row * groups);
    spread(p + at, 0.0, FIRST, channels, groups);
    spread(q + at, 0.0, FIRST + COEFFICIENTS, channels, groups);
    spread(r ? r + at : 0, -0.0, FIRST + 2 * COEFFICIENTS, channels, groups);
    for (let s = 0; s < runs; s++, a += bytes(width), b += bytes(width), out += bytes(width)) {
      let k = FIRST;
      let j: usize = 0;
      for (; j < whole; j += 16, k += step) v128.store(out + j, combine4(a + j, b + j, k));
      if (width & 3) storeLanes(out + j, combine4(a + j, b + j, k), width & 3);
    }
  }
}

@inline
function combine4(a: usize, b: usize, k: usize): v128 {
  const first = f32x4.mul(v128.load(k), v128.load(a));
  const second = f32x4.mul(v128.load(k, COEFFICIENTS), v128.load(b));
  return f32x4.add(f32x4.add(first, second), v128.load(k, 2 * COEFFICIENTS));
}
