/** Series as one long CSV table (RFC 4180 quoting): a row a stored point. Layout: docs/EXPORT-FORMATS.md. */
import type { RunDetail } from '../../contract/runs.ts';
import type { RunService } from '../types.ts';
import { csvField } from '../../view/table.ts';

/** Columns of the table, in order. */
export const CSV_COLUMNS = ['run', 'name', 'seed', 'series', 'step', 'value'] as const;

const ROWS_A_PIECE = 2000;

/** The table in pieces, header first. Numbers are the shortest that read back as the same float64; NaN, Infinity, -Infinity. */
export function* csvExport(runs: RunService, details: readonly RunDetail[]): Generator<string> {
  yield `${CSV_COLUMNS.join(',')}\n`;
  for (const run of details) {
    const own = [run.id, run.name, String(run.spec.seed)].map(csvField).join(',');
    for (const { name } of run.series) {
      const { steps, values } = runs.series(run.id, name);
      const start = `${own},${csvField(name)},`;
      for (let from = 0; from < steps.length; from += ROWS_A_PIECE) {
        let piece = '';
        for (let i = from; i < Math.min(from + ROWS_A_PIECE, steps.length); i++)
          piece += `${start}${steps[i]},${values[i]}\n`;
        yield piece;
      }
    }
  }
}
