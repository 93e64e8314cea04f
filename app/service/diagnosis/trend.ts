/** Where a series goes: means over blocks of its values, which a single mini-batch does not sway. */
import { median } from '../../../engine/statistics/order.ts';
import type { SeriesPoints } from '../../contract/series.ts';

/** The mean of consecutive values. */
export interface Block {
  firstStep: number;
  lastStep: number;
  mean: number;
}

/** Blocks are at least this long, and there are at most 50. */
const SHORTEST = 20;
const MOST = 50;

/** Fewer values than this show no trend: a run of few steps has nothing to explain. */
export const FEWEST_STEPS = 300;

export const blockLength = (count: number): number => Math.max(SHORTEST, Math.ceil(count / MOST));

/** Blocks of equal length, the last one at the end of the series; what is left over at the start is left out. */
export function blocksOf({ steps, values }: SeriesPoints): Block[] {
  const length = blockLength(values.length);
  const blocks: Block[] = [];
  for (let end = values.length; end >= length; end -= length) {
    const start = end - length;
    blocks.push({ firstStep: steps[start]!, lastStep: steps[end - 1]!, mean: meanOf(values.subarray(start, end)) });
  }
  return blocks.reverse();
}

/** The block with the smallest mean. */
export const lowest = (blocks: readonly Block[]): Block => blocks.reduce((a, b) => (b.mean < a.mean ? b : a));

export const meanOf = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

/** Median of the last `count` finite values up to `step`; NaN where there is none. */
export function medianUpTo({ steps, values }: SeriesPoints, step: number, count: number): number {
  const before = Array.from(values).filter((value, i) => steps[i]! <= step && Number.isFinite(value));
  return median(before.slice(-count));
}
