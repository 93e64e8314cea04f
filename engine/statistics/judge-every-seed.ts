/** "For every seed": each run or pair meets the claim for itself. */
import type { Case, Finding } from './judge.ts';
import { median } from './order.ts';
import { holds } from './ranges.ts';

export function judgeEverySeed({ claim, subjects }: Case): Finding {
  const answers = subjects.map(({ seed, range }) => ({ seed, held: holds(claim, range) }));
  const failed = answers.filter(({ held }) => held === false);
  const unknown = answers.filter(({ held }) => held === null);
  const of = answers.length;
  const shared = { estimate: middleOf(subjects), interval: null };
  const seedsOf = (some: typeof answers): number[] => [...new Set(some.map(({ seed }) => seed))];
  if (failed.length > 0)
    return {
      outcome: 'not-supported',
      reason: { code: 'seeds-fail', seeds: seedsOf(failed), failed: failed.length, of },
      ...shared,
    };
  if (unknown.length > 0)
    return {
      outcome: 'undecided',
      reason: { code: 'seeds-unknown', seeds: seedsOf(unknown), unknown: unknown.length, of },
      ...shared,
    };
  return { outcome: 'supported', reason: { code: 'every-seed-meets', of }, ...shared };
}

/** The median of what is known; null where it depends on what is not. */
export function middleOf(subjects: Case['subjects']): number | null {
  const low = median(subjects.map(({ range }) => range.low));
  return low === median(subjects.map(({ range }) => range.high)) ? low : null;
}
