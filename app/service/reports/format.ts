/** Metrics as text for people. */
import { formatCount, formatNumber, formatShare } from '../../view/numbers.ts';

/** True for metrics and series whose values are shares of 1. */
export const isShare = (metric: string): boolean => metric.split('.').includes('accuracy');

/** True for metrics that count steps, e.g. the step at which the best value was reached. */
const isSteps = (metric: string): boolean => /(^|\.)steps?$/.test(metric);

/** A metric's value in the form that suits it. */
export const formatMetric = (metric: string, value: number | null): string => {
  if (value === null) return '–';
  if (isSteps(metric)) return formatCount(value);
  return isShare(metric) ? formatShare(value) : formatNumber(value);
};

const SPLITS: Record<string, string> = { train: 'Training', validation: 'Validation', test: 'Test' };
const STATISTICS: Record<string, string> = { batch: ', batch statistics', precise: ', population statistics' };
const METRIC_NAME = /^(best\.)?(train|validation|test)\.(loss|accuracy)(?:\.(batch|precise))?$/;

/** A metric's name for a person; names that are not known are shown as they are. */
export function metricTitle(metric: string): string {
  if (metric === 'gradient.norm') return 'Gradient norm';
  if (metric === 'learning.rate') return 'Learning rate';
  if (metric === 'norm.skipped.batches') return 'Batches kept out of the running statistics (not finite)';
  const [, best, split = '', kind = '', statistics = ''] = METRIC_NAME.exec(metric) ?? [];
  if (split === '') return metric;
  return `${SPLITS[split]!} ${kind}${STATISTICS[statistics] ?? ''}${best === undefined ? '' : ', best'}`;
}
