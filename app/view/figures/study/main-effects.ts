/** What each factor of a study did: for every level the mean over all other levels and seeds, with its 95 % interval. */
import type { StudyResult } from '../../../contract/study-results.ts';
import { texts } from '../../../../engine/words/words.ts';
import type { Figure, Mark, Panel } from '../../figure.ts';
import { styleAt } from '../../styles.ts';
import { mainEffect } from './effects.ts';

const t = texts('view.figures.main-effects', {
  title: ({ measure }: { measure: string }) => `Main effects on ${measure}`,
  note:
    'The mean at each level over all levels of the other factors and all seeds, with its 95 % interval. Runs without a ' +
    'finite value are counted behind the name of their level; no mean contains them.',
  mean: 'Mean',
  lost: ({ level, lost, of }: { level: string; lost: number; of: number }) => `${level} (${lost} of ${of} lost)`,
});

/** A panel a factor, all with one axis; null where no run has a finite value. */
export function mainEffectsFigure(plan: StudyResult['plan'], measure: StudyResult['measures'][number]): Figure | null {
  const style = styleAt(0);
  const panels = plan.factors.flatMap(({ name, levels }, f): Panel[] => {
    if (levels.length < 2) return [];
    const effects = mainEffect(plan, measure, f);
    const there = effects.flatMap(({ mean }, at) => (mean === null ? [] : [{ at, mean }]));
    if (there.length === 0) return [];
    const [x, y] = [there.map(({ at }) => at), there.map(({ mean }) => mean)];
    const marks: Mark[] = [
      { kind: 'line', label: t.mean, style, look: 'plain', x, y, derived: true },
      {
        ...{ kind: 'intervals', label: t.mean, style, along: 'x' },
        intervals: effects.map(({ mean, low, high }, at) => ({ at, mean, low, high })),
      },
    ];
    const categories = effects.map(({ label, n, finite }) =>
      finite < n ? t.lost({ level: label, lost: n - finite, of: n }) : label,
    );
    return [
      {
        ...{ key: name, title: name, marks, x: { title: name, scale: 'category', categories } },
        y: { title: measure.name, scale: 'linear' },
      },
    ];
  });
  if (panels.length === 0) return null;
  return {
    ...{ key: 'main-effects', title: t.title({ measure: measure.name }), note: t.note },
    ...{ shape: 'small', shared: true, panels, legend: [] },
  };
}
