/** Reference kernels: two-dimensional convolution. */
import type { ConvolutionGeometry, ConvolutionKernels } from '../interface/convolution.ts';
import { at } from './at.ts';

/** Calls f with the indices in out, x and w of each product that a convolution adds up. */
function each(g: ConvolutionGeometry, f: (out: number, x: number, w: number) => void): void {
  for (let r = 0; r < g.rows; r++)
    for (let i = 0; i < g.outHeight; i++)
      for (let j = 0; j < g.outWidth; j++)
        for (let o = 0; o < g.outChannels; o++)
          for (let a = 0; a < g.kernel; a++)
            for (let b = 0; b < g.kernel; b++) {
              const h = i * g.stride + a - g.padding;
              const v = j * g.stride + b - g.padding;
              if (h < 0 || h >= g.height || v < 0 || v >= g.width) continue;
              const out = ((r * g.outHeight + i) * g.outWidth + j) * g.outChannels + o;
              const x = ((r * g.height + h) * g.width + v) * g.inChannels;
              const w = ((o * g.kernel + a) * g.kernel + b) * g.inChannels;
              for (let c = 0; c < g.inChannels; c++) f(out, x + c, w + c);
            }
}

export const convolutionKernels: ConvolutionKernels = {
  convolve(x, w, bias, out, g) {
    const size = g.rows * g.outHeight * g.outWidth * g.outChannels;
    for (let i = 0; i < size; i++) out.data[i] = bias ? at(bias, i % g.outChannels) : 0;
    each(g, (o, i, j) => (out.data[o] = at(out, o) + at(x, i) * at(w, j)));
  },
  convolveInputGradient(dy, w, dx, g) {
    dx.data.fill(0, 0, g.rows * g.height * g.width * g.inChannels);
    each(g, (o, i, j) => (dx.data[i] = at(dx, i) + at(dy, o) * at(w, j)));
  },
  convolveWeightGradient(dy, x, dw, g) {
    dw.data.fill(0, 0, g.outChannels * g.kernel * g.kernel * g.inChannels);
    each(g, (o, i, j) => (dw.data[j] = at(dw, j) + at(dy, o) * at(x, i)));
  },
};
