/** Which metrics are compared by default, and how a difference reads. Pure. */
import { formatMetricDifference } from '../../../app/view/metrics.ts';
import { metricOf } from '../../../engine/metrics.ts';
import type { Comparison } from '../../../app/contract/compare.ts';
import { m } from '../../messages/index.ts';
import { formatNumber } from '../../../app/view/numbers.ts';

export type Metric = Comparison['metrics'][number];

/** The few that answer most questions; all others are behind a switch. */
export function isMain(name: string): boolean {
  const { statistics, split, measure } = metricOf(name);
  return measure !== null && statistics === 'running' && split !== null;
}

/** How a value differs from that of the reference: accuracies in percentage points; empty where there is nothing to say. */
export function deltaText(name: string, value: number | null, reference: number | null): string {
  if (value === null || reference === null || !Number.isFinite(value) || !Number.isFinite(reference)) return '';
  const difference = value - reference;
  if (difference === 0) return m.compare.same;
  return formatMetricDifference(name, difference);
}

/** How many steps a run took, against those of the reference: "18 × as many", "1/18 as many". Both above 0. */
export function stepRatio(steps: number, reference: number): string {
  if (steps === reference) return m.compare.same;
  return steps > reference
    ? m.compare.timesAsMany(formatNumber(steps / reference, 2))
    : m.compare.partOf(formatNumber(reference / steps, 2));
}
