/** Summary metrics, whose names are dotted words, as a grid: a row for what is measured, a column for how. Pure. */
import type { Summary } from '../../../app/contract/runs.ts';

export const STATISTICS = ['running', 'batch', 'precise'] as const;
export type Statistic = (typeof STATISTICS)[number];

export interface MetricRow {
  /** `validation`, `test`, `best`, ... */
  split: string;
  measure: 'accuracy' | 'loss';
  values: Partial<Record<Statistic, { name: string; value: number }>>;
}

export interface MetricGrid {
  rows: MetricRow[];
  /** The statistics that any row has. */
  columns: Statistic[];
  /** Everything that is no accuracy or loss of a split. */
  others: { name: string; value: number }[];
}

const ORDER = ['validation', 'test', 'best', 'train'];

/** `test.accuracy.precise` is row "test accuracy", column "precise"; without a last word it is the running statistics. */
export function metricGrid(summary: Summary): MetricGrid {
  const rows = new Map<string, MetricRow>();
  const others: MetricGrid['others'] = [];
  for (const [name, value] of Object.entries(summary)) {
    const match = /^(best)?\.?(?:(train|validation|test)\.)(accuracy|loss)(?:\.(running|batch|precise))?$/.exec(name);
    if (match === null) {
      others.push({ name, value });
      continue;
    }
    const split = match[1] ?? match[2]!;
    const measure = match[3] as MetricRow['measure'];
    const key = `${split}.${measure}`;
    const row = rows.get(key) ?? { split, measure, values: {} };
    row.values[(match[4] ?? 'running') as Statistic] = { name, value };
    rows.set(key, row);
  }
  const sorted = [...rows.values()].sort(
    (a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split) || (a.measure < b.measure ? -1 : 1),
  );
  return { rows: sorted, columns: STATISTICS.filter((s) => sorted.some((row) => row.values[s] !== undefined)), others };
}
