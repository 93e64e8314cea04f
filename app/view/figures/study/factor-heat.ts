/** Two factors of a study against each other: the mean at each pair of levels, as a number on a colour. */
import type { StudyResult } from '../../../contract/study-results.ts';
import { texts } from '../../../../engine/words/words.ts';
import type { Figure } from '../../figure.ts';
import { heatOf } from './effects.ts';

const t = texts('view.figures.factor-heat', {
  title: ({ measure, rows, columns }: { measure: string; rows: string; columns: string }) =>
    `${measure}: ${rows} × ${columns}`,
  note: 'Means over seeds and all other factors; lighter is larger.',
  lost: ({ lost, of }: { lost: number; of: number }) => `${lost} of ${of} not finite`,
});

/** Rows are the levels of the first factor, the first on top; null where no run has a finite value. */
export function factorHeatFigure(
  plan: StudyResult['plan'],
  measure: StudyResult['measures'][number],
  first: number,
  second: number,
): Figure | null {
  const cells = heatOf(plan, measure, first, second);
  if (cells.every((row) => row.every(({ mean }) => mean === null))) return null;
  const [rows, columns] = [plan.factors[first]!, plan.factors[second]!];
  const title = t.title({ measure: measure.name, rows: rows.name, columns: columns.name });
  const labels = (factor: typeof rows): string[] => factor.levels.map(({ label }) => label);
  return {
    ...{ key: 'factor-heat', title, note: t.note, shape: 'rows' },
    panels: [
      {
        ...{ key: 'factor-heat', title, x: { title: columns.name, scale: 'category', categories: labels(columns) } },
        y: { title: '', scale: 'category', categories: labels(rows).toReversed() },
        marks: [
          {
            ...{ kind: 'cells', label: measure.name },
            rows: cells.toReversed().map((row) =>
              row.map(({ mean, n, finite }) => ({
                value: mean ?? NaN,
                note: finite < n ? t.lost({ lost: n - finite, of: n }) : '',
              })),
            ),
          },
        ],
      },
    ],
  };
}
