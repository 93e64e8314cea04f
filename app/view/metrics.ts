/** What metrics are called and how their values read, for page, reports and command line alike. What they are: engine/metrics.ts. */
import { DECISIVE, metricOf, type Metric, type ScoreMeasure } from '../../engine/metrics.ts';
import { texts } from '../../engine/words/words.ts';
import { formatCount, formatNumber, formatPoints, formatShare, formatSigned } from './numbers.ts';
import { valueWords } from './spec-values.ts';

const t = texts('metric', {
  accuracy: 'Accuracy',
  loss: 'Loss',
  'gradient-norm': 'Gradient norm',
  'learning-rate': 'Learning rate',
  'skipped-batches': 'Batches kept out of the running statistics (not finite)',
  'pre-activation': ({ layer, percent }: { layer: string; percent: number }) =>
    `Input of ${layer}, percentile ${percent}`,
  'train-accuracy': 'Training accuracy',
  'train-loss': 'Training loss',
  'validation-accuracy': 'Validation accuracy',
  'validation-loss': 'Validation loss',
  'test-accuracy': 'Test accuracy',
  'test-loss': 'Test loss',
  best: ({ metric }: { metric: string }) => `Best ${lower(metric)}`,
  evaluated: ({ metric, statistics }: { metric: string; statistics: string }) => `${metric}, ${lower(statistics)}`,
});

/** Which statistics normalization layers use in an evaluation. */
export const statisticsWords = texts('statistics', {
  running: 'Running statistics',
  batch: 'Batch statistics',
  precise: 'Population statistics',
});

/** The first letter small, as within a sentence. */
const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** What is measured, alone: `Accuracy`. */
export const measureTitle = (measure: ScoreMeasure): string => t[measure];

/** A metric's name for a person: `Best validation accuracy, batch statistics`. Names that are not known stay as they are. */
export function metricTitle(name: string): string {
  const metric = metricOf(name);
  const { statistics } = metric;
  const title = scoreTitle(metric);
  return statistics === null || statistics === 'running'
    ? title
    : t.evaluated({ metric: title, statistics: statisticsWords[statistics] });
}

/** The same without statistics, which a column says: `Best validation accuracy`. */
export function scoreTitle(metric: Metric): string {
  const title = plainTitle(metric);
  return metric.best ? t.best({ metric: title }) : title;
}

/** The shortest that tells columns apart; what names no split is of validation: `Accuracy`, `Best accuracy`, `Test loss`. */
export function metricHead(name: string): string {
  const metric = metricOf(name);
  const { split, measure, best, statistics } = metric;
  if (split !== 'validation' || statistics !== 'running' || (measure !== 'accuracy' && measure !== 'loss'))
    return metricTitle(name);
  return best ? t.best({ metric: t[measure] }) : t[measure];
}

function plainTitle({ name, measure, split, percentile, probe }: Metric): string {
  if (measure === null || probe !== null) return name;
  if (measure === 'pre-activation') return percentile === null ? name : t[measure](percentile);
  return (measure === 'accuracy' || measure === 'loss') && split !== null ? t[`${split}-${measure}`] : t[measure];
}

/** A metric's value in the form that suits it; a dash where there is none. */
export function formatMetric(name: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return valueWords.absent;
  switch (metricOf(name).unit) {
    case 'share':
      return formatShare(value);
    case 'count':
      return formatCount(value);
    case null:
      return formatNumber(value);
  }
}

/** By how much two values of a metric differ, with the sign: shares in percentage points. */
export const formatMetricDifference = (name: string, difference: number): string =>
  metricOf(name).unit === 'share' ? formatPoints(difference) : formatSigned(difference, 3);

/** The metric that says most about how a run stands; null before it has one. */
export const headlineOf = (summary: Readonly<Record<string, number>>): string | null =>
  [...DECISIVE, 'train.loss'].find((name) => summary[name] !== undefined) ?? null;
