/**
 * What is known of a value. A finite one is known. A diverged run is the worst there is. A level that was not reached
 * within a limit is somewhere beyond the limit. Comparisons of such values hold, do not hold, or cannot be told.
 */
import type { Claim } from '../spec/schema/study-criterion.ts';
import type { Interval } from './interval.ts';
import { type Direction, worstOf } from './outcomes.ts';

/** Both ends are possible; they are equal where the value is known. May be infinite, but not NaN. */
export type Range = Interval;

/** Anything is possible. */
const UNKNOWN: Range = { low: -Infinity, high: Infinity };

/**
 * What is known of one run's value. `limit`: where Infinity means that a level was not reached in so many steps.
 */
export function rangeOf(value: number, better: Direction, limit: number | undefined): Range {
  if (Number.isFinite(value)) return { low: value, high: value };
  if (value === Infinity && limit !== undefined) return { low: limit, high: Infinity };
  return { low: worstOf(better), high: worstOf(better) };
}

/** Whether a ratio can be taken of values like this one: a diverged run counts as 0 where higher is better. */
export const isRatioScale = (range: Range): boolean => range.low >= 0 || range.high === -Infinity;

/** What is known of a claim's subject for one run of its arm and, where it compares, one of its baseline. */
export function relate(claim: Claim, arm: Range, baseline: Range | null): Range {
  if (baseline === null) return arm;
  if (claim.type === 'ratio') return ratioOf(atLeastZero(arm), atLeastZero(baseline));
  // Two infinities of one sign leave their difference unknown.
  const low = arm.low - baseline.high;
  const high = arm.high - baseline.low;
  return Number.isNaN(low) || Number.isNaN(high) ? UNKNOWN : { low, high };
}

const atLeastZero = ({ low, high }: Range): Range => ({ low: Math.max(0, low), high: Math.max(0, high) });

function ratioOf(arm: Range, baseline: Range): Range {
  const low = arm.low / baseline.high;
  const high = arm.high / baseline.low;
  // 0 / 0 and infinity / infinity may be any ratio.
  return { low: Number.isNaN(low) ? 0 : low, high: Number.isNaN(high) ? Infinity : high };
}

/** Whether what is claimed holds for every value in the range (true), for none (false), or for some (null). */
export function holds(claim: Claim, { low, high }: Range): boolean | null {
  if (claim.type === 'equivalence') {
    if (low > -claim.margin && high < claim.margin) return true;
    return low >= claim.margin || high <= -claim.margin ? false : null;
  }
  if (claim.relation === 'at-most') return high <= claim.threshold ? true : low > claim.threshold ? false : null;
  return low >= claim.threshold ? true : high < claim.threshold ? false : null;
}
