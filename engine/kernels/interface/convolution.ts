/** The part of the kernel interface for two-dimensional convolution (cross-correlation, as frameworks define it). */
import type { Tensor } from './tensor.ts';

/**
 * Images of height x width x inChannels, channels fastest, one after the other. `outHeight` is
 * floor((height + 2 padding - kernel) / stride) + 1, `outWidth` likewise; what lies in the padding is 0.
 */
export interface ConvolutionGeometry {
  /** Images. */
  rows: number;
  height: number;
  width: number;
  inChannels: number;
  outChannels: number;
  /** Side of the square kernel. */
  kernel: number;
  stride: number;
  /** Zeros on each side. */
  padding: number;
  outHeight: number;
  outWidth: number;
}

/**
 * x is rows x height x width x inChannels, out and dy are rows x outHeight x outWidth x outChannels. A filter of w
 * (outChannels x kernel x kernel x inChannels) is a row: its numbers run over kernel rows, kernel columns, channels.
 */
export interface ConvolutionKernels {
  /** out = x correlated with w, plus bias (outChannels) where given. A row's bits do not depend on the other rows. */
  convolve(x: Tensor, w: Tensor, bias: Tensor | null, out: Tensor, geometry: ConvolutionGeometry): void;
  /** dx = the gradient of the input; overwrites dx. A row's bits do not depend on the other rows. */
  convolveInputGradient(dy: Tensor, w: Tensor, dx: Tensor, geometry: ConvolutionGeometry): void;
  /** dw = the gradient of the filters; overwrites dw. That of the bias is `sumRows` of dy over all positions. */
  convolveWeightGradient(dy: Tensor, x: Tensor, dw: Tensor, geometry: ConvolutionGeometry): void;
}
