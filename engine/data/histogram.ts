/** How the numbers of a training split are distributed, before and after an input scaling. */
import type { FittedScaling } from './scaling.ts';

/** `edges` has one more number than `counts`; edges ascend. */
export interface Counted {
  edges: number[];
  counts: number[];
  /** Of the numbers themselves, not of the bins. */
  mean: number;
  deviation: number;
}

const FINE = 6000;
/** Bins between the quantiles; beyond them each is twice as wide as the one before. */
const INNER = 60;
const TAIL = 0.001;

/**
 * Histogram of (x - shift) * factor + offset over all features of some rows of `features` (rows x columns). About 60 equal bins
 * span all but the outermost thousandth on each side; beyond them bins double in width up to the outermost value, so that
 * a few far outliers (rare pixels, standardized) do not press everything else into one bar.
 */
export function featureHistogram(
  features: Float32Array,
  columns: number,
  rows: Int32Array,
  { shift, factor, offset = 0 }: Pick<FittedScaling, 'shift' | 'factor' | 'offset'>,
): Counted {
  const shifts = Float64Array.from({ length: columns }, (_, c) => shift[shift.length === 1 ? 0 : c]!);
  const factors = Float64Array.from({ length: columns }, (_, c) => factor[factor.length === 1 ? 0 : c]!);
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  for (const row of rows)
    for (let c = 0, i = row * columns; c < columns; c++, i++) {
      const value = (features[i]! - shifts[c]!) * factors[c]! + offset;
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
    }
  const total = rows.length * columns;
  const mean = sum / total;
  if (!(high > low)) return { edges: [low - 0.5, low + 0.5], counts: [total], mean, deviation: 0 };

  // One bin more than are used: the largest value falls just beyond the last one.
  const fine = new Uint32Array(FINE + 1);
  const scale = FINE / (high - low);
  let squares = 0;
  for (const row of rows)
    for (let c = 0, i = row * columns; c < columns; c++, i++) {
      const value = (features[i]! - shifts[c]!) * factors[c]! + offset;
      fine[((value - low) * scale) | 0]! += 1;
      squares += (value - mean) * (value - mean);
    }
  fine[FINE - 1]! += fine[FINE]!;
  return { ...coarsen(fine, low, high, total), mean, deviation: Math.sqrt(squares / total) };
}

/** Joins fine bins: equal groups between the outer quantiles, groups of doubling size beyond them. */
function coarsen(fine: Uint32Array, low: number, high: number, total: number): Pick<Counted, 'edges' | 'counts'> {
  const tail = total * TAIL;
  let first = 0;
  for (let sum = fine[0]!; sum <= tail; sum += fine[++first]!);
  let last = FINE;
  for (let sum = fine[FINE - 1]!; sum <= tail; sum += fine[--last - 1]!);
  const step = Math.max(1, Math.ceil((last - first) / INNER));
  const bounds: number[] = [];
  for (let at = first; at < last; at += step) bounds.push(at);
  bounds.push(last);
  for (let width = step; bounds[0]! > 0; width *= 2) bounds.unshift(Math.max(0, bounds[0]! - width));
  for (let width = step; bounds.at(-1)! < FINE; width *= 2) bounds.push(Math.min(FINE, bounds.at(-1)! + width));
  return {
    edges: bounds.map((at) => (at === FINE ? high : low + ((high - low) * at) / FINE)),
    counts: bounds.slice(1).map((end, i) => fine.subarray(bounds[i], end).reduce((a, b) => a + b, 0)),
  };
}

/**
 * The same histogram after one shift and positive factor for all features: bins move, counts stay. Null for any other
 * scaling.
 */
export const shiftHistogram = (
  { edges, counts, mean, deviation }: Counted,
  { method, shift, factor, offset = 0 }: FittedScaling,
): Counted | null => {
  const simple = method === 'none' || method === 'range' || method === 'standardize' || method === 'affine';
  if (!simple || shift.length > 1 || factor.length > 1 || !(factor[0]! > 0)) return null;
  const moved = (value: number): number => (value - shift[0]!) * factor[0]! + offset;
  return { edges: edges.map(moved), counts: [...counts], mean: moved(mean), deviation: deviation * factor[0]! };
};
