/**
 * Two-dimensional convolution as products of matrices: the patches of x under the kernel become the rows of a matrix,
 * a block of positions at a time (im2col), so that scratch space does not grow with the batch. A position is one of
 * the rows * outHeight * outWidth places where the kernel stands. Each number of a result is one chain of additions in
 * an order that does not depend on the blocks.
 */
import { PATCHES, PATCH_LIMIT, bytes, copyRun } from './memory';
import { multiply } from './product';

/** The geometry in use; see ConvolutionGeometry. */
let rows: i32 = 0;
let height: i32 = 0;
let width: i32 = 0;
let inChannels: i32 = 0;
let outChannels: i32 = 0;
let kernel: i32 = 0;
let stride: i32 = 0;
let padding: i32 = 0;
let outHeight: i32 = 0;
let outWidth: i32 = 0;
/** Numbers of a patch, positions in all, and positions of a block. */
let patch: i32 = 0;
let positions: i32 = 0;
let block: i32 = 0;

export function setConvolution(
  rows_: i32,
  height_: i32,
  width_: i32,
  inChannels_: i32,
  outChannels_: i32,
  kernel_: i32,
  stride_: i32,
  padding_: i32,
  outHeight_: i32,
  outWidth_: i32,
): void {
  rows = rows_;
  height = height_;
  width = width_;
  inChannels = inChannels_;
  outChannels = outChannels_;
  kernel = kernel_;
  stride = stride_;
  padding = padding_;
  outHeight = outHeight_;
  outWidth = outWidth_;
  patch = kernel * kernel * inChannels;
  positions = rows * outHeight * outWidth;
  block = max(1, PATCH_LIMIT / patch);
}

/** Writes the patches of x from position `start` on; of each only the numbers begin .. end - 1 are needed. */
function gatherPatches(x: usize, start: i32, count: i32, begin: i32, end: i32): void {
  let to = PATCHES;
  let j = start % outWidth;
  let i = (start / outWidth) % outHeight;
  let image = x + bytes(start / (outWidth * outHeight)) * <usize>(height * width * inChannels);
  const line = bytes(kernel * inChannels);
  for (; count > 0; count--) {
    const left = j * stride - padding;
    const top = i * stride - padding;
    // Columns of the kernel that stand on the image.
    const first = max(0, -left);
    const last = min(kernel, width - left);
    for (let a = 0, at = 0; a < kernel; a++, at += kernel * inChannels, to += line) {
      if (at >= end || at + kernel * inChannels <= begin) continue;
      const h = top + a;
      if (h < 0 || h >= height || first >= last) {
        memory.fill(to, 0, line);
        continue;
      }
      if (first > 0) memory.fill(to, 0, bytes(first * inChannels));
      const from = image + bytes((h * width + left + first) * inChannels);
      copyRun(from, to + bytes(first * inChannels), (last - first) * inChannels);
      if (last < kernel) memory.fill(to + bytes(last * inChannels), 0, bytes((kernel - last) * inChannels));
    }
    if (++j == outWidth) {
      j = 0;
      if (++i == outHeight) {
        i = 0;
        image += bytes(height * width * inChannels);
      }
    }
  }
}

/** Adds the patches to dx where they were taken from. */
function scatterPatches(dx: usize, start: i32, count: i32): void {
  let from = PATCHES;
  let j = start % outWidth;
  let i = (start / outWidth) % outHeight;
  let image = dx + bytes(start / (outWidth * outHeight)) * <usize>(height * width * inChannels);
  const line = bytes(kernel * inChannels);
  for (; count > 0; count--) {
    const left = j * stride - padding;
    const top = i * stride - padding;
    const first = max(0, -left);
    const last = min(kernel, width - left);
    for (let a = 0; a < kernel; a++, from += line) {
      const h = top + a;
      if (h < 0 || h >= height || first >= last) continue;
      const to = image + bytes((h * width + left + first) * inChannels);
      addRun(from + bytes(first * inChannels), to, (last - first) * inChannels);
    }
    if (++j == outWidth) {
      j = 0;
      if (++i == outHeight) {
        i = 0;
        image += bytes(height * width * inChannels);
      }
    }
  }
}

/** to += from, for `count` numbers. */
@inline
function addRun(from: usize, to: usize, count: i32): void {
  const end = to + bytes(count & ~3);
  for (; to < end; to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (let c = count & 3; c > 0; c--, to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

export function convolve(x: usize, w: usize, bias: usize, out: usize): void {
  for (let start = 0; start < positions; start += block) {
    const count = min(block, positions - start);
    gatherPatches(x, start, count, 0, patch);
    const to = out + bytes(start) * <usize>outChannels;
    multiply(PATCHES, bytes(patch), 4, w, true, bias, to, count, outChannels, patch, false, outChannels);
  }
}

export function convolveInputGradient(dy: usize, w: usize, dx: usize): void {
  memory.fill(dx, 0, bytes(height * width * inChannels) * <usize>rows);
  for (let start = 0; start < positions; start += block) {
    const count = min(block, positions - start);
    const from = dy + bytes(start) * <usize>outChannels;
    multiply(from, bytes(outChannels), 4, w, false, 0, PATCHES, count, patch, outChannels, false, patch);
    scatterPatches(dx, start, count);
  }
}

/** Of each row of dw only the numbers begin .. end - 1 are computed. */
export function convolveWeightGradient(dy: usize, x: usize, dw: usize, begin: i32, end: i32): void {
  const from = PATCHES + bytes(begin);
  const to = dw + bytes(begin);
  for (let start = 0; start < positions; start += block) {
    const count = min(block, positions - start);
    gatherPatches(x, start, count, begin, end);
    const left = dy + bytes(start) * <usize>outChannels;
    multiply(left, 4, bytes(outChannels), from, false, 0, to, outChannels, end - begin, count, start > 0, patch);
  }
}
