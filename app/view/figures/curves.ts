/**
 * Learning curves: loss and accuracy on the training batches and on the validation split. Of one run all curves stand in
 * one panel; of several, training and validation have a panel each, with a line a run.
 */
import { scoreName } from '../../../engine/metrics.ts';
import { texts } from '../../../engine/words/words.ts';
import type { Figure, LegendEntry, Mark, Panel, RuleMark } from '../figure.ts';
import { formatMetric, measureTitle } from '../metrics.ts';
import { formatCount } from '../numbers.ts';
import type { Points } from '../points.ts';
import { smooth } from '../smooth.ts';
import { styleAt } from '../styles.ts';
import { curve, measureAxis, runLabel, runLegend, stepAxis, type Measure, type RunSubject } from './subject.ts';

const t = texts('view.figures.curves', {
  training: 'Training',
  validation: 'Validation',
  running: 'Validation, running',
  batch: 'Validation, batch',
  trainingBatches: 'Training batches',
  validationSplit: 'Validation split',
  batchStatistics: 'Validation split, batch statistics',
  eachBatch: 'each batch',
  target: ({ value }: { value: string }) => `target ${value}`,
  raw: 'Training values are shown as recorded.',
  smoothed: ({ steps }: { steps: string }) =>
    `Training is smoothed by an exponential average over ${steps} steps, freed of the bias of its start; the pale line behind it is every batch.`,
  batchOnly: 'Where only batch statistics were evaluated, validation is shown with these.',
  cross: 'A cross marks the last finite value of a run that diverged; beyond the axis it is cut off at the edge.',
});

/** Which of the curves of several runs a panel shows: validation with running, or with batch statistics. */
export type CurveKind = 'train' | 'validation' | 'batch';

/** How curves are drawn. */
export interface CurveOptions {
  /** Time constant of the smoothing of training, in steps. */
  tau: number;
  /** A value to reach, as a share or a loss. */
  target?: number | undefined;
  /** Whether validation is shown with both kinds of statistics; only the running ones otherwise. */
  both?: boolean;
}

/** The name of the series of a kind of curve. */
export const seriesName = (kind: CurveKind, measure: Measure): string =>
  kind === 'train'
    ? scoreName({ split: 'train', measure, statistics: null })
    : scoreName({ split: 'validation', measure, statistics: kind === 'batch' ? 'batch' : 'running' });

/** Training as recorded and smoothed, validation with running and with batch statistics, of one run. */
function ownPanel(subject: RunSubject, measure: Measure, { tau, both = true }: CurveOptions): Panel {
  const [training, validation, batch] = (['train', 'validation', 'batch'] as const).map((kind) =>
    subject.series(seriesName(kind, measure)),
  ) as [Points, Points, Points];
  const { divergedAt } = subject;
  const shown = both && batch.steps.length > 0;
  const train = { label: t.training, style: { ...styleAt(7), dash: [] }, divergedAt };
  const marks: Mark[] = [
    ...noisy(train, training, tau, 'plain'),
    ...(shown ? [curve({ label: t.batch, style: styleAt(1), divergedAt }, batch, 'hollow')] : []),
    ...(validation.steps.length > 0
      ? [curve({ label: shown ? t.running : t.validation, style: styleAt(0), divergedAt }, validation)]
      : []),
  ];
  return { key: 'own', title: measureTitle(measure), x: stepAxis(), y: measureAxis(measure, [subject]), marks };
}

/** A noisy curve and its mean over it. */
function noisy(
  look: Parameters<typeof curve>[0],
  points: Points,
  tau: number,
  main: 'main' | 'plain' = 'main',
): Mark[] {
  if (points.steps.length === 0) return [];
  if (tau <= 0) return [curve(look, points, main)];
  return [curve(look, points, 'raw'), { ...curve(look, smooth(points, tau), main), derived: true }];
}

const TITLES = { train: 'trainingBatches', validation: 'validationSplit', batch: 'batchStatistics' } as const;

/** One kind of curve of several runs. */
export function curvePanel(subjects: readonly RunSubject[], measure: Measure, kind: CurveKind, tau: number): Panel {
  return {
    ...{ key: kind, title: t[TITLES[kind]], x: stepAxis(), y: measureAxis(measure, subjects) },
    marks: subjects.flatMap((subject) => {
      const look = { ...subject, label: runLabel(subject) };
      const own = subject.series(seriesName(kind, measure));
      if (kind === 'train') return noisy(look, own, tau);
      const points = own.steps.length > 0 ? own : subject.series(seriesName('batch', measure));
      return points.steps.length === 0 ? [] : [curve(look, points)];
    }),
  };
}

/** The figure for one measure; null where none of the runs recorded it. */
export function curvesFigure(subjects: readonly RunSubject[], measure: Measure, options: CurveOptions): Figure | null {
  const { tau, target } = options;
  const alone = subjects.length === 1;
  const panels = alone
    ? [ownPanel(subjects[0]!, measure, options)]
    : (['train', 'validation'] as const).map((kind) => curvePanel(subjects, measure, kind, tau));
  if (panels.every(({ marks }) => marks.length === 0)) return null;
  const raw = panels.some(({ marks }) => marks.some((mark) => mark.kind === 'line' && mark.look === 'raw'));
  const legend: LegendEntry[] = [
    ...runLegend(subjects),
    ...(raw ? [{ label: t.eachBatch, style: null, look: 'raw' } as const] : []),
  ];
  const batchOnly = subjects.some(
    ({ series }) =>
      series(seriesName('validation', measure)).steps.length === 0 &&
      series(seriesName('batch', measure)).steps.length > 0,
  );
  const notes = [
    raw ? t.smoothed({ steps: formatCount(tau) }) : t.raw,
    ...(batchOnly && !alone ? [t.batchOnly] : []),
    ...(subjects.some(({ divergedAt }) => divergedAt !== null) ? [t.cross] : []),
  ];
  return {
    ...{ key: measure, title: measureTitle(measure), note: notes.join(' '), shape: 'curves', shared: true },
    panels: panels.map((panel) =>
      target === undefined || panel.key === 'train'
        ? panel
        : { ...panel, marks: [targetRule(measure, target), ...panel.marks] },
    ),
    ...(alone ? {} : { legend }),
  };
}

const targetRule = (measure: Measure, at: number): RuleMark => ({
  ...{ kind: 'rule', axis: 'y', at, tone: 'plain' },
  label: t.target({ value: formatMetric(seriesName('validation', measure), at) }),
});
