/** A verdict in words, for the command line, reports and the page alike. What it is made of: verdict.ts. */
import { formatNumber, formatPercent } from '../words/numbers.ts';
import { texts } from '../words/words.ts';
import type { Claim } from '../spec/schema/study-criterion.ts';
import type { Interval } from './interval.ts';
import { MOST_SEEDS } from './power.ts';
import type { ClaimVerdict, CombinedVerdict, Outcome, Verdict } from './verdict.ts';

/** Four digits tell enough; a level that is never reached reads "never". */
const show = (value: number): string => (value === Infinity ? WORDS.never : formatNumber(value));
const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

interface Seeds {
  seeds: readonly number[];
  of: number;
}
const seedList = ({ seeds }: Seeds): string => {
  const shown = seeds.slice(0, 5).join(', ');
  return `seed${seeds.length === 1 ? '' : 's'} ${shown}${seeds.length > 5 ? ` and ${seeds.length - 5} more` : ''}`;
};

/** Parts of a sentence are values that were worded before it. */
const WORDS = texts('verdict', {
  supported: 'Supported',
  'not-supported': 'Not supported',
  undecided: 'Undecided',
  never: 'never',
  claim: ({ outcome, claim, sentences }: { outcome: string; claim: string; sentences: readonly string[] }) =>
    `${outcome}: ${claim}. ${sentences.join(' ')}`,
  all: ({ outcome, met, parts }: { outcome: string; met: number; parts: number }) =>
    `${outcome}: All must hold; ${met} of ${parts} ${met === 1 ? 'is' : 'are'} supported.`,
  any: ({ outcome, met, parts }: { outcome: string; met: number; parts: number }) =>
    `${outcome}: One must hold; ${met} of ${parts} ${met === 1 ? 'is' : 'are'} supported.`,
  'every-seed': 'for every seed',
  mean: 'on average',
  median: 'in the median',
  'at-least': ({ threshold }: { threshold: number }) => `at least ${show(threshold)}`,
  'at-most': ({ threshold }: { threshold: number }) => `at most ${show(threshold)}`,
  value: ({ arm, side, held }: { arm: string; side: string; held: string }) => `${arm} ${side} ${held}`,
  difference: ({ arm, baseline, side, held }: { arm: string; baseline: string; side: string; held: string }) =>
    `${arm} − ${baseline} ${side} ${held}`,
  ratio: ({ arm, baseline, side, held }: { arm: string; baseline: string; side: string; held: string }) =>
    `${arm} / ${baseline} ${side} ${held}`,
  equivalence: ({ arm, baseline, margin, held }: { arm: string; baseline: string; margin: number; held: string }) =>
    `${arm} within ${show(margin)} of ${baseline} ${held}`,
  'found-mean': ({ estimate }: { estimate: number }) => `Found on average: ${show(estimate)}.`,
  'found-median': ({ estimate }: { estimate: number }) => `Found in the median: ${show(estimate)}.`,
  'not-finite-runs': ({ arm, nonFinite, n }: { arm: string; nonFinite: number; n: number }) =>
    `${nonFinite} of ${n} runs of ${arm} have no finite value.`,
  'every-seed-meets': ({ of }: { of: number }) => `All ${of} comparisons meet it.`,
  'seeds-fail': (found: Seeds & { failed: number }) =>
    `${found.failed} of ${found.of} comparisons fail it: ${seedList(found)}.`,
  'seeds-unknown': (found: Seeds & { unknown: number }) =>
    `${found.unknown} of ${found.of} comparisons cannot be told: ${seedList(found)}.`,
  interval: ({ level, contrast, limits }: { level: number; contrast: string; limits: Interval | null }) =>
    `The ${formatPercent(level)} interval${contrast === '' ? '' : ` of ${contrast}`}` +
    (limits === null ? '' : `, ${show(limits.low)} to ${show(limits.high)},`),
  'interval-decides': ({ interval, place }: { interval: string; place: string }) => `${interval} lies wholly ${place}.`,
  'interval-contains-threshold': ({ interval, have, need }: { interval: string; have: number; need: number | null }) =>
    `${interval} does not decide with ${have} seeds; ` +
    `${need === null ? `no number up to ${MOST_SEEDS}` : `about ${need}`} would.`,
  'within-margin': 'within the margin',
  'outside-margin': 'outside the margin',
  'claimed-side': ({ threshold }: { threshold: number }) => `on the claimed side of ${show(threshold)}`,
  'other-side': ({ threshold }: { threshold: number }) => `on the other side of ${show(threshold)}`,
  'too-few-seeds': ({ have, need }: { have: number; need: number }) =>
    `No verdict with ${plural(have, 'seed')}: at least ${need} are needed.`,
  'not-finite': ({ arms }: { arms: readonly string[] }) =>
    `No mean can be taken of ${arms.join(' and ')}; hold the median or every seed against the claim.`,
  'no-run-finite': ({ arms }: { arms: readonly string[] }) =>
    `No run of ${arms.join(' and ')} has a finite value, which decides.`,
  'no-spread': 'All seeds gave the same, so the spread is unknown; hold every seed against the claim.',
  'ratio-undefined': 'A ratio needs values that are not negative, and a baseline above 0; use a difference.',
});

/** The outcome with its reason; of a combination, each part on a line of its own, indented. */
export const explainVerdict = (verdict: Verdict): string => explain(verdict, '');

function explain(verdict: Verdict, indent: string): string {
  if (verdict.type !== 'claim')
    return [indent + headOf(verdict), ...verdict.parts.map((part) => explain(part, `${indent}  `))].join('\n');
  const { outcome, claim } = verdict;
  return (
    indent + WORDS.claim({ outcome: WORDS[outcome], claim: describeClaim(claim), sentences: sentencesOf(verdict) })
  );
}

function headOf({ type, outcome, parts }: CombinedVerdict): string {
  const met = parts.filter((part) => part.outcome === 'supported').length;
  return WORDS[type]({ outcome: WORDS[outcome], met, parts: parts.length });
}

/** What is claimed, e.g. "batch / none at most 0.3333 for every seed". */
export function describeClaim(claim: Claim): string {
  const held = WORDS[claim.statistic];
  switch (claim.type) {
    case 'value':
      return WORDS.value({ arm: claim.arm, side: WORDS[claim.relation](claim), held });
    case 'difference':
    case 'ratio':
      return WORDS[claim.type]({
        ...{ arm: claim.arm, baseline: claim.baseline, held },
        side: WORDS[claim.relation](claim),
      });
    case 'equivalence':
      return WORDS.equivalence({ arm: claim.arm, baseline: claim.baseline, margin: claim.margin, held });
    default:
      return claim satisfies never;
  }
}

function sentencesOf(verdict: ClaimVerdict): string[] {
  const { claim, estimate, arms } = verdict;
  const found = WORDS[claim.statistic === 'mean' ? 'found-mean' : 'found-median'];
  const lost = Object.entries(verdict.reason.code === 'no-run-finite' ? {} : arms)
    .filter(([, { nonFinite }]) => nonFinite > 0)
    .map(([arm, { n, nonFinite }]) => WORDS['not-finite-runs']({ arm, nonFinite, n }));
  return [...(estimate === null ? [] : [found({ estimate })]), reasonOf(verdict), ...lost];
}

function reasonOf(verdict: ClaimVerdict): string {
  const { reason, claim, outcome } = verdict;
  switch (reason.code) {
    case 'every-seed-meets':
      return WORDS['every-seed-meets'](reason);
    case 'seeds-fail':
      return WORDS['seeds-fail'](reason);
    case 'seeds-unknown':
      return WORDS['seeds-unknown'](reason);
    case 'interval-meets':
    case 'interval-fails':
      return WORDS['interval-decides']({ interval: intervalText(verdict), place: placeOf(claim, outcome) });
    case 'interval-contains-threshold':
      return WORDS['interval-contains-threshold']({ ...reason, interval: intervalText(verdict) });
    case 'too-few-seeds':
      return WORDS['too-few-seeds'](reason);
    case 'not-finite':
      return WORDS['not-finite'](reason);
    case 'no-run-finite':
      return WORDS['no-run-finite'](reason);
    case 'no-spread':
    case 'ratio-undefined':
      return WORDS[reason.code];
    default:
      return reason satisfies never;
  }
}

function intervalText({ interval, claim, outcome }: ClaimVerdict): string {
  // Equivalence is supported by two one-sided tests, whose interval is narrower.
  const level = claim.type === 'equivalence' && outcome === 'supported' ? 2 * claim.confidence - 1 : claim.confidence;
  const contrast =
    claim.type === 'ratio' && isContrast(claim) ? `${claim.arm} − ${show(claim.threshold)} × ${claim.baseline}` : '';
  return WORDS.interval({ level, contrast, limits: interval });
}

/** Where an interval that decides lies. */
function placeOf(claim: Claim, outcome: Outcome): string {
  const met = outcome === 'supported';
  if (claim.type === 'equivalence') return WORDS[met ? 'within-margin' : 'outside-margin'];
  return WORDS[met ? 'claimed-side' : 'other-side']({ threshold: isContrast(claim) ? 0 : claim.threshold });
}

/** The mean of a ratio is judged by arm - threshold * baseline (verdict.ts). */
const isContrast = (claim: Claim): boolean => claim.type === 'ratio' && claim.statistic === 'mean';
