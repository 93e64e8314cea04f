/** Comparing two independent samples by ranks. Infinite values take part: a diverged run is the worst. */
import type { Interval } from './interval.ts';
import { normalQuantile, normalTail } from './normal.ts';
import { midranks, sorted } from './order.ts';

/** Mann and Whitney's test, the rank-sum test of Wilcoxon. */
export interface RankSumTest {
  /** Pairs in which x is larger than y; ties count one half. */
  u: number;
  /** Two-sided. */
  p: number;
  /** Whether p was counted out, given the ties, rather than approximated. */
  exact: boolean;
}

/** Additions that an exact distribution may take, about 50 ms; 40 against 40 values stay below. */
const EXACT_WORK = 25_000_000;

const isCountable = (n: number, m: number): boolean => n * (n + m) ** 3 <= EXACT_WORK;

type Values = readonly number[] | Float64Array;

/** Pairs in which x is larger than y, ties counting one half (U of Mann and Whitney). */
export function countLarger(x: Values, y: Values): number {
  let u = 0;
  const [n, m] = [x.length, y.length];
  // Counted anew for every resample of a bootstrap, where iterators make it several times slower.
  for (let i = 0; i < n; i++) {
    const a = x[i]!;
    for (let j = 0; j < m; j++) u += a > y[j]! ? 1 : a === y[j] ? 0.5 : 0;
  }
  return u;
}

/**
 * Tests that x and y come from one distribution (Mann and Whitney 1947). Exact where that is affordable, ties included;
 * otherwise the normal approximation with corrections for ties and continuity. Null when a sample is empty.
 */
export function rankSumTest(x: readonly number[], y: readonly number[]): RankSumTest | null {
  const [n, m] = [x.length, y.length];
  if (n === 0 || m === 0) return null;
  const u = countLarger(x, y);
  const ranks = midranks([...x, ...y]);
  if (isCountable(n, m)) {
    const chance = rankSums(ranks, n);
    const at = 2 * u + n * (n + 1);
    const sum = (from: number, to: number): number => chance.subarray(from, to).reduce((a, b) => a + b, 0);
    return { u, p: Math.min(1, 2 * Math.min(sum(0, at + 1), sum(at, chance.length))), exact: true };
  }
  const centre = (n + m + 1) / 2;
  const spread = ranks.reduce((sum, rank) => sum + (rank - centre) ** 2, 0);
  const deviation = Math.sqrt((n * m * spread) / ((n + m) * (n + m - 1)));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / deviation;
  return { u, p: deviation === 0 ? 1 : Math.min(1, 2 * normalTail(z)), exact: false };
}

/** The chance of each doubled sum of `n` of these ranks, every choice equally likely. */
function rankSums(ranks: readonly number[], n: number): Float64Array {
  const total = ranks.length * (ranks.length + 1);
  const ways = Array.from({ length: n + 1 }, () => new Float64Array(total + 1));
  ways[0]![0] = 1;
  ranks.forEach((rank, i) => {
    const step = 2 * rank;
    for (let k = Math.min(n, i + 1); k > 0; k--)
      for (let s = total; s >= step; s--) ways[k]![s]! += ways[k - 1]![s - step]!;
  });
  const all = ways[n]!.reduce((a, b) => a + b, 0);
  return ways[n]!.map((count) => count / all);
}

/**
 * Distribution-free interval of a typical x against a typical y, from what `relate` makes of every pair: of x - y, the
 * shift between the samples (Hodges and Lehmann 1963); of x / y, the ratio. At least at `level`, about so for large samples; null when there are too
 * few values for it (4 against 4 are needed for 95 %).
 */
export function pairwiseInterval(related: readonly number[], n: number, m: number, level: number): Interval | null {
  const k = pairsOutside(n, m, (1 - level) / 2);
  if (k === 0) return null;
  const ascending = sorted(related);
  return { low: ascending[k - 1]!, high: ascending[n * m - k]! };
}

/** The largest k for which U is below k with probability `tail` at most; from the normal approximation for large samples. */
function pairsOutside(n: number, m: number, tail: number): number {
  if (!isCountable(n, m))
    return Math.max(0, Math.floor((n * m) / 2 + normalQuantile(tail) * Math.sqrt((n * m * (n + m + 1)) / 12)));
  const ranks = Array.from({ length: n + m }, (_, i) => i + 1);
  const chance = rankSums(ranks, n);
  let below = 0;
  for (let k = 0; k <= n * m; k++) {
    // Without ties only every second doubled sum occurs.
    below += chance[2 * k + n * (n + 1)]!;
    if (below > tail) return k;
  }
  return n * m;
}
