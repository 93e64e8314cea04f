/** Tests of paired differences by their signs and ranks. Infinite differences take part: a diverged run is the worst. */
import type { Interval } from './interval.ts';
import { normalTail } from './normal.ts';
import { midranks, sorted } from './order.ts';

/** The signs of paired differences, and whether they may be chance. */
export interface SignTest {
  positive: number;
  negative: number;
  /** Pairs without a difference; they take no part in the test. */
  zero: number;
  /** Two-sided, exact. */
  p: number;
}

/** Wilcoxon's signed-rank test. */
export interface SignedRankTest {
  /** Sum of the ranks of positive differences. */
  statistic: number;
  /** Differences other than 0; those of 0 are left out, as Wilcoxon did. */
  n: number;
  /** Two-sided. */
  p: number;
  /** Whether p was counted out, given the ties, rather than approximated. */
  exact: boolean;
}

/** The largest number of differences whose ranks are counted out. */
const EXACT_UP_TO = 200;

/** a - b, also where both are the same infinity. */
export const differenceOf = (a: number, b: number): number => (a === b ? 0 : a - b);

/** P(at most k of n) for fair coins. */
export function fairCoins(k: number, n: number): number {
  let term = 0.5 ** n;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += term;
    term *= (n - i) / (i + 1);
  }
  return Math.min(1, sum);
}

export function signTest(differences: readonly number[]): SignTest {
  const positive = differences.filter((d) => d > 0).length;
  const negative = differences.filter((d) => d < 0).length;
  const p = Math.min(1, 2 * fairCoins(Math.min(positive, negative), positive + negative));
  return { positive, negative, zero: differences.length - positive - negative, p };
}

/**
 * Tests that differences lie evenly about 0 (Wilcoxon 1945). Exact for up to 200 differences, ties included: every choice
 * of signs is equally likely, and the sums are counted by dynamic programming.
 */
export function signedRankTest(differences: readonly number[]): SignedRankTest {
  const nonzero = differences.filter((d) => d !== 0);
  const n = nonzero.length;
  const ranks = midranks(nonzero.map(Math.abs));
  const statistic = ranks.reduce((sum, rank, i) => sum + (nonzero[i]! > 0 ? rank : 0), 0);
  if (n <= EXACT_UP_TO) return { statistic, n, p: exactP(ranks, statistic), exact: true };
  const squares = ranks.reduce((sum, rank) => sum + rank ** 2, 0);
  const z = Math.abs(statistic - (n * (n + 1)) / 4) / Math.sqrt(squares / 4);
  return { statistic, n, p: 2 * normalTail(z), exact: false };
}

function exactP(ranks: readonly number[], statistic: number): number {
  // Midranks are halves, so their doubles count in whole steps.
  const total = ranks.length * (ranks.length + 1);
  const chance = new Float64Array(total + 1);
  chance[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    const step = 2 * rank;
    for (let s = reached; s >= 0; s--) {
      const half = chance[s]! / 2;
      chance[s] = half;
      chance[s + step]! += half;
    }
    reached += step;
  }
  const at = 2 * statistic;
  const sum = (from: number, to: number): number => chance.subarray(from, to + 1).reduce((a, b) => a + b, 0);
  return Math.min(1, 2 * Math.min(sum(0, at), sum(at, total)));
}

/**
 * Distribution-free interval of the median between two order statistics, at least at `level`; null when there are too few
 * values for it (6 are needed for 95 %).
 */
export function medianInterval(values: readonly number[], level: number): Interval | null {
  const n = values.length;
  let k = 0;
  while (k < n && fairCoins(k, n) <= (1 - level) / 2) k++;
  if (k === 0) return null;
  const ascending = sorted(values);
  return { low: ascending[k - 1]!, high: ascending[n - k]! };
}
