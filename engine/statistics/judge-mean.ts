/** By the mean, with Student's interval: of values, of paired differences, or Welch's of independent arms. */
import { type Case, type Judgement, undecided } from './case.ts';
import { decide, seedsToDecide, testOf } from './decide.ts';
import { mean } from './moments.ts';
import { type SeedValue, valuesOf } from './outcomes.ts';
import { holds, type Range, relate } from './ranges.ts';
import { tInterval } from './t-interval.ts';

export function judgeMean(given: Case): Judgement {
  const { claim, arm, baseline } = given;
  const notFinite = notFiniteArms(given);
  if (notFinite.some.length > 0) return undecided({ code: 'not-finite', arms: notFinite.some });
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

/**
 * Where no run of an arm is finite its mean is the worst, or beyond its limit, which may decide against the interval of the
 * other arm.
 */
function judgeWithoutFinite({ claim, arm, baseline, ranges }: Case, arms: string[]): Judgement {
  const rangeOfMean = (outcomes: readonly SeedValue[], known: readonly Range[]): Range | null => {
    const values = valuesOf(outcomes);
    if (values.every(Number.isFinite)) return tInterval(values, claim.confidence);
    return { low: mean(known.map(({ low }) => low)), high: mean(known.map(({ high }) => high)) };
  };
  const own = rangeOfMean(arm, ranges.arm);
  const other = baseline && rangeOfMean(baseline, ranges.baseline);
  if (own === null || (baseline !== null && other === null)) return undecided({ code: 'no-spread' });
  const held = holds(claim, relate(claim, own, other));
  if (held === null) return undecided({ code: 'not-finite', arms });
  const outcome = held ? 'supported' : 'not-supported';
  return { outcome, reason: { code: 'no-run-finite', arms }, estimate: null, interval: null };
}
