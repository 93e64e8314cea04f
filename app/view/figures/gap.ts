/**
 * The train/eval gap of batch normalization: the same weights evaluated with the statistics of the evaluated batch, and
 * with the running statistics that a deployed network uses. Where the two part, the running statistics are off.
 */
import { MEASURES, scoreName } from '../../../engine/metrics.ts';
import { texts } from '../../../engine/words/words.ts';
import type { Figure, Mark, Panel } from '../figure.ts';
import { measureTitle } from '../metrics.ts';
import { difference, type Points } from '../points.ts';
import { styleAt } from '../styles.ts';
import { curve, measureAxis, runLabel, runLegend, stepAxis, type Measure, type RunSubject } from './subject.ts';

const t = texts('view.figures.gap', {
  title: 'Train/eval gap',
  note:
    'The same weights on the same validation samples, normalized once with the statistics of the evaluated batch and once ' +
    'with the running statistics that a deployed network would use. Away from 0, the running statistics do not describe ' +
    'what the layers see.',
  points: '1 pp is one percentage point.',
  difference: 'Batch minus running',
  axis: 'Difference',
  axisPoints: 'Difference (pp)',
  running: 'running statistics',
  batch: 'batch statistics',
  of: ({ run, statistics }: { run: string; statistics: string }) => `${run}, ${statistics}`,
});

/** The figure for the runs that were evaluated both ways; null where there is none. `measure`: what all of them have. */
export function gapFigure(all: readonly RunSubject[], measure: Measure): Figure | null {
  const found = all.flatMap((subject) => {
    const [running, batch] = (['running', 'batch'] as const).map((statistics) =>
      subject.series(scoreName({ split: 'validation', measure, statistics })),
    ) as [Points, Points];
    return running.steps.length === 0 || batch.steps.length === 0
      ? []
      : [{ subject, running, batch, gap: difference(batch, running) }];
  });
  if (found.length === 0) return null;
  const alone = all.length === 1;
  const points = MEASURES[measure].unit === 'share';
  const gaps: Panel = {
    ...{ key: 'gap', title: t.difference, x: stepAxis() },
    y: { title: points ? t.axisPoints : t.axis, scale: 'linear', include: [0], ...(points ? { unit: 'points' } : {}) },
    marks: [
      { kind: 'rule', axis: 'y', at: 0, label: '', tone: 'plain' },
      ...found.map(({ subject, gap }) =>
        curve(
          alone
            ? { label: t.difference, style: styleAt(2), divergedAt: null }
            : { ...subject, label: runLabel(subject), divergedAt: null },
          gap,
        ),
      ),
    ],
  };
  const both: Panel = {
    ...{ key: 'both', title: measureTitle(measure), x: stepAxis() },
    y: measureAxis(
      measure,
      found.map(({ subject }) => subject),
    ),
    marks: found.flatMap(({ subject, running, batch }): Mark[] => {
      const run = runLabel(subject);
      return [
        curve({ ...subject, label: t.of({ run, statistics: t.running }) }, running),
        curve({ ...subject, label: t.of({ run, statistics: t.batch }) }, batch, 'hollow'),
      ];
    }),
  };
  return {
    ...{ key: 'gap', title: t.title, note: points ? `${t.note} ${t.points}` : t.note, shape: 'curves' },
    panels: alone ? [gaps] : [both, gaps],
    ...(alone
      ? {}
      : {
          legend: [
            ...runLegend(found.map(({ subject }) => subject)),
            { label: t.running, style: null, look: 'plain' },
            { label: t.batch, style: null, look: 'hollow' },
          ],
        }),
  };
}
