/**
 * From the values of the arms and a criterion to a verdict. A study without enough seeds gets none, and learns how many it
 * needs; a diverged run counts as the worst, and is never left out.
 */
import type { Claim, StudyCriterion } from '../spec/schema/study-criterion.ts';
import { type Case, type Judgement, undecided } from './case.ts';
import { judgeEverySeed } from './judge-every-seed.ts';
import { judgeMean } from './judge-mean.ts';
import { judgeMedian } from './judge-median.ts';
import { type Direction, finiteOf, pairBySeed, refuseRepeatedSeeds, type SeedValue, valuesOf } from './outcomes.ts';
import { isRatioScale, type Range, rangeOf, relate } from './ranges.ts';
import type { ClaimVerdict, Outcome, Verdict } from './verdict.ts';

/** One arm of a study. */
export interface Arm {
  /** One for each seed. */
  outcomes: readonly SeedValue[];
  /** Where Infinity means that a level was not reached in so many steps; otherwise a value that is not finite is the worst. */
  limit?: number | undefined;
  /** Where its metric is another one than that of the others: which way that gets better. */
  better?: Direction | undefined;
}

/** The arms by name, and which way their metric gets better. */
export interface Arms {
  better: Direction;
  arms: Readonly<Record<string, Arm>>;
}

/**
 * Judges a criterion. An arm that it names and that is not there has no seeds. Throws a RangeError where an arm has a seed
 * twice.
 */
export function judge(criterion: StudyCriterion, arms: Arms): Verdict {
  switch (criterion.type) {
    case 'all':
      return combined(
        'all',
        criterion.of.map((part) => judge(part, arms)),
      );
    case 'any':
      return combined(
        'any',
        criterion.of.map((part) => judge(raised(part, criterion.of.length), arms)),
      );
    case 'value':
    case 'difference':
    case 'ratio':
    case 'equivalence':
      return judgeClaim(criterion, arms);
    default:
      return criterion satisfies never;
  }
}

/** Several chances to hold make a false finding likelier, so each gets its share of the error (Bonferroni). */
function raised(criterion: StudyCriterion, chances: number): StudyCriterion {
  if ('of' in criterion) return { ...criterion, of: criterion.of.map((part) => raised(part, chances)) };
  return { ...criterion, confidence: 1 - (1 - criterion.confidence) / chances };
}

function combined(type: 'all' | 'any', parts: Verdict[]): Verdict {
  // One part decides: a failed one all of them, a supported one any of them.
  const [decisive, otherwise]: Outcome[] =
    type === 'all' ? ['not-supported', 'supported'] : ['supported', 'not-supported'];
  if (parts.some(({ outcome }) => outcome === decisive)) return { type, outcome: decisive!, parts };
  const settled = parts.every(({ outcome }) => outcome === otherwise);
  return { type, outcome: settled ? otherwise! : 'undecided', parts };
}

function judgeClaim(claim: Claim, { better, arms }: Arms): ClaimVerdict {
  const names = claim.type === 'value' ? [claim.arm] : [claim.arm, claim.baseline];
  const [arm, baseline = null] = names.map((name) => arms[name]?.outcomes ?? []);
  const counts = names.map((name) => {
    refuseRepeatedSeeds(`arm ${name}`, arms[name]?.outcomes ?? []);
    const values = valuesOf(arms[name]?.outcomes ?? []);
    return [name, { n: values.length, nonFinite: values.length - finiteOf(values).length }] as const;
  });
  const about = { type: 'claim', claim, arms: Object.fromEntries(counts) } as const;
  const have = Math.min(...counts.map(([, { n }]) => n));
  // One value has no spread, whatever the study asks for.
  const need = Math.max(claim.minimumSeeds, claim.statistic === 'mean' ? 2 : 1);
  if (have < need) return { ...about, ...undecided({ code: 'too-few-seeds', have, need }) };
  const known = (name: string) => (value: number) => rangeOf(value, arms[name]?.better ?? better, arms[name]?.limit);
  const ranges = {
    arm: valuesOf(arm!).map(known(claim.arm)),
    baseline: claim.type === 'value' ? [] : valuesOf(baseline!).map(known(claim.baseline)),
  };
  if (claim.type === 'ratio' && ![...ranges.arm, ...ranges.baseline].every(isRatioScale))
    return { ...about, ...undecided({ code: 'ratio-undefined' }) };
  return { ...about, ...found({ claim, arm: arm!, baseline, ranges, ...subjectsOf(claim, arm!, baseline, ranges) }) };
}

function subjectsOf(
  claim: Claim,
  arm: readonly SeedValue[],
  baseline: readonly SeedValue[] | null,
  ranges: Case['ranges'],
): Pick<Case, 'pairing' | 'subjects'> {
  const at = (i: number, other: Range | null) => ({
    seed: arm[i]!.seed,
    range: relate(claim, ranges.arm[i]!, other),
  });
  if (baseline === null) return { pairing: 'paired', subjects: arm.map((_, i) => at(i, null)) };
  if (pairBySeed(arm, baseline) === null)
    return { pairing: 'independent', subjects: arm.flatMap((_, i) => ranges.baseline.map((range) => at(i, range))) };
  const bySeed = new Map(baseline.map(({ seed }, i) => [seed, ranges.baseline[i]!]));
  return { pairing: 'paired', subjects: arm.map(({ seed }, i) => at(i, bySeed.get(seed)!)) };
}

function found(given: Case): Judgement {
  switch (given.claim.statistic) {
    case 'every-seed':
      return judgeEverySeed(given);
    case 'mean':
      return judgeMean(given);
    case 'median':
      return judgeMedian(given);
    default:
      return given.claim.statistic satisfies never;
  }
}
