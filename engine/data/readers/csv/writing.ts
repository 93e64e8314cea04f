/** Finds out how a table is written: its delimiter, its header and the names of its columns. Reads a few lines only. */
import { isUtf8 } from 'node:buffer';
import { CsvError } from 'csv-parse/sync';
import { DataError } from '../../data-error.ts';
import { counted, formatCount } from '../../../words/numbers.ts';
import type { ReadOptions } from '../formats.ts';
import { isGzip, unpack } from '../gzip.ts';
import { MAX_BYTES, type SourceFile } from '../source.ts';
import { DELIMITERS, eachLine, type Delimiter } from './lines.ts';

export const DELIMITER_NAMES: Record<Delimiter, string> = { ',': 'comma', '\t': 'tab', ';': 'semicolon' };

export interface TableFormat {
  delimiter: Delimiter;
  header: boolean;
  /** Names from the header; `column 1`, `column 2`, ... where there is none or a name is empty. */
  columns: string[];
  /** What a person should know about how the format was read. */
  warnings: string[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);

/** Whether a cell stands for a value that is not there. */
export const isMissing = (cell: string): boolean => cell.length <= 4 && MISSING.has(cell.toLowerCase());

/** The number that a cell holds, as a float32; NaN where it is none, or does not fit. */
export function numberOf(cell: string): number {
  if (!NUMBER.test(cell)) return Number.NaN;
  const value = Math.fround(Number(cell));
  // + 0 turns -0 into 0, so that equal tables have equal hashes.
  return Number.isFinite(value) ? value + 0 : Number.NaN;
}

/** The text of a table, unpacked where it is gzip. Throws DataError where it is no UTF-8 text. */
export function textOf(file: SourceFile): Uint8Array {
  const { name } = file;
  const excess = `unpacks to more than the ${formatCount(MAX_BYTES)} bytes that can be imported.`;
  const bytes = isGzip(file.bytes) ? unpack(file, MAX_BYTES, excess) : file.bytes;
  if (bytes.length === 0) throw new DataError(`${name} is empty (0 bytes). Choose a file with a table in it.`);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new DataError(`${name} is written in UTF-16. Save it as UTF-8 (in spreadsheets: "CSV UTF-8").`);
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    throw new DataError(
      `${name} is not a table: it holds a zero byte (byte ${formatCount(zero)}), as binary files do.`,
    );
  if (!isUtf8(bytes))
    throw new DataError(`${name} is not UTF-8 text. Save it as UTF-8 (in spreadsheets: "CSV UTF-8").`);
  return bytes;
}

/** Finds the format of a table; what `options` says is taken as it is. Throws DataError where there is no table. */
export function findFormat(name: string, bytes: Uint8Array, options: ReadOptions): TableFormat {
  const delimiter = options.delimiter ?? findDelimiter(name, bytes);
  const [first, second] = head(bytes, delimiter);
  if (first === undefined) throw new DataError(`${name} has no lines with values in them.`);
  if (first.length < 2)
    throw new DataError(
      `${name} has only ${counted(first.length, 'column')} when cut at each ${DELIMITER_NAMES[delimiter]}; a table needs at least ` +
        'one feature and a label. Choose another delimiter.',
    );
  const header = options.header ?? isHeader(first, second);
  const columns = first.map((cell, i) => (header && cell !== '' ? cell : `column ${i + 1}`));
  return { delimiter, header, columns, warnings: header || !countsUp(first) ? [] : [NUMBERED] };
}

const NUMBERED =
  'The first line reads 0, 1, 2, ... and is taken as a sample. If it numbers the columns, say that there is a header.';

/** The first lines of a table, up to one that cannot be cut (an open quote): the pass over all lines finds that again. */
function head(bytes: Uint8Array, delimiter: Delimiter, lines = 20): string[][] {
  const records: string[][] = [];
  try {
    eachLine(bytes, delimiter, (cells) => records.push(cells) < lines);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return records;
}

/** The delimiter that cuts the first lines into the most columns, equally many in most lines. */
function findDelimiter(name: string, bytes: Uint8Array): Delimiter {
  const candidates = DELIMITERS.map((delimiter) => ({ delimiter, score: regularity(bytes, delimiter) }));
  const best = candidates.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score > 0) return best.delimiter;
  throw new DataError(
    `${name} is not a table of several columns: its lines hold no comma, tab or semicolon that cuts them. Choose another file.`,
  );
}

function regularity(bytes: Uint8Array, delimiter: Delimiter): number {
  const widths = head(bytes, delimiter).map((record) => record.length);
  const votes = new Map<number, number>();
  for (const width of widths) votes.set(width, (votes.get(width) ?? 0) + 1);
  const [width, lines] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a), [1, 0]);
  return width < 2 ? 0 : (width - 1) * (lines / widths.length) ** 4;
}

const isNumeric = (cell: string): boolean => NUMBER.test(cell);

/** Names in the first line: no number and no gap in it, while the second line has numbers (or the table has none). */
function isHeader(first: string[], second: string[] | undefined): boolean {
  if (first.some((cell) => isNumeric(cell) || cell === '')) return false;
  return second === undefined || second.some(isNumeric) || !first.some((cell, i) => cell === second[i]);
}

const countsUp = (cells: string[]): boolean => cells.length > 2 && cells.every((cell, i) => cell === String(i));
