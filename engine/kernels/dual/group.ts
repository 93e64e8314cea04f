/** Dual kernels: statistics of groups of channels. Sums run in the order of the reference kernels. */
import type { GroupKernels, GroupLayout } from '../interface/group.ts';
import { dual, dualOrNull } from './tensor.ts';

/** Calls f for each run of neighbouring numbers of one group: its first and last index (exclusive), and its group. */
function eachRun(
  { rows, positions, channels, groups }: GroupLayout,
  f: (start: number, end: number, group: number) => void,
) {
  const width = channels / groups;
  for (let r = 0; r < rows; r++)
    for (let p = 0; p < positions; p++)
      for (let g = 0, start = (r * positions + p) * channels; g < groups; g++, start += width)
        f(start, start + width, r * groups + g);
}

const groupSize = ({ positions, channels, groups }: GroupLayout): number => (positions * channels) / groups;

export const groupKernels: GroupKernels = {
  groupMoments(x, mean, variance, layout) {
    const [a, m, v, n, count] = [dual(x), dual(mean), dual(variance), groupSize(layout), layout.rows * layout.groups];
    for (const sums of [m.data, m.tangent, v.data, v.tangent]) sums.fill(0, 0, count);
    eachRun(layout, (start, end, g) => {
      for (let i = start; i < end; i++) {
        m.data[g]! += a.data[i]!;
        m.tangent[g]! += a.tangent[i]!;
      }
    });
    for (let g = 0; g < count; g++) {
      m.data[g]! /= n;
      m.tangent[g]! /= n;
    }
    eachRun(layout, (start, end, g) => {
      for (let i = start; i < end; i++) {
        const distance = a.data[i]! - m.data[g]!;
        v.data[g]! += distance ** 2;
        v.tangent[g]! += 2 * distance * (a.tangent[i]! - m.tangent[g]!);
      }
    });
    for (let g = 0; g < count; g++) {
      v.data[g]! /= n;
      v.tangent[g]! /= n;
    }
  },
  groupMeanSquares(x, meanSquare, layout) {
    const [a, to, n, count] = [dual(x), dual(meanSquare), groupSize(layout), layout.rows * layout.groups];
    to.data.fill(0, 0, count);
    to.tangent.fill(0, 0, count);
    eachRun(layout, (start, end, g) => {
      for (let i = start; i < end; i++) {
        to.data[g]! += a.data[i]! ** 2;
        to.tangent[g]! += 2 * a.data[i]! * a.tangent[i]!;
      }
    });
    for (let g = 0; g < count; g++) {
      to.data[g]! /= n;
      to.tangent[g]! /= n;
    }
  },
  groupScale(x, shift, factor, y, layout) {
    const [a, s, f, to] = [dual(x), dualOrNull(shift), dual(factor), dual(y)];
    eachRun(layout, (start, end, g) => {
      const [centre, centreTangent] = s ? [s.data[g]!, s.tangent[g]!] : [0, 0];
      const [scale, scaleTangent] = [f.data[g]!, f.tangent[g]!];
      for (let i = start; i < end; i++) {
        const [distance, tangent] = [a.data[i]! - centre, a.tangent[i]! - centreTangent];
        to.data[i] = distance * scale;
        to.tangent[i] = tangent * scale + distance * scaleTangent;
      }
    });
  },
  groupSums(a, b, sumA, sumAB, layout) {
    const [x, y, sums, products, count] = [dual(a), dual(b), dual(sumA), dual(sumAB), layout.rows * layout.groups];
    for (const to of [sums.data, sums.tangent, products.data, products.tangent]) to.fill(0, 0, count);
    eachRun(layout, (start, end, g) => {
      for (let i = start; i < end; i++) {
        const [value, tangent] = [x.data[i]!, x.tangent[i]!];
        sums.data[g]! += value;
        sums.tangent[g]! += tangent;
        products.data[g]! += value * y.data[i]!;
        products.tangent[g]! += tangent * y.data[i]! + value * y.tangent[i]!;
      }
    });
  },
  groupCombine(a, p, b, q, r, out, layout) {
    const [x, f, y, h, s, to] = [dual(a), dual(p), dual(b), dual(q), dualOrNull(r), dual(out)];
    eachRun(layout, (start, end, g) => {
      const [fv, ft, hv, ht] = [f.data[g]!, f.tangent[g]!, h.data[g]!, h.tangent[g]!];
      const [sv, st] = s ? [s.data[g]!, s.tangent[g]!] : [0, 0];
      for (let i = start; i < end; i++) {
        const [xv, yv] = [x.data[i]!, y.data[i]!];
        const tangent = ft * xv + fv * x.tangent[i]! + ht * yv + hv * y.tangent[i]! + st;
        to.data[i] = fv * xv + hv * yv + sv;
        to.tangent[i] = tangent;
      }
    });
  },
};
