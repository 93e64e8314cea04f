/** "For every seed": each run or pair meets the claim for itself. */
import { type Case, type Judgement, middleOf } from './case.ts';
import { holds } from './ranges.ts';

export function judgeEverySeed({ claim, subjects }: Case): Judgement {
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
