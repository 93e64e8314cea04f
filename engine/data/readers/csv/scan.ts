/** One pass over a table: every number of it, and what is known about each column. Not for judging whether it will do. */
import { CsvError } from 'csv-parse/sync';
import { DataError } from '../../data-error.ts';
import { counted } from '../../../words/numbers.ts';
import { MAX_DISTINCT } from '../source.ts';
import { DELIMITER_NAMES, isMissing, numberOf, type TableFormat } from './writing.ts';
import { eachLine } from './lines.ts';

/** A cell that is not as it should be, and the line it is in (the first one is 1). */
interface Found {
  line: number;
  cell: string;
}

/** What one pass found out about a column. */
export interface ColumnScan {
  name: string;
  missing: number;
  /** The first missing value. */
  firstMissing: Found | null;
  /** Cells that are neither numbers nor missing. */
  texts: number;
  firstText: Found | null;
  /** Different values, counted up to MAX_DISTINCT. */
  distinct: number;
  examples: string[];
}

export interface TableScan {
  rows: number;
  columns: ColumnScan[];
  /** rows x columns, row-major; NaN where a cell is missing or text. Longer than needed: it grew. */
  values: Float32Array;
  /** Cells of the label column, as written. */
  labels: string[];
}

const EXAMPLES = 4;

/**
 * Reads all lines of a table. Throws DataError, naming the line, for a line with another number of columns than the
 * first, and for quotes that do not close.
 */
export function scanTable(name: string, bytes: Uint8Array, format: TableFormat, label: number): TableScan {
  const width = format.columns.length;
  const columns: ColumnScan[] = format.columns.map((column) => ({
    ...{ name: column, missing: 0, firstMissing: null, texts: 0, firstText: null },
    ...{ distinct: 0, examples: [] },
  }));
  const texts = columns.map(() => new Set<string>());
  const interned = new Map<string, string>();
  const labels: string[] = [];
  let values = new Float32Array(width * 1024);
  let rows = 0;
  let skipped = !format.header;

  const take = (record: string[], line: number): boolean => {
    if (record.length !== width)
      throw new DataError(
        `${name}, line ${line}: ${counted(record.length, 'column')} where the first line has ${width} ` +
          `(cut at each ${DELIMITER_NAMES[format.delimiter]}). The line is damaged, or the file is truncated there.`,
      );
    if (!skipped) {
      skipped = true;
      return true;
    }
    if ((rows + 1) * width > values.length) {
      const grown = new Float32Array(values.length * 2);
      grown.set(values);
      values = grown;
    }
    for (let c = 0; c < width; c++) {
      const cell = record[c]!;
      const value = numberOf(cell);
      values[rows * width + c] = value;
      if (Number.isNaN(value)) note(columns[c]!, texts[c]!, cell, line);
      if (rows < EXAMPLES) columns[c]!.examples.push(cell);
    }
    const cell = record[label]!;
    if (!interned.has(cell)) interned.set(cell, cell);
    labels.push(interned.get(cell)!);
    rows += 1;
    return true;
  };

  try {
    eachLine(bytes, format.delimiter, take);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(`${name}: ${error.message}. Put the quotes of that line right, or remove it.`, {
      cause: error,
    });
  }
  columns.forEach((column, c) => {
    column.distinct = Math.min(MAX_DISTINCT, texts[c]!.size + distinctNumbers(values, rows, width, c));
  });
  return { rows, columns, values, labels };
}

function note(column: ColumnScan, texts: Set<string>, cell: string, line: number): void {
  if (isMissing(cell)) {
    column.missing += 1;
    column.firstMissing ??= { line, cell };
    return;
  }
  column.texts += 1;
  column.firstText ??= { line, cell };
  if (texts.size < MAX_DISTINCT) texts.add(cell);
}

function distinctNumbers(values: Float32Array, rows: number, width: number, column: number): number {
  const seen = new Set<number>();
  for (let row = 0; row < rows && seen.size < MAX_DISTINCT; row++) {
    const value = values[row * width + column]!;
    if (!Number.isNaN(value)) seen.add(value);
  }
  return seen.size;
}
