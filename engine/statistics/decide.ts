/** Holding an interval against a claim, and how many seeds it would take where that does not decide. */
import type { Claim } from '../spec/schema/study-criterion.ts';
import type { Case, Judgement } from './case.ts';
import { pooledDeviation } from './effect-size.ts';
import type { Interval } from './interval.ts';
import { standardDeviation } from './moments.ts';
import { pairBySeed, valuesOf } from './outcomes.ts';
import { PLANNED, seedsForEffect } from './power.ts';
import { holds } from './ranges.ts';
import { oneSampleT, type TTest, welchT } from './t-tests.ts';

/** The t test of the claim's subject: of arm - threshold * baseline for a ratio, which is 0 where the ratio is met. */
export function testOf({ claim, arm, baseline }: Case, level: number): TTest | null {
  if (baseline === null) return oneSampleT(valuesOf(arm), level);
  const factor = claim.type === 'ratio' ? claim.threshold : 1;
  const pairs = pairBySeed(arm, baseline);
  if (pairs === null) return welchT(valuesOf(arm), valuesOf(baseline), level, factor);
  return oneSampleT(
    pairs.map(([a, b]) => a - factor * b),
    level,
  );
}

/**
 * Holds an interval against the claim. Equivalence may use the narrower interval whose ends are each exceeded with the
 * error of the claim: two one-sided tests (Schuirmann 1987).
 */
export function decide(
  { claim, arm, baseline }: Case,
  estimate: number | null,
  wide: Interval,
  interval: (level: number) => Interval | null,
  need: number | null,
): Judgement {
  const narrow = claim.type === 'equivalence' ? interval(2 * claim.confidence - 1) : wide;
  // The mean of a ratio is judged by a contrast, whose threshold is 0.
  const contrast = claim.type === 'ratio' && claim.statistic === 'mean';
  const asked = contrast ? { ...claim, threshold: 0 } : claim;
  if (narrow !== null && holds(asked, narrow) === true)
    return { outcome: 'supported', reason: { code: 'interval-meets' }, estimate, interval: narrow };
  if (holds(asked, wide) === false)
    return { outcome: 'not-supported', reason: { code: 'interval-fails' }, estimate, interval: wide };
  const have = baseline === null ? arm.length : Math.min(arm.length, baseline.length);
  const more = need === null ? null : Math.max(have + 1, need);
  const reason = { code: 'interval-contains-threshold', have, need: more } as const;
  return { outcome: 'undecided', reason, estimate, interval: wide };
}

/**
 * Seeds in each arm with which the t test would probably decide, if estimate and spread are what they seem; null where
 * that is more than can be planned, or a value is not finite.
 */
export function seedsToDecide(given: Case): number | null {
  const { claim, arm, baseline } = given;
  const test = testOf(given, claim.confidence);
  if (test === null || !Number.isFinite(test.estimate)) return null;
  const paired = given.pairing === 'paired';
  const pairs = baseline === null ? null : pairBySeed(arm, baseline);
  const factor = claim.type === 'ratio' ? claim.threshold : 1;
  const scaled = baseline === null ? [] : valuesOf(baseline).map((value) => factor * value);
  const deviation = !paired
    ? pooledDeviation(valuesOf(arm), scaled)
    : standardDeviation(pairs === null ? valuesOf(arm) : pairs.map(([a, b]) => a - factor * b));
  const effect = distance(claim, test.estimate) / deviation;
  return seedsForEffect(effect, given.pairing, { level: claim.confidence, power: PLANNED.power });
}

/** How far the estimate is from what it is held against. */
function distance(claim: Claim, estimate: number): number {
  switch (claim.type) {
    case 'equivalence':
      return Math.abs(claim.margin - Math.abs(estimate));
    case 'ratio':
      return Math.abs(estimate);
    case 'value':
    case 'difference':
      return Math.abs(estimate - claim.threshold);
    default:
      return claim satisfies never;
  }
}
