/** Summary metrics as a grid: a row for what is measured, a column for the statistics of the evaluation. Pure. */
import type { Summary } from '../../../app/contract/runs.ts';
import { compareMetricNames, metricOf, scoreName, type Metric, type Statistics } from '../../../engine/metrics.ts';

/** In the order of the columns. */
const STATISTICS: readonly Statistics[] = ['running', 'batch', 'precise'];

interface Cell {
  name: string;
  value: number;
}

export interface MetricRow {
  /** The metric with running statistics, which stands for all of the row. */
  metric: Metric;
  values: Partial<Record<Statistics, Cell>>;
}

export interface MetricGrid {
  rows: MetricRow[];
  /** The statistics that any row has. */
  columns: Statistics[];
  /** Everything that is no accuracy or loss of a split. */
  others: Cell[];
}

/** `test.accuracy.precise` is row "Test accuracy", column "precise"; training stands with the running statistics. */
export function metricGrid(summary: Summary): MetricGrid {
  const rows = new Map<string, MetricRow>();
  const others: Cell[] = [];
  for (const name of Object.keys(summary).sort(compareMetricNames)) {
    const cell = { name, value: summary[name]! };
    const { split, measure, best, statistics } = metricOf(name);
    if (split === null || (measure !== 'accuracy' && measure !== 'loss')) {
      others.push(cell);
      continue;
    }
    const key = scoreName({ split, measure, best });
    const row = rows.get(key) ?? { metric: metricOf(key), values: {} };
    row.values[statistics ?? 'running'] = cell;
    rows.set(key, row);
  }
  const sorted = [...rows.values()];
  return { rows: sorted, columns: STATISTICS.filter((s) => sorted.some((row) => row.values[s] !== undefined)), others };
}
