/** How high the bars of a histogram are where its bins differ in width. Pure. */
import type { Histogram } from '../../app/contract/datasets.ts';

/**
 * For each bin, how many values a bin as narrow as the narrowest would hold in its place: with equal bins the counts
 * themselves, in wide outer bins less, so that areas compare.
 */
export function barHeights({ edges, counts }: Pick<Histogram, 'edges' | 'counts'>): number[] {
  const widths = counts.map((_, i) => (edges[i + 1] ?? 0) - (edges[i] ?? 0));
  const narrowest = Math.min(...widths.filter((width) => width > 0));
  return counts.map((count, i) => (widths[i] ? (count * narrowest) / widths[i] : count));
}
