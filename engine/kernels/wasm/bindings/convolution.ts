/** Fast kernels: two-dimensional convolution. The arithmetic is in ../assembly. */
import type { ConvolutionGeometry, ConvolutionKernels } from '../../interface/convolution.ts';
import { address, optional } from '../address.ts';

export interface ConvolutionExports {
  /** Most numbers of a filter. */
  readonly PATCH_LIMIT: WebAssembly.Global;
  /** Sets the geometry for the three kernels that follow. */
  setConvolution(
    rows: number,
    height: number,
    width: number,
    inChannels: number,
    outChannels: number,
    kernel: number,
    stride: number,
    padding: number,
    outHeight: number,
    outWidth: number,
  ): void;
  convolve(x: number, w: number, bias: number, out: number): void;
  convolveInputGradient(dy: number, w: number, dx: number): void;
  convolveWeightGradient(dy: number, x: number, dw: number, begin: number, end: number): void;
}

export function createConvolutionKernels(wasm: ConvolutionExports): ConvolutionKernels {
  const limit = wasm.PATCH_LIMIT.value as number;
  const set = (g: ConvolutionGeometry): void => {
    const patch = g.kernel * g.kernel * g.inChannels;
    if (patch > limit)
      throw new RangeError(
        `a filter of ${g.kernel} x ${g.kernel} x ${g.inChannels} has ${patch} numbers, but at most ${limit} are possible`,
      );
    wasm.setConvolution(
      g.rows,
      g.height,
      g.width,
      g.inChannels,
      g.outChannels,
      g.kernel,
      g.stride,
      g.padding,
      g.outHeight,
      g.outWidth,
    );
  };
  const inputs = (g: ConvolutionGeometry): number => g.rows * g.height * g.width * g.inChannels;
  const outputs = (g: ConvolutionGeometry): number => g.rows * g.outHeight * g.outWidth * g.outChannels;
  const weights = (g: ConvolutionGeometry): number => g.outChannels * g.kernel * g.kernel * g.inChannels;

  return {
    convolve(x, w, bias, out, g) {
      set(g);
      wasm.convolve(
        address(x, inputs(g)),
        address(w, weights(g)),
        optional(bias, g.outChannels),
        address(out, outputs(g)),
      );
    },
    convolveInputGradient(dy, w, dx, g) {
      set(g);
      wasm.convolveInputGradient(address(dy, outputs(g)), address(w, weights(g)), address(dx, inputs(g)));
    },
    convolveWeightGradient(dy, x, dw, g) {
      set(g);
      const patch = g.kernel * g.kernel * g.inChannels;
      wasm.convolveWeightGradient(address(dy, outputs(g)), address(x, inputs(g)), address(dw, weights(g)), 0, patch);
    },
  };
}
