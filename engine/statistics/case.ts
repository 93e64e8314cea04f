/** One claim with what there is to judge it by, and the form of a finding. */
import type { Claim } from '../spec/schema/study-criterion.ts';
import { median } from './order.ts';
import type { SeedValue } from './outcomes.ts';
import type { Pairing } from './power.ts';
import type { Range } from './ranges.ts';
import type { ClaimVerdict } from './verdict.ts';

/** A claim with what there is to judge it by. */
export interface Case {
  claim: Claim;
  /** Its arm and, where it compares, its baseline. Diverged runs are there with what they are: NaN or an infinity. */
  arm: readonly SeedValue[];
  baseline: readonly SeedValue[] | null;
  pairing: Pairing;
  /** What is known of the claim's subject: for each run or pair, or for every run of the arm with each of the baseline. */
  subjects: readonly { seed: number; range: Range }[];
  /** What is known of each run. */
  ranges: { arm: readonly Range[]; baseline: readonly Range[] };
}

/** What the three ways of judging find. */
export type Judgement = Pick<ClaimVerdict, 'outcome' | 'reason' | 'estimate' | 'interval'>;

/** No verdict, and why. */
export const undecided = (reason: ClaimVerdict['reason'], estimate: number | null = null): Judgement => ({
  outcome: 'undecided',
  reason,
  estimate,
  interval: null,
});

/** The median of what is known; null where it depends on what is not. */
export function middleOf(subjects: Case['subjects']): number | null {
  const low = median(subjects.map(({ range }) => range.low));
  return low === median(subjects.map(({ range }) => range.high)) ? low : null;
}
