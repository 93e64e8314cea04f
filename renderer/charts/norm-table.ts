/** Norm records as tables and as words. */
import { channelsAt, type NormRecords } from './records.ts';
import { outlineOf } from '../../app/view/order.ts';
import type { Table } from '../../app/view/table.ts';
import { m } from '../messages/index.ts';
import { formatCount, formatNumber } from '../../app/view/numbers.ts';

/** One row a recorded step, one column a channel. */
export function normTable(records: NormRecords): Table {
  return {
    columns: [m.run.charts.step, ...Array.from({ length: records.channels }, (_, c) => `${m.run.heat.channel} ${c}`)],
    rows: records.steps.length,
    cell: (row, column) => (column === 0 ? records.steps[row]! : records.values[row * records.channels + column - 1]!),
  };
}

/** What a listener hears of a heat map: how much it holds, and the spread at its chosen record. */
export function heatSummary(layer: string, field: string, records: NormRecords, index: number): string {
  const { min, median, max } = outlineOf(channelsAt(records, index));
  const [step, count] = [formatCount(records.steps[index] ?? 0), formatCount(records.steps.length)];
  return m.run.heatSummary(layer, field, count, step, formatNumber(median), formatNumber(min), formatNumber(max));
}
