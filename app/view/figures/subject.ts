/** The runs that figures are about, as those see them. */
import { MEASURES, metricOf, type ScoreMeasure } from '../../../engine/metrics.ts';
import type { RunSpec } from '../../../engine/spec/schema.ts';
import { texts } from '../../../engine/words/words.ts';
import type { Axis } from '../axes.ts';
import type { LegendEntry, LineMark } from '../figure.ts';
import { measureTitle, metricTitle } from '../metrics.ts';
import { formatCount } from '../numbers.ts';
import type { Points } from '../points.ts';
import type { RunStyle } from '../styles.ts';

/** What is measured while training. */
export type Measure = ScoreMeasure;

/** One run with its series. */
export interface RunSubject {
  /** Unique among the runs of a figure. */
  label: string;
  /** How the run is drawn where there are several. */
  style: RunStyle;
  loss: RunSpec['loss']['type'];
  /** The step at which it diverged; null where it did not. */
  divergedAt: number | null;
  /** All stored points; empty for a series that was not recorded. */
  series(name: string): Points;
}

const t = texts('view.figures.run', {
  step: 'Training step',
  'cross-entropy': 'Cross-entropy (nats)',
  'binary-cross-entropy': 'Binary cross-entropy (nats)',
  'mean-squared-error': 'Mean squared error (target units²)',
  huber: 'Huber loss',
  diverged: ({ run, step }: { run: string; step: string }) => `${run}, diverged at step ${step}`,
});

/** The axis of steps. */
export const stepAxis = (): Axis => ({ title: t.step, scale: 'linear', include: [0], exact: true, whole: true });

/** The axis of a measure of several runs; names the kind of loss where all have the same. */
export function measureAxis(measure: Measure, subjects: readonly Pick<RunSubject, 'loss'>[]): Axis {
  if (MEASURES[measure].unit === 'share') return { title: measureTitle(measure), scale: 'linear', unit: 'percent' };
  const [first, ...others] = new Set(subjects.map(({ loss }) => loss));
  return { title: first === undefined || others.length > 0 ? measureTitle(measure) : t[first], scale: 'auto' };
}

/** The axis of any recorded series. */
export const curveAxis = (series: string): Axis =>
  metricOf(series).unit === 'share'
    ? { title: metricTitle(series), scale: 'linear', unit: 'percent' }
    : { title: metricTitle(series), scale: 'auto' };

/** The name of a run in a legend; a diverged one says where. */
export const runLabel = ({ label, divergedAt }: Pick<RunSubject, 'label' | 'divergedAt'>): string =>
  divergedAt === null ? label : t.diverged({ run: label, step: formatCount(divergedAt) });

/** Runs as entries of a legend. */
export const runLegend = (subjects: readonly RunSubject[]): LegendEntry[] =>
  subjects.map((subject) => ({ label: runLabel(subject), style: subject.style, look: 'main' }));

/** A series of a run as a line. */
export const curve = (
  { label, style, divergedAt }: Pick<RunSubject, 'label' | 'style' | 'divergedAt'>,
  { steps, values }: Points,
  look: LineMark['look'] = 'main',
): LineMark => ({
  ...{ kind: 'line', label, style, look, x: steps, y: values },
  ...(divergedAt === null ? {} : { broken: true }),
});
