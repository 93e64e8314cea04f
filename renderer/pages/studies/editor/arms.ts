/** The names that the arms of a study will have, for choosing a baseline before anything is stored. Pure. */
import type { FactorSpec } from '../../../../engine/spec/schema/study.ts';
import { labelOf } from './factors.ts';

/** Between the labels of an arm's levels, as the engine joins them. */
const SEPARATOR = ' · ';

/**
 * Every combination of the levels of those factors that make arms, in order; the title alone where there are none. Empty
 * where a factor draws its levels, which only the program does, or where there are more than can be listed.
 */
export function armNames(
  factors: readonly FactorSpec[],
  isReduced: (index: number) => boolean,
  title: string,
): string[] {
  const making = factors.filter((_, i) => !isReduced(i));
  if (making.some(({ type }) => type === 'random')) return [];
  const labels = making.map((factor) => {
    if (factor.type === 'values') return factor.values.map(labelOf);
    return factor.type === 'levels' ? factor.levels.map(({ label }) => label.trim()) : [];
  });
  if (labels.reduce((count, { length }) => count * length, 1) > 500) return [];
  const all = labels.reduce<string[][]>(
    (lists, own) => lists.flatMap((list) => own.map((label) => [...list, label])),
    [[]],
  );
  return [...new Set(all.map((list) => list.join(SEPARATOR) || title.trim()))].filter((arm) => arm !== '');
}
