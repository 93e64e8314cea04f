/**
 * Fewer points for drawing, never for statistics: in each bucket of the horizontal axis the smallest, the largest and
 * the first non-finite value stay, so that no spike and no NaN disappears.
 */
import { lowerBound, type NumberList, type Points } from './points.ts';

/** Most points that one curve is drawn with. */
export const BUDGET = 2000;
/** A bucket yields its minimum, its maximum and one non-finite value. */
const PER_BUCKET = 3;

/**
 * Indices of at most `budget` (8 or more) of the points with x between `from` and `to`; x must not decrease. One point
 * beyond either edge stays, so that lines reach the edge of a zoomed chart; the first and the last point always stay.
 */
export function thin(x: NumberList, y: NumberList, budget = BUDGET, from = -Infinity, to = Infinity): number[] {
  const start = Math.max(0, lowerBound(x, from) - 1);
  const end = Math.min(x.length, y.length, lowerBound(x, to) + 2);
  if (end - start <= budget) return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  const buckets = Math.floor((budget - 2) / PER_BUCKET);
  const first = x[start]!;
  const width = (x[end - 1]! - first) / buckets;
  const kept: number[] = [start];
  let i = start + 1;
  for (let bucket = 1; bucket <= buckets; bucket++) {
    const edge = bucket === buckets ? Infinity : first + bucket * width;
    const begin = i;
    while (i < end - 1 && x[i]! < edge) i++;
    keepExtremes(y, begin, i, kept);
  }
  kept.push(end - 1);
  return kept;
}

/** The points of a curve that {@link thin} keeps, each as it was. */
export function thinned({ steps, values }: Points, budget = BUDGET, from = -Infinity, to = Infinity): Points {
  const kept = thin(steps, values, budget, from, to);
  const whole = kept.length === 0 || kept.at(-1)! - kept[0]! + 1 === kept.length;
  if (whole) {
    const [start, end] = kept.length === 0 ? [0, 0] : [kept[0]!, kept.at(-1)! + 1];
    return { steps: steps.subarray(start, end), values: values.subarray(start, end) };
  }
  return {
    steps: Float64Array.from(kept, (index) => steps[index]!),
    values: Float64Array.from(kept, (index) => values[index]!),
  };
}

/** Appends, in their order, the indices of the smallest, the largest and the first non-finite value in [begin, end). */
function keepExtremes(values: NumberList, begin: number, end: number, kept: number[]): void {
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
