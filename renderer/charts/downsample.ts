/**
 * Fewer points for drawing, never for statistics: in each bucket of the horizontal axis the smallest, the largest and
 * the first non-finite value stay, so that no spike and no NaN disappears.
 */
import { lowerBound, type Points } from './series.ts';

/** Most points that one curve is drawn with. */
export const BUDGET = 2000;
/** A bucket yields its minimum, its maximum and one non-finite value. */
const PER_BUCKET = 3;

/**
 * At most `budget` (8 or more) of the points between steps `from` and `to`, each as it was. One point beyond either
 * edge stays, so that lines reach the edge of a zoomed chart; the first and the last point always stay.
 */
export function downsample(points: Points, budget = BUDGET, from = -Infinity, to = Infinity): Points {
  const { steps, values } = points;
  const start = Math.max(0, lowerBound(steps, from) - 1);
  const end = Math.min(steps.length, lowerBound(steps, to) + 2);
  if (end - start <= budget) return { steps: steps.subarray(start, end), values: values.subarray(start, end) };
  const buckets = Math.floor((budget - 2) / PER_BUCKET);
  const first = steps[start]!;
  const width = (steps[end - 1]! - first) / buckets;
  const kept: number[] = [start];
  let i = start + 1;
  for (let bucket = 1; bucket <= buckets; bucket++) {
    const edge = bucket === buckets ? Infinity : first + bucket * width;
    const begin = i;
    while (i < end - 1 && steps[i]! < edge) i++;
    keepExtremes(values, begin, i, kept);
  }
  kept.push(end - 1);
  return {
    steps: Float64Array.from(kept, (index) => steps[index]!),
    values: Float64Array.from(kept, (index) => values[index]!),
  };
}

/** Appends, in their order, the indices of the smallest, the largest and the first non-finite value in [begin, end). */
function keepExtremes(values: Float64Array, begin: number, end: number, kept: number[]): void {
  let low = -1;
  let high = -1;
  let odd = -1;
  for (let i = begin; i < end; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      if (odd < 0) odd = i;
      continue;
    }
    if (low < 0 || value < values[low]!) low = i;
    if (high < 0 || value > values[high]!) high = i;
  }
  for (const index of [...new Set([low, high, odd])].sort((a, b) => a - b)) if (index >= 0) kept.push(index);
}
