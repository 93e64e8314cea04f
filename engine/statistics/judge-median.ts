/**
 * By the median, with an interval that assumes no distribution and so takes diverged runs and levels never reached as they
 * are: order statistics of single values and pairs, and of all pairwise differences or ratios of independent arms.
 */
import { type Case, type Judgement, middleOf, undecided } from './case.ts';
import { decide, seedsToDecide } from './decide.ts';
import type { Interval } from './interval.ts';
import { seedsForRankTest } from './power.ts';
import { pairwiseInterval } from './rank-sums.ts';
import { medianInterval } from './signed-ranks.ts';

/** Seeds that a rank method needs for each that a t test needs, for normal values (asymptotic relative efficiency). */
const COST = { paired: Math.PI / 2, independent: Math.PI / 3 };

export function judgeMedian(given: Case): Judgement {
  const { claim, subjects, pairing } = given;
  const lows = subjects.map(({ range }) => range.low);
  const highs = subjects.map(({ range }) => range.high);
  const [n, m] = [given.arm.length, given.baseline?.length ?? 0];
  const interval = (level: number): Interval | null => {
    const of = (values: number[]) =>
      pairing === 'paired' ? medianInterval(values, level) : pairwiseInterval(values, n, m, level);
    const [low, high] = [of(lows), of(highs)];
    return low && high && { low: low.low, high: high.high };
  };
  const wide = interval(claim.confidence);
  const estimate = middleOf(subjects);
  if (wide === null) {
    const need = seedsForRankTest(pairing === 'paired' ? 'sign' : 'rank-sum', 1 - claim.confidence);
    return undecided({ code: 'too-few-seeds', have: pairing === 'paired' ? n : Math.min(n, m), need }, estimate);
  }
  const need = seedsToDecide(given);
  return decide(given, estimate, wide, interval, need === null ? null : Math.ceil(need * COST[pairing]));
}
