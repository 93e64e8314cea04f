/** Numbers as a table: what stands behind a figure, for those who read it, and as CSV (RFC 4180) for other programs. */

/** Rows and columns; cells are asked for when they are shown. */
export interface Table {
  columns: readonly string[];
  rows: number;
  /** The number, text or nothing (null) in a cell. */
  cell: (row: number, column: number) => number | string | null;
}

/** A field of CSV, in quotes where it holds a comma, a quote, a line break or an outer space. */
export const csvField = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The table as CSV: full precision, non-finite numbers as NaN, Infinity and -Infinity. */
export function toCsv(table: Table): string {
  const lines = [table.columns.map(csvField).join(',')];
  for (let row = 0; row < table.rows; row++)
    lines.push(table.columns.map((_, column) => csvField(String(table.cell(row, column) ?? ''))).join(','));
  return lines.join('\r\n') + '\r\n';
}
