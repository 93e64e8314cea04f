/** Which curves stand in which chart of the run page, and what a listener hears of them. Pure. */
import type { ChartSeries, Points } from '../../charts/series.ts';
import { firstNonFinite } from '../../charts/series.ts';
import { difference, smooth } from '../../charts/smooth.ts';
import { m } from '../../messages/index.ts';
import { formatCount } from '../../../app/view/numbers.ts';

/** The recorded numbers of one measure, loss or accuracy. */
export interface Measure {
  training: Points;
  validation: Points;
  /** With the statistics of the evaluated batch; empty where it was not evaluated. */
  batch: Points;
}

/** Training raw and smoothed over `tau` steps, validation with running and with batch statistics. */
export function measureSeries(measure: Measure, tau: number, normalized: boolean): ChartSeries[] {
  const { training, validation, batch } = measure;
  const series: ChartSeries[] = [];
  if (training.steps.length > 0) {
    const look = { label: m.run.training, ink: 8 as const };
    if (tau > 0) series.push({ ...training, key: 'raw', ...look, width: 1, alpha: 0.32, behind: 'training' });
    series.push({ ...smooth(training, tau), key: 'training', ...look, width: 1.6 });
  }
  const both = normalized && batch.steps.length > 0;
  if (both) series.push({ ...batch, key: 'batch', label: m.run.validationBatch, ink: 2, dash: [6, 3], width: 1.8 });
  if (validation.steps.length > 0)
    series.push({
      ...validation,
      key: 'running',
      label: both ? m.run.validationRunning : m.run.validation,
      ink: 1,
      width: 2,
    });
  return series;
}

/** All numbers of the chart for its table: the training values as recorded, too, and named apart from the smoothed ones. */
export function tableSeries(series: readonly ChartSeries[]): ChartSeries[] {
  const smoothed = series.find((one) => one.behind !== undefined)?.behind;
  return series.map(({ behind, ...one }) => {
    if (behind !== undefined) return { ...one, label: m.run.trainingRaw };
    return one.key === smoothed ? { ...one, label: m.run.trainingSmooth } : one;
  });
}

/** Batch minus running, at the steps where both were evaluated. */
export const gapSeries = (measure: Measure, factor: number): ChartSeries => {
  const { steps, values } = difference(measure.batch, measure.validation);
  return {
    steps,
    values: values.map((v) => v * factor),
    key: 'gap',
    label: m.run.gapSeries,
    ink: 3,
    width: 1.8,
  };
};

/** What a listener hears of a chart: where each curve starts and ends, and where it stops being finite. */
export function spokenSummary(
  title: string,
  series: readonly ChartSeries[],
  format: (value: number) => string,
): string {
  const parts = series
    .filter((one) => !one.behind && one.steps.length > 0)
    .flatMap((one) => {
      const odd = firstNonFinite(one);
      return [
        m.run.curvePart(one.label, format(one.values[0]!), format(one.values.at(-1)!), formatCount(one.steps.at(-1)!)),
        ...(odd === null ? [] : [m.run.nonFinite(one.label, formatCount(odd))]),
      ];
    });
  return parts.length === 0 ? m.run.noPoints : m.run.curveSummary(title, parts);
}
