/** What is said of a criterion: the outcome, and why, for machines to read. In words: explain-verdict.ts. */
import type { Claim } from '../spec/schema/study-criterion.ts';
import type { Interval } from './interval.ts';

export type Outcome = 'supported' | 'not-supported' | 'undecided';

/** Why a claim has its outcome. */
export type Reason =
  /** All comparisons meet it: pairs of the same seed, or every run of one arm with every run of the other. */
  | { code: 'every-seed-meets'; of: number }
  /** Some do not. `seeds` are theirs, those of the arm where the arms have different ones. */
  | { code: 'seeds-fail'; seeds: number[]; failed: number; of: number }
  /** None fails, but some cannot be told: both runs diverged, or a level was not reached within the limit. */
  | { code: 'seeds-unknown'; seeds: number[]; unknown: number; of: number }
  /** The interval lies on the side of the threshold that was claimed, or on the other one, as a whole. */
  | { code: 'interval-meets' }
  | { code: 'interval-fails' }
  /** It does neither. `need` seeds in each arm would probably decide, if the estimate is right; null for more than can be planned. */
  | { code: 'interval-contains-threshold'; have: number; need: number | null }
  | { code: 'too-few-seeds'; have: number; need: number }
  /** A mean cannot be taken, because runs of these arms have no finite value. */
  | { code: 'not-finite'; arms: string[] }
  /** No run of these arms has a finite value, which decides. */
  | { code: 'no-run-finite'; arms: string[] }
  /** All values are equal, so that the spread is unknown. */
  | { code: 'no-spread' }
  /** A ratio of values that may be negative, or to a mean of 0, means nothing. */
  | { code: 'ratio-undefined' };

/** A claim and what became of it. */
export interface ClaimVerdict {
  type: 'claim';
  claim: Claim;
  outcome: Outcome;
  reason: Reason;
  /** The median over seeds, the mean, the mean difference or the ratio of means, as the claim asks; null where it has none. */
  estimate: number | null;
  /**
   * Its interval; null for every seed. For the mean of a ratio it is that of arm - threshold * baseline, which tells on
   * which side the ratio is without dividing.
   */
  interval: Interval | null;
  /** Runs of each arm, and how many of them have no finite value. */
  arms: Record<string, { n: number; nonFinite: number }>;
}

/** A combination of claims. */
export interface CombinedVerdict {
  type: 'all' | 'any';
  outcome: Outcome;
  parts: Verdict[];
}

export type Verdict = ClaimVerdict | CombinedVerdict;
