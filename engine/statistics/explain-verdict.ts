/** A verdict in words, for the command line, reports and the page alike. What it is made of: verdict.ts. */
import type { Claim } from '../spec/schema/study-criterion.ts';
import type { Interval } from './interval.ts';
import { MOST_SEEDS } from './power.ts';
import type { ClaimVerdict, CombinedVerdict, Outcome, Verdict } from './verdict.ts';

const OUTCOMES: Record<Outcome, string> = {
  supported: 'Supported',
  'not-supported': 'Not supported',
  undecided: 'Undecided',
};

/** The outcome with its reason; of a combination, each part on a line of its own, indented. */
export const explainVerdict = (verdict: Verdict): string => explain(verdict, '');

function explain(verdict: Verdict, indent: string): string {
  if (verdict.type !== 'claim')
    return [indent + headOf(verdict), ...verdict.parts.map((part) => explain(part, `${indent}  `))].join('\n');
  const { outcome, claim } = verdict;
  return `${indent}${OUTCOMES[outcome]}: ${describeClaim(claim)}. ${sentences(verdict).join(' ')}`;
}

function headOf({ type, outcome, parts }: CombinedVerdict): string {
  const supported = parts.filter((part) => part.outcome === 'supported').length;
  const wanted = type === 'all' ? 'All must hold' : 'One must hold';
  return `${OUTCOMES[outcome]}: ${wanted}; ${supported} of ${parts.length} ${supported === 1 ? 'is' : 'are'} supported.`;
}

/** What is claimed, e.g. "batch / none at most 0.3333 for every seed". */
export function describeClaim(claim: Claim): string {
  const held = { 'every-seed': 'for every seed', mean: 'on average', median: 'in the median' }[claim.statistic];
  switch (claim.type) {
    case 'value':
      return `${claim.arm} ${sideOf(claim)} ${held}`;
    case 'difference':
      return `${claim.arm} - ${claim.baseline} ${sideOf(claim)} ${held}`;
    case 'ratio':
      return `${claim.arm} / ${claim.baseline} ${sideOf(claim)} ${held}`;
    case 'equivalence':
      return `${claim.arm} within ${show(claim.margin)} of ${claim.baseline} ${held}`;
    default:
      return claim satisfies never;
  }
}

const sideOf = ({ relation, threshold }: { relation: 'at-least' | 'at-most'; threshold: number }): string =>
  `${relation === 'at-least' ? 'at least' : 'at most'} ${show(threshold)}`;

function sentences(verdict: ClaimVerdict): string[] {
  const { claim, estimate, arms } = verdict;
  const found =
    estimate === null
      ? []
      : [`Found ${claim.statistic === 'mean' ? 'on average' : 'in the median'}: ${show(estimate)}.`];
  const lost = Object.entries(verdict.reason.code === 'no-run-finite' ? {} : arms)
    .filter(([, { nonFinite }]) => nonFinite > 0)
    .map(([name, { n, nonFinite }]) => `${nonFinite} of ${n} runs of ${name} have no finite value.`);
  return [...found, reasonOf(verdict, claim.confidence), ...lost];
}

function reasonOf({ reason, interval, claim, outcome }: ClaimVerdict, confidence: number): string {
  switch (reason.code) {
    case 'every-seed-meets':
      return `All ${reason.of} comparisons meet it.`;
    case 'seeds-fail':
      return `${reason.failed} of ${reason.of} comparisons fail it: ${seedList(reason.seeds)}.`;
    case 'seeds-unknown':
      return `${reason.unknown} of ${reason.of} comparisons cannot be told: ${seedList(reason.seeds)}.`;
    case 'interval-meets':
    case 'interval-fails':
      return `${intervalText(interval, claim, confidence, outcome)} lies wholly ${placeOf(claim, outcome)}.`;
    case 'interval-contains-threshold':
      return `${intervalText(interval, claim, confidence, outcome)} does not decide with ${reason.have} seeds; ${
        reason.need === null ? `no number up to ${MOST_SEEDS}` : `about ${reason.need}`
      } would.`;
    case 'too-few-seeds':
      return `No verdict with ${plural(reason.have, 'seed')}: at least ${reason.need} are needed.`;
    case 'not-finite':
      return `No mean can be taken of ${reason.arms.join(' and ')}; hold the median or every seed against the claim.`;
    case 'no-run-finite':
      return `No run of ${reason.arms.join(' and ')} has a finite value, which decides.`;
    case 'no-spread':
      return 'All seeds gave the same, so the spread is unknown; hold every seed against the claim.';
    case 'ratio-undefined':
      return 'A ratio needs values that are not negative, and a baseline above 0; use a difference.';
    default:
      return reason satisfies never;
  }
}

function intervalText(interval: Interval | null, claim: Claim, confidence: number, outcome: Outcome): string {
  // Equivalence is supported by two one-sided tests, whose interval is narrower.
  const level = claim.type === 'equivalence' && outcome === 'supported' ? 2 * confidence - 1 : confidence;
  const of =
    claim.type === 'ratio' && isContrast(claim)
      ? ` of ${claim.arm} - ${show(claim.threshold)} * ${claim.baseline}`
      : '';
  const limits = interval === null ? '' : `, ${show(interval.low)} to ${show(interval.high)},`;
  return `The ${show(100 * level)} % interval${of}${limits}`;
}

/** Where an interval that decides lies. */
function placeOf(claim: Claim, outcome: Outcome): string {
  const met = outcome === 'supported';
  if (claim.type === 'equivalence') return met ? 'within the margin' : 'outside the margin';
  const threshold = isContrast(claim) ? 0 : claim.threshold;
  return `on the ${met ? 'claimed' : 'other'} side of ${show(threshold)}`;
}

/** The mean of a ratio is judged by arm - threshold * baseline (verdict.ts). */
const isContrast = (claim: Claim): boolean => claim.type === 'ratio' && claim.statistic === 'mean';

/** Four digits tell enough; a level that is never reached reads "never". */
const show = (value: number): string => (value === Infinity ? 'never' : String(Number(value.toPrecision(4))));
const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function seedList(seeds: number[]): string {
  const shown = seeds.slice(0, 5).join(', ');
  return `seed${seeds.length === 1 ? '' : 's'} ${shown}${seeds.length > 5 ? ` and ${seeds.length - 5} more` : ''}`;
}
