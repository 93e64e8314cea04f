/** How numbers are spread: percentiles, and a histogram whose bins fit. */
import { percentiles } from '../percentiles.ts';

/** Those that probes give; 15, 50 and 85 are the ones of figure 1 of Ioffe and Szegedy (2015). */
export const PERCENTS = [1, 5, 15, 25, 50, 75, 85, 95, 99] as const;

export interface Spread {
  mean: number;
  deviation: number;
  minimum: number;
  maximum: number;
  /** In the order of {@link PERCENTS}. */
  percentiles: number[];
  /** One more than `counts`. */
  edges: number[];
  /** Numbers in each bin; those outside the edges are in the outermost bins. */
  counts: number[];
}

/** Bins of a histogram. */
export const BINS = 60;

/**
 * Equal bins from the first percentile less to the last one plus a quarter of their distance, or as far as there are
 * numbers: a few far outliers do not press everything else into one bar. All NaN, without bins, where a number is not finite.
 */
export function spreadOf(values: Float32Array | Float64Array): Spread {
  if (!values.every(Number.isFinite)) {
    const none = { mean: NaN, deviation: NaN, minimum: NaN, maximum: NaN };
    return { ...none, percentiles: PERCENTS.map(() => NaN), edges: [], counts: [] };
  }
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const found = percentiles(values.slice(), PERCENTS);
  const margin = (found.at(-1)! - found[0]!) / 4;
  const low = Math.max(minimum, found[0]! - margin);
  const high = Math.min(maximum, found.at(-1)! + margin);
  const facts = { mean, deviation: Math.sqrt(squares / values.length), minimum, maximum, percentiles: found };
  if (!(high > low)) return { ...facts, edges: [low - 0.5, low + 0.5], counts: [values.length] };
  const counts = new Array<number>(BINS).fill(0);
  const scale = BINS / (high - low);
  for (const value of values) counts[Math.max(0, Math.min(BINS - 1, Math.floor((value - low) * scale)))]!++;
  return { ...facts, counts, edges: Array.from({ length: BINS + 1 }, (_, i) => low + ((high - low) * i) / BINS) };
}

/** Their mean; NaN where there are none. */
export function meanOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Part of the numbers for which something holds; NaN where there are none. */
export function shareOf(values: Float32Array | Float64Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count / values.length;
}
