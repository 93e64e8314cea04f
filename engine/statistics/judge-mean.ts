/** By the mean, with Student's interval: of values, of paired differences, or Welch's of independent arms. */
import type { Claim } from '../spec/schema/study-criterion.ts';
import type { Case, Finding } from './judge.ts';
import { undecided } from './judge.ts';
import type { Interval } from './interval.ts';
import { pooledDeviation } from './effect-size.ts';
import { mean, standardDeviation } from './moments.ts';
import { pairBySeed, valuesOf } from './outcomes.ts';
import { seedsForEffect } from './power.ts';
import { holds, type Range, relate } from './ranges.ts';
import { oneSampleT, type TTest, welchT } from './t-tests.ts';

export function judgeMean(given: Case): Finding {
  const { claim, arm, baseline } = given;
  const notFinite = notFiniteArms(given);
  if (notFinite.some.length > 0) return undecided({ code: 'some-runs-not-finite', arms: notFinite.some });
  if (notFinite.all.length > 0) return judgeWithoutFinite(given, notFinite.all);
  const means = [mean(valuesOf(arm)), baseline === null ? 0 : mean(valuesOf(baseline))] as const;
  if (claim.type === 'ratio' && means[1] === 0) return undecided({ code: 'ratio-undefined' });
  const estimate = claim.type === 'ratio' ? means[0] / means[1] : means[0] - means[1];
  const wide = testOf(given, claim.confidence);
  if (wide === null) return undecided({ code: 'no-spread' }, estimate);
  return decide(
    given,
    estimate,
    wide.interval,
    (level) => testOf(given, level)?.interval ?? null,
    seedsToDecide(given),
  );
}

/** Arms of which some runs, and of which all runs, have no finite value. */
function notFiniteArms({ claim, arm, baseline }: Case): { some: string[]; all: string[] } {
  const sides: [string, Case['arm']][] = [[claim.arm, arm]];
  if (claim.type !== 'value') sides.push([claim.baseline, baseline!]);
  const finite = ([, outcomes]: (typeof sides)[number]): number =>
    outcomes.filter(({ value }) => Number.isFinite(value)).length;
  const named = (some: typeof sides): string[] => some.map(([name]) => name);
  return {
    some: named(sides.filter((side) => finite(side) > 0 && finite(side) < side[1].length)),
    all: named(sides.filter((side) => finite(side) === 0)),
  };
}

/** Where no run of an arm is finite its mean is the worst, or beyond the limit, which may decide. */
function judgeWithoutFinite(given: Case, arms: string[]): Finding {
  const hull = (ranges: readonly Range[]): Range => ({
    low: mean(ranges.map(({ low }) => low)),
    high: mean(ranges.map(({ high }) => high)),
  });
  const baseline = given.baseline === null ? null : hull(given.ranges.baseline);
  const range = relate(given.claim, hull(given.ranges.arm), baseline);
  const held = holds(given.claim, range);
  if (held === null) return undecided({ code: 'some-runs-not-finite', arms });
  const estimate = range.low === range.high ? range.low : null;
  return {
    outcome: held ? 'supported' : 'not-supported',
    reason: { code: 'no-run-finite', arms },
    estimate,
    interval: null,
  };
}

/** The t test of the claim's subject: of arm - threshold * baseline for a ratio, which is 0 where the ratio is met. */
function testOf({ claim, arm, baseline }: Case, level: number): TTest | null {
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
): Finding {
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
  return seedsForEffect(effect, given.pairing, { level: claim.confidence, power: 0.8 });
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
