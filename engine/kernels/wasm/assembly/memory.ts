/**
 * Where things lie in the memory, and how the ends of rows are written.
 *
 * The first pages are scratch space of the kernels, 14 for each thread; tensors lie behind it. Loads may read up to 63 bytes past
 * the end of a tensor (the arena ends in padding): what they find there is never stored. Stores stay inside the tensor.
 */

/** 64 bytes that are always zero. */
export const ZEROS: usize = 1024;
/** Constants of the elementary functions, see math.ts. */
export const CONSTANTS: usize = 1280;
/** Where this instance's scratch space begins: threads that work in one memory have one each. */
@external('env', 'scratch')
declare const scratch: usize;
/** Two sets of COLUMN_BLOCK float64 numbers; also the coefficients of a block of columns. */
export const ACCUMULATORS: usize = scratch + 2048;
/** Columns that a reduction over rows handles at a time. */
export const COLUMN_BLOCK: i32 = 64;
/** Packed panels of the right factor of a matrix product: up to 33 KiB. */
export const PANELS: usize = scratch + 4096;
/** The columns of a product whose last panel is not full: up to 19 KiB. */
export const EDGE: usize = scratch + 40960;
/** Packed block of the left factor: up to 296 KiB. */
export const LEFT: usize = scratch + 65536;
/** Patches of a convolution, a block of positions at a time. */
export const PATCHES: usize = scratch + 6 * 65536;
/** Numbers that fit there, and so the most numbers of one patch. */
export const PATCH_LIMIT: i32 = 8 * 16384;

/** Bytes in `count` float32 numbers. */
@inline
export function bytes(count: i32): usize {
  return <usize>count << 2;
}

/** Stores the first `count` (0 to 3) lanes. */
export function storeLanes(to: usize, lanes: v128, count: i32): void {
  if (count & 2) {
    v128.store_lane<i64>(to, lanes, 0);
    if (count & 1) v128.store_lane<f32>(to, lanes, 2, 8);
  } else if (count & 1) {
    v128.store_lane<f32>(to, lanes, 0);
  }
}

/** Stores four lanes, or fewer where only `left` numbers are left. */
@inline
export function store4(to: usize, v: v128, left: i32): void {
  if (left >= 4) v128.store(to, v);
  else storeLanes(to, v, left);
}

/** Lanes 0 to count-1 all ones, the others zero. */
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** The two lower numbers as float64. */
@inline
export function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The two upper numbers as float64. */
@inline
export function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0));
}

/** Four float64 numbers as float32. */
@inline
export function narrow(lower: v128, upper: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(lower), f32x4.demote_f64x2_zero(upper), 0, 2);
}

/** Adds four numbers to the float64 numbers at `at`. */
@inline
export function accumulate(at: usize, lower: v128, upper: v128): void {
  v128.store(at, f64x2.add(v128.load(at), lower));
  v128.store(at, f64x2.add(v128.load(at, 16), upper), 16);
}

/** Stores accumulators times `factor` as float32. */
@inline
export function release(from: usize, factor: f64, out: usize, width: i32): void {
  const f = f64x2.splat(factor);
  for (; width > 0; width -= 4, from += 32, out += 16) {
    const v = narrow(f64x2.mul(v128.load(from), f), f64x2.mul(v128.load(from, 16), f));
    if (width >= 4) v128.store(out, v);
    else storeLanes(out, v, width);
  }
}

/** Copies `count` numbers. Short runs are not worth a call of the memory copier. */
@inline
export function copyRun(from: usize, to: usize, count: i32): void {
  if (count >= 64) {
    memory.copy(to, from, bytes(count));
    return;
  }
  const end = to + bytes(count & ~3);
  for (; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
  storeLanes(to, v128.load(from), count & 3);
}
