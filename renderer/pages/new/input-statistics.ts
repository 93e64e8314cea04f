/** What a histogram of inputs says about them: mean, deviation, the range that holds nearly all. Pure. */
import type { Histogram } from '../../../app/api/types.ts';

export interface InputStatistics {
  mean: number;
  deviation: number;
  low: number;
  high: number;
  total: number;
}

/** Mean and deviation to the width of a bin (every value stands at the middle of its bin), and the outer edges. */
export function statisticsOf({ edges, counts }: Histogram): InputStatistics {
  let total = 0;
  let sum = 0;
  let squares = 0;
  counts.forEach((count, i) => {
    const middle = ((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2;
    total += count;
    sum += count * middle;
    squares += count * middle * middle;
  });
  const mean = sum / total;
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, squares / total - mean * mean)),
    low: edges[0] ?? 0,
    high: edges.at(-1) ?? 0,
    total,
  };
}

/** The x from which on (or up to which) a share of the values lies. */
function quantile({ edges, counts }: Histogram, share: number): number {
  const total = counts.reduce((a, b) => a + b, 0);
  let below = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    if (count > 0 && below + count >= share * total) {
      const [a = 0, b = 0] = [edges[i], edges[i + 1]];
      return a + ((share * total - below) / count) * (b - a);
    }
    below += count;
  }
  return edges.at(-1) ?? 0;
}

/** Range of x that the figure draws: that of the activation's bend, widened for the inputs up to a point. */
export function drawnRange(inputs: Histogram | null): [number, number] {
  const NATURAL = 4;
  const WIDEST = 8;
  if (inputs === null) return [-NATURAL, NATURAL];
  const low = Math.floor(Math.max(-WIDEST, Math.min(-NATURAL, quantile(inputs, 0.002))));
  const high = Math.ceil(Math.min(WIDEST, Math.max(NATURAL, quantile(inputs, 0.998))));
  return [low, high];
}

/** Share of the values that lie outside a range, by whole bins. */
export function shareOutside({ edges, counts }: Histogram, [low, high]: readonly [number, number]): number {
  const total = counts.reduce((a, b) => a + b, 0);
  const outside = counts.reduce((sum, count, i) => {
    const middle = ((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2;
    return middle < low || middle > high ? sum + count : sum;
  }, 0);
  return outside / total;
}
