/** Learning curves: loss and accuracy on the training batches and the validation split, all runs over each other. */
import { isShare } from '../format.ts';
import { formatNumber, formatShare } from '../../../view/numbers.ts';
import { drawFigure } from '../svg/figure.ts';
import type { LegendEntry } from '../svg/figure.ts';
import { styleAt } from '../../../view/styles.ts';
import type { Mark } from '../svg/panel.ts';
import { extent, linearScale, scaleFor } from '../svg/scale.ts';
import type { Scale } from '../svg/scale.ts';
import { trailingMean } from '../svg/thin.ts';
import type { NumberColumn, ReportFigure, Subject } from './subject.ts';

/** Series with at most this many points are drawn as they are, without a mean over them. */
const FEW_POINTS = 100;

/** Steps over which a noisy curve is averaged: a fiftieth of its points. */
const meanWidth = (points: number): number => (points <= FEW_POINTS ? 1 : Math.ceil(points / 50));

/** The axis of steps, from 0 to the last step of any run. */
export function stepScale(subjects: readonly Subject[]): Scale {
  const last = Math.max(1, ...subjects.flatMap(({ run }) => run.series.map((series) => series.lastStep)));
  return linearScale({ low: 0, high: last }, 5, true);
}

/** The axis of a metric: shares of 1 as per cent, from the data's lower end to 100. */
export function metricScale(metric: string, lists: readonly Float64Array[]): Scale | null {
  if (!isShare(metric)) return scaleFor(lists);
  const range = extent(lists);
  return range === null ? null : linearScale({ low: range.low, high: Math.max(range.high, range.low + 1) });
}

/** How far above all other runs an axis still follows a run that diverged. */
const ROOM = 2;

/** The axis of a metric for several runs; those that diverged do not stretch it beyond recognition of the others. */
function scaleOfRuns(
  metric: string,
  runs: readonly { diverged: boolean; lists: Float64Array[] }[],
): { scale: Scale | null; cut: boolean } {
  const calm = extent(runs.flatMap(({ diverged, lists }) => (diverged ? [] : lists)));
  if (calm === null)
    return {
      scale: metricScale(
        metric,
        runs.flatMap(({ lists }) => lists),
      ),
      cut: false,
    };
  const highest = calm.high + ROOM * Math.max(calm.high - calm.low, Math.abs(calm.high) * 0.1);
  const shown = runs.flatMap(({ lists }) => lists.map((list) => list.filter((value) => !(value > highest))));
  return {
    scale: metricScale(metric, shown),
    cut: runs.some(({ lists }) => lists.some((list) => list.some((value) => value > highest && value < Infinity))),
  };
}

/** Values in the unit of their axis: per cent for accuracies. */
export const inAxisUnit = (metric: string, values: Float64Array): Float64Array =>
  isShare(metric) ? values.map((value) => 100 * value) : values;

/** A legend entry for each run; a diverged one says where. */
export const runLegend = (subjects: readonly Subject[]): LegendEntry[] =>
  subjects.map(({ run, label, style }) => ({
    label: run.status === 'diverged' ? `${label}, diverged at step ${run.step}` : label,
    style,
    look: 'main',
  }));

/** The validation series of a run: in inference mode, or with batch statistics where only those were recorded. */
const validationMetric = ({ series }: Subject, kind: 'loss' | 'accuracy'): string =>
  [`validation.${kind}`, `validation.${kind}.batch`].find((name) => series(name).steps.length > 0) ??
  `validation.${kind}`;

/** The figure for `loss` or `accuracy`, training left and validation right on one scale; null where none was recorded. */
export function curvesFigure(
  subjects: readonly Subject[],
  kind: 'loss' | 'accuracy',
  target: { metric: string; target: number },
): ReportFigure | null {
  const columns: NumberColumn[] = [];
  const draw = (metric: (subject: Subject) => string): Mark[] =>
    subjects.flatMap((subject) => curveMarks(subject, metric(subject), columns));
  const training = draw(() => `train.${kind}`);
  const validation = draw((subject) => validationMetric(subject, kind));
  if (columns.length === 0) return null;
  const metric = `validation.${kind}`;
  const { scale, cut } = scaleOfRuns(
    metric,
    subjects.map((subject) => ({
      diverged: subject.run.status === 'diverged',
      lists: [`train.${kind}`, validationMetric(subject, kind)].map((name) =>
        inAxisUnit(metric, subject.series(name).values),
      ),
    })),
  );
  const title = kind === 'accuracy' ? 'Accuracy' : 'Loss';
  const averaged = training.some((mark) => mark.kind === 'line' && mark.look === 'raw');
  const rule: Mark[] = target.metric === metric ? [{ kind: 'rule', ...targetRule(metric, target.target) }] : [];
  const x = { scale: stepScale(subjects), title: 'Step' };
  const drawn = drawFigure({
    ...{ id: `figure-${kind}`, title, columns: 2, plotHeight: 210 },
    description: `${title} over steps, on the training batches and on the validation split: ${endings(subjects, kind)}.`,
    legend: [
      ...runLegend(subjects),
      ...(averaged ? [{ label: 'each batch', style: styleAt(7), look: 'raw', neutral: true } as const] : []),
    ],
    panels: [
      {
        title: 'Training batches',
        x,
        y: { scale, title: kind === 'accuracy' ? `${title} (%)` : title },
        marks: training,
      },
      { title: 'Validation split', x, y: { scale }, marks: [...rule, ...validation] },
    ],
  });
  const batchOnly = subjects.some((subject) => validationMetric(subject, kind).endsWith('.batch'));
  const caption =
    `${title} while training. Left: on each training batch, before its update` +
    (averaged ? '; the pale line is every batch, the strong one the mean of the last 2 % of the recorded steps' : '') +
    `. Right: on the validation split, in inference mode${batchOnly ? ' or, where only they were recorded, with batch statistics' : ''}.` +
    (subjects.some((subject) => subject.run.status === 'diverged')
      ? ' A cross marks the last finite value of a run that diverged.'
      : '') +
    (cut ? ' Its values beyond the axis are cut off at the edge.' : '');
  return { svg: drawn.svg, drawn: drawn.drawn, total: drawn.total, caption, table: { rows: 'step', columns } };
}

function targetRule(metric: string, target: number): { y: number; label: string } {
  return isShare(metric)
    ? { y: 100 * target, label: `target ${formatShare(target)}` }
    : { y: target, label: `target ${formatNumber(target)}` };
}

function curveMarks({ run, label, style, series }: Subject, metric: string, columns: NumberColumn[]): Mark[] {
  const points = series(metric);
  if (points.steps.length === 0) return [];
  columns.push({
    title: `${label}: ${metric.startsWith('train') ? 'training' : 'validation'}`,
    points,
    format: isShare(metric) ? formatShare : formatNumber,
  });
  const y = inAxisUnit(metric, points.values);
  const width = meanWidth(y.length);
  const cross = run.status === 'diverged';
  const line = { kind: 'line', x: points.steps, style } as const;
  if (width === 1) return [{ ...line, y, look: 'main', cross }];
  return [
    { ...line, y, look: 'raw' },
    { ...line, y: trailingMean(y, width), look: 'main', cross, derived: true },
  ];
}

/** What each run came to, in words. */
function endings(subjects: readonly Subject[], kind: 'loss' | 'accuracy'): string {
  const format = kind === 'accuracy' ? formatShare : formatNumber;
  return subjects
    .map((subject) => {
      const last = subject.series(validationMetric(subject, kind)).values.at(-1);
      return `${subject.label} ends at ${last === undefined ? 'no value' : format(last)}`;
    })
    .join('; ');
}
