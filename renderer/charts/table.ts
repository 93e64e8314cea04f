/** The numbers behind a chart as a table: what its `Table` button shows and its `CSV` button saves. */
import type { ChartSeries } from './series.ts';

export interface Table {
  columns: readonly string[];
  rows: number;
  /** The number, text or nothing (null) in a cell. */
  cell: (row: number, column: number) => number | string | null;
}

/** All points of the curves, one row a step; curves that only accompany another one are left out. */
export function seriesTable(series: readonly ChartSeries[], stepTitle: string): Table {
  const shown = series.filter((one) => !one.behind);
  const steps = [...new Set(shown.flatMap((one) => [...one.steps]))].sort((a, b) => a - b);
  const columns = shown.map((one) => new Map(Array.from(one.steps, (step, i) => [step, one.values[i]!])));
  return {
    columns: [stepTitle, ...shown.map((one) => one.label)],
    rows: steps.length,
    cell: (row, column) => (column === 0 ? steps[row]! : (columns[column - 1]?.get(steps[row]!) ?? null)),
  };
}

/** The table as CSV (RFC 4180): full precision, non-finite numbers as NaN, Infinity and -Infinity. */
export function toCsv(table: Table): string {
  const lines = [table.columns.map(quote).join(',')];
  for (let row = 0; row < table.rows; row++)
    lines.push(table.columns.map((_, column) => quote(String(table.cell(row, column) ?? ''))).join(','));
  return lines.join('\r\n') + '\r\n';
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
