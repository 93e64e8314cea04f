/** One measure of a study by arm: a dot a seed, the mean with its 95 % interval. */
import { texts } from '../../../../engine/words/words.ts';
import type { Figure, Mark } from '../../figure.ts';
import { formatCount } from '../../numbers.ts';
import { styleAt } from '../../styles.ts';

const t = texts('view.figures.arms', {
  note: 'A small dot is a seed, the marker their mean, the line the 95 % interval of the mean, by Student’s t.',
  withUnit: ({ name, unit }: { name: string; unit: string }) => `${name} (${unit})`,
  lost: ({ arm, count }: { arm: string; count: string }) => `${arm} (${count} without value)`,
  seed: 'seed',
  mean: 'mean',
  of: ({ arm, what }: { arm: string; what: string }) => `${arm}, ${what}`,
});

/** A measure of all arms, as far as the figure shows it. */
export interface ArmsMeasure {
  name: string;
  unit: string;
  arms: readonly {
    arm: string;
    outcomes: readonly { value: number }[];
    summary: {
      mean: number | null;
      nonFinite: number;
      meanInterval: { t: { low: number; high: number } | null };
    };
  }[];
}

/** The figure of one measure; null where no arm has a finite number. */
export function armsFigure({ name, unit, arms }: ArmsMeasure): Figure | null {
  const last = arms.length - 1;
  const marks = arms.flatMap(({ arm, outcomes, summary }, i): Mark[] => {
    // The first arm stands on top.
    const at = last - i;
    const style = styleAt(i);
    const finite = outcomes.map(({ value }) => value).filter(Number.isFinite);
    if (finite.length === 0) return [];
    const { low = null, high = null } = summary.meanInterval.t ?? {};
    return [
      {
        ...{ kind: 'dots', label: t.of({ arm, what: t.seed }), style: { ...style, marker: 'ring' }, x: finite },
        ...{ y: finite.map(() => at), small: true },
      },
      {
        ...{ kind: 'intervals', label: t.of({ arm, what: t.mean }), style, along: 'y' },
        intervals: [{ at, mean: summary.mean, low, high }],
      },
    ];
  });
  if (marks.length === 0) return null;
  const categories = arms.map(({ arm, summary: { nonFinite } }) =>
    nonFinite === 0 ? arm : t.lost({ arm, count: formatCount(nonFinite) }),
  );
  const title = unit === '' || name.includes(unit) ? name : t.withUnit({ name, unit });
  return {
    ...{ key: 'arms', title: name, note: t.note, shape: 'rows', legend: [] },
    panels: [
      {
        ...{ key: 'arms', title: name, marks, x: { title, scale: 'auto' } },
        y: { title: '', scale: 'category', categories: categories.toReversed() },
      },
    ],
  };
}
