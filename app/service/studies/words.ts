/** Comparisons of arms in words, for the command line, reports and the page alike. Verdicts: engine/statistics/explain-verdict.ts. */
import type { Badge } from '../../../engine/statistics/badge.ts';
import { formatNumber, formatP, formatPercent } from '../../view/numbers.ts';
import type { StudyComparison } from '../../contract/study-results.ts';

/** Whether an arm may be called better, and why not. */
export function describeBadge(badge: Badge): string {
  if (badge.allowed)
    switch (badge.caution) {
      case null:
        return 'Better; both were tuned over the same grid.';
      case 'neither-tuned':
        return 'Better at these settings; neither was tuned.';
      case 'tuned-unequally':
        return 'Better, but they were tuned over different grids.';
      default:
        return badge.caution satisfies never;
    }
  switch (badge.reason) {
    case 'only-arm-tuned':
      return 'Not called better: only this arm was tuned.';
    case 'only-baseline-tuned':
      return 'Not called better: only the baseline was tuned.';
    case 'more-diverged':
      return 'Not called better: a larger share of its runs has no finite value.';
    case 'no-spread':
      return 'Not called better: all seeds differ by the same, so the spread is unknown.';
    case 'not-better':
      return 'Not better.';
    case 'too-few-seeds':
      return `Not called better: ${seeds(badge.have)}, and at least ${badge.need} are needed.`;
    case 'not-significant':
      return `Not called better: the difference may be chance with ${seeds(badge.have)}${
        badge.need === null ? '' : `; about ${badge.need} would tell`
      }.`;
    default:
      return badge satisfies never;
  }
}

/** The difference with its interval and p, then what may be said of it. */
export function describeComparison(comparison: Omit<StudyComparison, 'text'>, unit: string): string {
  const { baseline, difference, interval, adjustedP, compared, pairing, badge } = comparison;
  if (difference === null) return `No finite values of both this arm and ${baseline}. ${describeBadge(badge)}`;
  const amount = `${formatNumber(Math.abs(difference))}${unit === '' ? '' : ` ${unit}`}`;
  const size =
    difference === 0
      ? `The same mean as ${baseline}`
      : `${amount} ${difference > 0 ? 'higher' : 'lower'} than ${baseline}`;
  const facts = [
    ...(interval === null
      ? []
      : [`${formatPercent(0.95)} interval ${formatNumber(interval.low)} to ${formatNumber(interval.high)}`]),
    ...(adjustedP === null ? [] : [`p ${formatP(adjustedP)}, corrected`]),
    pairing === 'paired' ? `${compared} pairs of one seed` : `${seeds(compared)} in the smaller arm`,
  ];
  return `${size} (${facts.join('; ')}). ${describeBadge(badge)}`;
}

const seeds = (count: number): string => `${count} seed${count === 1 ? '' : 's'}`;
