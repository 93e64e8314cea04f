/** Reference kernels: pooling. */
import type { PoolingGeometry, PoolingKernels } from '../interface/pooling.ts';
import { at } from './at.ts';

/** Calls f with the index of each output and the indices in x of its window, from the first on. */
function each(g: PoolingGeometry, f: (out: number, window: number[]) => void): void {
  for (let r = 0; r < g.rows; r++)
    for (let i = 0; i < g.outHeight; i++)
      for (let j = 0; j < g.outWidth; j++)
        for (let c = 0; c < g.channels; c++) {
          const window: number[] = [];
          for (let a = 0; a < g.kernel; a++)
            for (let b = 0; b < g.kernel; b++) {
              const h = i * g.stride + a - g.padding;
              const w = j * g.stride + b - g.padding;
              if (h < 0 || h >= g.height || w < 0 || w >= g.width) continue;
              window.push(((r * g.height + h) * g.width + w) * g.channels + c);
            }
          f(((r * g.outHeight + i) * g.outWidth + j) * g.channels + c, window);
        }
}

const inputs = (g: PoolingGeometry): number => g.rows * g.height * g.width * g.channels;

export const poolingKernels: PoolingKernels = {
  maxPool(x, out, winners, g) {
    each(g, (o, window) => {
      const best = window.reduce((b, i) => (at(x, i) > at(x, b) || Number.isNaN(at(x, i)) ? i : b));
      out.data[o] = at(x, best);
      winners.data[o] = best;
    });
  },
  maxPoolGradient(dy, winners, dx, g) {
    dx.data.fill(0, 0, inputs(g));
    each(g, (o) => {
      const winner = at(winners, o);
      dx.data[winner] = at(dx, winner) + at(dy, o);
    });
  },
  averagePool(x, out, g) {
    each(g, (o, window) => (out.data[o] = window.reduce((sum, i) => sum + at(x, i), 0) / g.kernel ** 2));
  },
  averagePoolGradient(dy, dx, g) {
    dx.data.fill(0, 0, inputs(g));
    each(g, (o, window) => {
      for (const i of window) dx.data[i] = at(dx, i) + at(dy, o) / g.kernel ** 2;
    });
  },
  globalAverage(x, out, rows, positions, channels) {
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let p = 0; p < positions; p++) sum += at(x, (r * positions + p) * channels + c);
        out.data[r * channels + c] = sum / positions;
      }
  },
  globalAverageGradient(dy, dx, rows, positions, channels) {
    for (let r = 0; r < rows; r++)
      for (let p = 0; p < positions; p++)
        for (let c = 0; c < channels; c++)
          dx.data[(r * positions + p) * channels + c] = at(dy, r * channels + c) / positions;
  },
};
