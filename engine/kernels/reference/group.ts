/** Reference kernels: statistics of groups of channels. */
import type { GroupKernels, GroupLayout } from '../interface/group.ts';
import { at } from './at.ts';

/** Numbers of a sample that belong to one group. */
const groupSize = ({ positions, channels, groups }: GroupLayout): number => (positions * channels) / groups;

/** Calls f with the index of each number and that of its group's coefficient, sample by sample. */
function each({ rows, positions, channels, groups }: GroupLayout, f: (index: number, group: number) => void): void {
  const width = channels / groups;
  for (let r = 0; r < rows; r++)
    for (let p = 0; p < positions; p++)
      for (let c = 0; c < channels; c++) f((r * positions + p) * channels + c, r * groups + Math.floor(c / width));
}

/** Sum of f(index, group) over each group. */
function sums(layout: GroupLayout, f: (index: number, group: number) => number): Float64Array {
  const sum = new Float64Array(layout.rows * layout.groups);
  each(layout, (i, g) => {
    sum[g]! += f(i, g);
  });
  return sum;
}

export const groupKernels: GroupKernels = {
  groupMoments(x, mean, variance, layout) {
    const n = groupSize(layout);
    sums(layout, (i) => at(x, i)).forEach((sum, g) => (mean.data[g] = sum / n));
    sums(layout, (i, g) => (at(x, i) - at(mean, g)) ** 2).forEach((sum, g) => (variance.data[g] = sum / n));
  },
  groupMeanSquares(x, meanSquare, layout) {
    const n = groupSize(layout);
    sums(layout, (i) => at(x, i) ** 2).forEach((sum, g) => (meanSquare.data[g] = sum / n));
  },
  groupScale(x, shift, factor, y, layout) {
    each(layout, (i, g) => (y.data[i] = (at(x, i) - (shift ? at(shift, g) : 0)) * at(factor, g)));
  },
  groupSums(a, b, sumA, sumAB, layout) {
    sumA.data.set(sums(layout, (i) => at(a, i)));
    sumAB.data.set(sums(layout, (i) => at(a, i) * at(b, i)));
  },
  groupCombine(a, p, b, q, r, out, layout) {
    each(layout, (i, g) => (out.data[i] = at(p, g) * at(a, i) + at(q, g) * at(b, i) + (r ? at(r, g) : 0)));
  },
};
