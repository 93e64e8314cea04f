/** A dataset from a table (CSV, TSV): one line a sample, one column a feature, one column the label or target. */
import { nearest } from '../../../spec/parse.ts';
import { DataError } from '../../data-error.ts';
import { listed } from '../../../words/numbers.ts';
import { classCounts, sharedFloat32, sharedInt32, type UnhashedDataset } from '../../dataset.ts';
import type { ReadOptions } from '../formats.ts';
import { scarceClasses } from '../scarce-classes.ts';
import type { Reader, ReadSource, SourceFile } from '../source.ts';
import { isConstant, problemsOf, warningsOf } from './judge.ts';
import { scanTable, type TableScan } from './scan.ts';
import { findFormat, isMissing, numberOf, textOf } from './writing.ts';

/** More different whole numbers than this are targets of a regression rather than classes. */
const MAX_GUESSED_CLASSES = 100;

/** Reads a table. Throws DataError where it is none, where lines differ in length, or where the label is not found. */
function readTable(files: readonly SourceFile[], options: ReadOptions): ReadSource {
  const [file] = files as [SourceFile];
  if (files.length > 1)
    throw new DataError(
      `A dataset is made of one table, but there are ${files.length}: ${listed(files.map(({ name }) => name))}. Choose one.`,
    );
  const bytes = textOf(file);
  const format = findFormat(file.name, bytes, options);
  const label = findLabel(options.label, format.columns, format.header);
  const scan = scanTable(file.name, bytes, format, label);
  if (scan.rows === 0) throw new DataError(`${file.name} has a header but no lines below it.`);
  const task = options.task ?? guessTask(scan, label);
  const classes = task === 'classification' ? classNames(scan, label) : [];
  const width = format.columns.length;
  const info = {
    ...{ name: '', task, samples: scan.rows, shape: [width - 1], classes },
    features: format.header ? format.columns.filter((_, c) => c !== label) : [],
    source: `${format.delimiter === '\t' ? 'TSV' : 'CSV'}, ${file.name}`,
  };
  const problems = problemsOf(scan, label, task, classes);
  // With a label missing there are cells that belong to no class.
  const labels = problems.length === 0 && task === 'classification' ? labelsOf(scan, label, classes) : sharedInt32(0);
  const counts = classCounts({ info, labels });
  return {
    preview: {
      ...{ format: 'csv', info, classCounts: counts, problems, arrays: [], values: null, pictures: null },
      columns: scan.columns.map((column, c) => ({
        name: column.name,
        role: c === label ? 'label' : 'feature',
        type: column.texts > 0 ? 'text' : 'number',
        missing: column.missing,
        distinct: column.distinct,
        constant: isConstant(column, scan.rows),
        examples: column.examples,
      })),
      warnings: [
        ...format.warnings,
        ...warningsOf(scan, label, task),
        ...(problems.length === 0 && task === 'classification' ? scarceClasses(classes, counts) : []),
      ],
      options: { ...options, format: 'csv', delimiter: format.delimiter, header: format.header, label, task },
    },
    build: (name): UnhashedDataset => ({
      ...{ info: { ...info, name }, labels },
      features: columnsOf(scan, width, (c) => c !== label),
      targets: task === 'regression' ? columnsOf(scan, width, (c) => c === label) : new Float32Array(0),
    }),
  };
}

/** Whatever is nothing else may be a table; if it is none, this says so best. */
export const csvReader: Reader = { looksLike: () => true, read: readTable };

function findLabel(wanted: string | number | undefined, columns: string[], header: boolean): number {
  if (wanted === undefined) return columns.length - 1;
  const named = typeof wanted === 'string' ? columns.indexOf(wanted) : -1;
  if (named >= 0) return named;
  const position = typeof wanted === 'number' ? wanted : /^\d+$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (Number.isInteger(position) && position >= 0 && position < columns.length) return position;
  if (!Number.isNaN(position))
    throw new DataError(`label is ${wanted}, but the columns have the positions 0 to ${columns.length - 1}.`);
  const near = nearest(String(wanted), columns);
  const hint =
    near === null
      ? `The columns are ${columns.slice(0, 10).join(', ')}${columns.length > 10 ? ', ...' : ''}.`
      : `Did you mean ${near}?`;
  throw new DataError(
    `label is ${wanted}, but no column has that name. ${header ? hint : 'The table has no header: give the position, counted from 0.'}`,
  );
}

/** Text, or few different whole numbers that repeat: classes. */
function guessTask(scan: TableScan, label: number): 'classification' | 'regression' {
  const column = scan.columns[label]!;
  if (column.texts > 0) return 'classification';
  const few = column.distinct <= Math.min(MAX_GUESSED_CLASSES, scan.rows / 2);
  const whole = scan.labels.every((cell) => isMissing(cell) || Number.isInteger(numberOf(cell)));
  return few && whole ? 'classification' : 'regression';
}

/** What a cell is called as a class: numbers in one way of writing ("1" for "1.0"), where all labels are numbers. */
const nameIn = (scan: TableScan, label: number): ((cell: string) => string) =>
  scan.columns[label]!.texts > 0 ? (cell) => cell : (cell) => String(Number(cell) + 0);

function classNames(scan: TableScan, label: number): string[] {
  const named = nameIn(scan, label);
  const names = [...new Set(scan.labels.filter((cell) => !isMissing(cell)).map(named))];
  return scan.columns[label]!.texts > 0
    ? names.sort((a, b) => (a < b ? -1 : 1))
    : names.sort((a, b) => Number(a) - Number(b));
}

function labelsOf(scan: TableScan, label: number, classes: readonly string[]): Int32Array {
  const named = nameIn(scan, label);
  const position = new Map(classes.map((name, i) => [name, i]));
  const labels = sharedInt32(scan.rows);
  scan.labels.forEach((cell, row) => (labels[row] = position.get(named(cell))!));
  return labels;
}

/** The chosen columns of all rows, row-major. */
function columnsOf({ values, rows }: TableScan, width: number, chosen: (column: number) => boolean): Float32Array {
  const columns = Array.from({ length: width }, (_, c) => c).filter(chosen);
  const out = sharedFloat32(rows * columns.length);
  let at = 0;
  for (let row = 0; row < rows; row++) for (const c of columns) out[at++] = values[row * width + c]!;
  return out;
}
