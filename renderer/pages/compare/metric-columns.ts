/** Which metrics are compared by default, in which order, under which names, and how a difference reads. Pure. */
import type { Comparison } from '../../../app/contract/compare.ts';
import { m } from '../../messages/index.ts';
import { formatNumber, formatPoints, formatSigned } from '../../../app/view/numbers.ts';

export type Metric = Comparison['metrics'][number];

const SPLITS = ['validation', 'best', 'test', 'train'];
const STATISTICS = ['', 'running', 'batch', 'precise'];

interface Parts {
  split: string;
  measure: string;
  statistics: string;
}

function partsOf(name: string): Parts | null {
  const match = /^(best)?\.?(train|validation|test)\.(accuracy|loss)(?:\.(\w+))?$/.exec(name);
  return match === null ? null : { split: match[1] ?? match[2]!, measure: match[3]!, statistics: match[4] ?? '' };
}

/** Metrics of splits before others, accuracy before loss, inference mode before the other statistics. */
export function orderMetrics(metrics: readonly Metric[]): Metric[] {
  const rank = (name: string): number => {
    const parts = partsOf(name);
    if (parts === null) return 1e6;
    return (
      STATISTICS.indexOf(parts.statistics) * 100 + SPLITS.indexOf(parts.split) * 10 + (parts.measure === 'loss' ? 1 : 0)
    );
  };
  return [...metrics].sort((a, b) => rank(a.name) - rank(b.name));
}

/** The few that answer most questions; all others are behind a switch. */
export function isMain(name: string): boolean {
  const parts = partsOf(name);
  return parts !== null && parts.statistics === '' && parts.split !== 'train';
}

/** "Test accuracy, precise statistics" for `test.accuracy.precise`. */
export function metricTitle(name: string): string {
  const parts = partsOf(name);
  if (parts === null) return m.run.otherMetrics[name] ?? name;
  const words = m.run.statistics[parts.statistics as keyof typeof m.run.statistics] ?? parts.statistics;
  return m.compare.metricName(
    m.run.splits[parts.split] ?? parts.split,
    m.run.measures[parts.measure] ?? parts.measure,
    words.toLowerCase(),
  );
}

/** How a value differs from that of the reference: accuracies in percentage points; empty where there is nothing to say. */
export function deltaText(name: string, value: number | null, reference: number | null): string {
  if (value === null || reference === null || !Number.isFinite(value) || !Number.isFinite(reference)) return '';
  const difference = value - reference;
  if (difference === 0) return m.compare.same;
  return name.includes('accuracy') ? formatPoints(difference) : formatSigned(difference, 3);
}

/** How many steps a run took, against those of the reference: "18 × as many", "1/18 as many". Both above 0. */
export function stepRatio(steps: number, reference: number): string {
  if (steps === reference) return m.compare.same;
  return steps > reference
    ? m.compare.timesAsMany(formatNumber(steps / reference, 2))
    : m.compare.partOf(formatNumber(reference / steps, 2));
}
