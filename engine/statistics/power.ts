/** How many seeds a finding needs. Two-sided tests throughout. */
import { fairCoins } from './signed-ranks.ts';
import { noncentralTTail, tCritical } from './student-t.ts';

/** Whether the arms were run with the same seeds. */
export type Pairing = 'paired' | 'independent';

/** Tests whose p cannot fall below a limit that the number of seeds sets. */
export type RankTest = 'sign' | 'signed-rank' | 'rank-sum';

/** What numbers of seeds are planned with, unless something else is asked for. */
export const PLANNED = { level: 0.95, power: 0.8 } as const;

/** More seeds than this are not planned. */
export const MOST_SEEDS = 10_000;

/**
 * The chance that a t test finds an effect of `effect` standard deviations with `n` seeds in each arm: of the paired
 * differences (d_z), or of the values in either arm (Cohen's d). From the noncentral t distribution.
 */
export function powerOfT(effect: number, n: number, pairing: Pairing, level: number = PLANNED.level): number {
  const df = pairing === 'paired' ? n - 1 : 2 * n - 2;
  if (df < 1) return 0;
  const delta = Math.abs(effect) * Math.sqrt(pairing === 'paired' ? n : n / 2);
  if (delta === Infinity) return 1;
  const critical = tCritical((1 - level) / 2, df);
  return noncentralTTail(critical, df, delta) + noncentralTTail(critical, df, -delta);
}

/** Seeds in each arm with which a t test finds this effect as often as `power`; null for more than MOST_SEEDS. */
export function seedsForEffect(
  effect: number,
  pairing: Pairing,
  { level, power }: { level: number; power: number } = PLANNED,
): number | null {
  const enough = (n: number): boolean => powerOfT(effect, n, pairing, level) >= power;
  let high = 2;
  while (!enough(high)) {
    if (high >= MOST_SEEDS) return null;
    high = Math.min(2 * high, MOST_SEEDS);
  }
  let low = 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The smallest two-sided p that a rank test can give, with `n` pairs or `n` seeds in each arm. */
export function smallestP(test: RankTest, n: number): number {
  switch (test) {
    case 'sign':
    case 'signed-rank':
      return Math.min(1, 2 * fairCoins(0, n));
    case 'rank-sum': {
      let choices = 1;
      for (let i = 1; i <= n; i++) choices *= (n + i) / i;
      return Math.min(1, 2 / choices);
    }
    default:
      return test satisfies never;
  }
}

/** Pairs, or seeds in each arm, below which a rank test can never give a p of `alpha` or less. */
export function seedsForRankTest(test: RankTest, alpha: number): number {
  let n = 1;
  while (smallestP(test, n) > alpha) n++;
  return n;
}
