/** What a histogram of inputs says about the picture: the range to draw, and how much lies outside it. Pure. */
import type { Histogram } from '../../../app/contract/datasets.ts';

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
