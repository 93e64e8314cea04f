/** The part of the kernel interface for pooling over windows of an image and over whole images. */
import type { Tensor } from './tensor.ts';

/**
 * Images of height x width x channels, channels fastest, one after the other. `outHeight` is
 * floor((height + 2 padding - kernel) / stride) + 1, `outWidth` likewise. `padding` is at most kernel / 2, so that every
 * window holds a number of the image.
 */
export interface PoolingGeometry {
  /** Images. */
  rows: number;
  height: number;
  width: number;
  channels: number;
  /** Side of the square window. */
  kernel: number;
  stride: number;
  padding: number;
  outHeight: number;
  outWidth: number;
}

/** x and dx are rows x height x width x channels; out, winners and dy are rows x outHeight x outWidth x channels. */
export interface PoolingKernels {
  /**
   * out = the largest number of each window; padding does not count. Of equal numbers the first wins, and NaN wins over
   * all (PyTorch's rules). `winners` keeps where each stood, for {@link maxPoolGradient}; its contents are opaque.
   */
  maxPool(x: Tensor, out: Tensor, winners: Tensor, geometry: PoolingGeometry): void;
  /** dx = the sum of the dy of the windows that a number won, 0 where it won none; overwrites dx. */
  maxPoolGradient(dy: Tensor, winners: Tensor, dx: Tensor, geometry: PoolingGeometry): void;
  /** out = sum of each window / kernel^2: padding counts as zeros (PyTorch's default, count_include_pad). */
  averagePool(x: Tensor, out: Tensor, geometry: PoolingGeometry): void;
  /** dx = the sum of dy / kernel^2 over the windows that a number is in; overwrites dx. */
  averagePoolGradient(dy: Tensor, dx: Tensor, geometry: PoolingGeometry): void;
  /** out (rows x channels) = mean over positions of x (rows x positions x channels). */
  globalAverage(x: Tensor, out: Tensor, rows: number, positions: number, channels: number): void;
  /** dx (rows x positions x channels) = dy (rows x channels) / positions. */
  globalAverageGradient(dy: Tensor, dx: Tensor, rows: number, positions: number, channels: number): void;
}
