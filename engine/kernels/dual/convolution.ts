/**
 * Dual kernels: two-dimensional convolution. Each number is added up in the order of the reference kernels; a row of a
 * window is one run of numbers in the image and in the filter.
 */
import type { ConvolutionGeometry, ConvolutionKernels } from '../interface/convolution.ts';
import { dual, dualOrNull } from './tensor.ts';

/** Calls f for each output and row of its window: indices of the output, of the first numbers in x and w, and their count. */
function eachRun(g: ConvolutionGeometry, f: (out: number, x: number, w: number, count: number) => void): void {
  for (let r = 0; r < g.rows; r++)
    for (let i = 0; i < g.outHeight; i++)
      for (let j = 0; j < g.outWidth; j++) {
        const left = j * g.stride - g.padding;
        const [from, to] = [Math.max(0, -left), Math.min(g.kernel, g.width - left)];
        if (from >= to) continue;
        for (let o = 0; o < g.outChannels; o++) {
          const out = ((r * g.outHeight + i) * g.outWidth + j) * g.outChannels + o;
          for (let a = 0; a < g.kernel; a++) {
            const h = i * g.stride + a - g.padding;
            if (h < 0 || h >= g.height) continue;
            const x = ((r * g.height + h) * g.width + left + from) * g.inChannels;
            const w = ((o * g.kernel + a) * g.kernel + from) * g.inChannels;
            f(out, x, w, (to - from) * g.inChannels);
          }
        }
      }
}

export const convolutionKernels: ConvolutionKernels = {
  convolve(x, w, bias, out, g) {
    const [{ data: xs, tangent: dxs }, { data: ws, tangent: dws }, to] = [dual(x), dual(w), dual(out)];
    const b = dualOrNull(bias);
    const size = g.rows * g.outHeight * g.outWidth * g.outChannels;
    for (let i = 0; i < size; i++) {
      to.data[i] = b ? b.data[i % g.outChannels]! : 0;
      to.tangent[i] = b ? b.tangent[i % g.outChannels]! : 0;
    }
    eachRun(g, (o, i, j, count) => {
      let [sum, tangent] = [to.data[o]!, to.tangent[o]!];
      for (let end = i + count; i < end; i++, j++) {
        sum += xs[i]! * ws[j]!;
        tangent += dxs[i]! * ws[j]! + xs[i]! * dws[j]!;
      }
      to.data[o] = sum;
      to.tangent[o] = tangent;
    });
  },
  convolveInputGradient(dy, w, dx, g) {
    const [gs, { data: ws, tangent: dws }, { data: xs, tangent: dxs }] = [dual(dy), dual(w), dual(dx)];
    const size = g.rows * g.height * g.width * g.inChannels;
    xs.fill(0, 0, size);
    dxs.fill(0, 0, size);
    eachRun(g, (o, i, j, count) => {
      const [value, slope] = [gs.data[o]!, gs.tangent[o]!];
      for (let end = i + count; i < end; i++, j++) {
        xs[i]! += value * ws[j]!;
        dxs[i]! += slope * ws[j]! + value * dws[j]!;
      }
    });
  },
  convolveWeightGradient(dy, x, dw, g) {
    const [gs, { data: xs, tangent: dxs }, { data: ws, tangent: dws }] = [dual(dy), dual(x), dual(dw)];
    const size = g.outChannels * g.kernel * g.kernel * g.inChannels;
    ws.fill(0, 0, size);
    dws.fill(0, 0, size);
    eachRun(g, (o, i, j, count) => {
      const [value, slope] = [gs.data[o]!, gs.tangent[o]!];
      for (let end = i + count; i < end; i++, j++) {
        ws[j]! += value * xs[i]!;
        dws[j]! += slope * xs[i]! + value * dxs[i]!;
      }
    });
  },
};
