/** Pooling over windows of an image, four channels at a time, and over whole images. */
import { ACCUMULATORS, COLUMN_BLOCK, accumulate, bytes, high, low, release, store4 } from './memory';

/** The geometry in use; see PoolingGeometry. */
let rows: i32 = 0;
let height: i32 = 0;
let width: i32 = 0;
let channels: i32 = 0;
let kernel: i32 = 0;
let stride: i32 = 0;
let padding: i32 = 0;
let outHeight: i32 = 0;
let outWidth: i32 = 0;

export function setPooling(
  rows_: i32,
  height_: i32,
  width_: i32,
  channels_: i32,
  kernel_: i32,
  stride_: i32,
  padding_: i32,
  outHeight_: i32,
  outWidth_: i32,
): void {
  rows = rows_;
  height = height_;
  width = width_;
  channels = channels_;
  kernel = kernel_;
  stride = stride_;
  padding = padding_;
  outHeight = outHeight_;
  outWidth = outWidth_;
}

/** winners hold positions (row * width + column) in the image, as int32. */
export function maxPool(x: usize, out: usize, winners: usize): void {
  const pixel = bytes(channels);
  for (let r = 0; r < rows; r++, x += pixel * <usize>(height * width))
    for (let i = 0; i < outHeight; i++) {
      const top = max(0, i * stride - padding);
      const bottom = min(height, i * stride - padding + kernel);
      for (let j = 0; j < outWidth; j++, out += pixel, winners += pixel) {
        const left = max(0, j * stride - padding);
        const right = min(width, j * stride - padding + kernel);
        for (let c = 0; c < channels; c += 4) {
          let best = f32x4.splat(-Infinity);
          let where = i32x4.splat(top * width + left);
          for (let h = top; h < bottom; h++) {
            let from = x + pixel * <usize>(h * width + left) + bytes(c);
            for (let w = left; w < right; w++, from += pixel) {
              const v = v128.load(from);
              const wins = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
              best = v128.bitselect(v, best, wins);
              where = v128.bitselect(i32x4.splat(h * width + w), where, wins);
            }
          }
          store4(out + bytes(c), best, channels - c);
          store4(winners + bytes(c), where, channels - c);
        }
      }
    }
}

export function maxPoolGradient(dy: usize, winners: usize, dx: usize): void {
  const pixel = bytes(channels);
  const image = pixel * <usize>(height * width);
  memory.fill(dx, 0, image * <usize>rows);
  const outputs = outHeight * outWidth;
  for (let r = 0; r < rows; r++, dx += image)
    for (let o = 0; o < outputs; o++)
      for (let c = 0; c < channels; c++, dy += 4, winners += 4) {
        const to = dx + pixel * <usize>load<u32>(winners) + bytes(c);
        store<f32>(to, load<f32>(to) + load<f32>(dy));
      }
}

export function averagePool(x: usize, out: usize): void {
  const pixel = bytes(channels);
  const n = f32x4.splat(<f32>(kernel * kernel));
  for (let r = 0; r < rows; r++, x += pixel * <usize>(height * width))
    for (let i = 0; i < outHeight; i++) {
      const top = max(0, i * stride - padding);
      const bottom = min(height, i * stride - padding + kernel);
      for (let j = 0; j < outWidth; j++, out += pixel) {
        const left = max(0, j * stride - padding);
        const right = min(width, j * stride - padding + kernel);
        for (let c = 0; c < channels; c += 4) {
          let sum = f32x4.splat(0.0);
          for (let h = top; h < bottom; h++) {
            let from = x + pixel * <usize>(h * width + left) + bytes(c);
            for (let w = left; w < right; w++, from += pixel) sum = f32x4.add(sum, v128.load(from));
          }
          store4(out + bytes(c), f32x4.div(sum, n), channels - c);
        }
      }
    }
}

export function averagePoolGradient(dy: usize, dx: usize): void {
  const pixel = bytes(channels);
  const image = pixel * <usize>(height * width);
  memory.fill(dx, 0, image * <usize>rows);
  const n = f32x4.splat(<f32>(kernel * kernel));
  for (let r = 0; r < rows; r++, dx += image)
    for (let i = 0; i < outHeight; i++) {
      const top = max(0, i * stride - padding);
      const bottom = min(height, i * stride - padding + kernel);
      for (let j = 0; j < outWidth; j++, dy += pixel) {
        const left = max(0, j * stride - padding);
        const right = min(width, j * stride - padding + kernel);
        for (let c = 0; c < channels; c += 4) {
          const share = f32x4.div(v128.load(dy + bytes(c)), n);
          for (let h = top; h < bottom; h++) {
            let to = dx + pixel * <usize>(h * width + left) + bytes(c);
            for (let w = left; w < right; w++, to += pixel)
              store4(to, f32x4.add(v128.load(to), share), channels - c);
          }
        }
      }
    }
}

/** Mean over positions of each row and channel, added up in float64. */
export function globalAverage(x: usize, out: usize, rows: i32, positions: i32, channels: i32): void {
  const pixel = bytes(channels);
  for (let r = 0; r < rows; r++, x += pixel * <usize>positions, out += pixel)
    for (let c = 0; c < channels; c += COLUMN_BLOCK) {
      const block = min(channels - c, COLUMN_BLOCK);
      const end = ACCUMULATORS + (<usize>((block + 3) >> 2) << 5);
      memory.fill(ACCUMULATORS, 0, end - ACCUMULATORS);
      let from = x + bytes(c);
      for (let p = 0; p < positions; p++, from += pixel) {
        let at = from;
        for (let a = ACCUMULATORS; a < end; a += 32, at += 16) {
          const v = v128.load(at);
          accumulate(a, low(v), high(v));
        }
      }
      release(ACCUMULATORS, 1.0 / <f64>positions, out + bytes(c), block);
    }
}

export function globalAverageGradient(dy: usize, dx: usize, rows: i32, positions: i32, channels: i32): void {
  const pixel = bytes(channels);
  const n = f32x4.splat(<f32>positions);
  for (let r = 0; r < rows; r++, dy += pixel)
    for (let p = 0; p < positions; p++, dx += pixel)
      for (let c = 0; c < channels; c += 4)
        store4(dx + bytes(c), f32x4.div(v128.load(dy + bytes(c)), n), channels - c);
}
