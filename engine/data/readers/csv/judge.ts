/** What speaks against a table before it is imported, in words: problems forbid the import, warnings do not. */
import { counted, formatCount, listed } from '../../../words/numbers.ts';
import type { ColumnScan, TableScan } from './scan.ts';

const MIN_SAMPLES = 3;

const quoted = (cell: string): string => `"${cell.length > 30 ? `${cell.slice(0, 30)}...` : cell}"`;

/** "age (3, first in line 17)" for each of the columns. */
const places = (columns: ColumnScan[], found: (column: ColumnScan) => string): string =>
  listed(columns.map((column) => `${column.name} (${found(column)})`));

const subject = (columns: unknown[]): string =>
  `${counted(columns.length, 'column')} ${columns.length === 1 ? 'has' : 'have'}`;

/** Reasons why a table cannot be imported with this label column. */
export function problemsOf(
  scan: TableScan,
  label: number,
  task: 'classification' | 'regression',
  classes: readonly string[],
): string[] {
  const problems: string[] = [];
  const answers = scan.columns[label]!;
  const features = scan.columns.filter((_, c) => c !== label);
  if (scan.rows < MIN_SAMPLES)
    problems.push(
      `There are ${counted(scan.rows, 'sample')}; at least ${MIN_SAMPLES} are needed for training, validation and test.`,
    );

  const seen = new Set<string>();
  const repeated = new Set(scan.columns.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size));
  if (repeated.size > 0) problems.push(`Column names appear more than once: ${listed([...repeated])}. Rename them.`);

  const gaps = scan.columns.filter(({ missing }) => missing > 0);
  if (gaps.length > 0)
    problems.push(
      `${subject(gaps)} missing values: ` +
        `${places(gaps, ({ missing, firstMissing }) => `${formatCount(missing)}, first in line ${firstMissing!.line}`)}. ` +
        'Fill them, or remove those lines or columns.',
    );

  const texts = features.filter((column) => column.texts > 0);
  if (texts.length > 0)
    problems.push(
      `${subject(texts)} values that are not numbers: ` +
        `${places(texts, ({ firstText }) => `${quoted(firstText!.cell)} in line ${firstText!.line}`)}. ` +
        `Features must be numbers with a decimal point. ${remedyForText(texts)}`,
    );

  if (task === 'regression' && answers.texts > 0)
    problems.push(
      `The target column ${answers.name} has a value that is not a number: ${quoted(answers.firstText!.cell)} in line ` +
        `${answers.firstText!.line}. Choose another column, or classification.`,
    );
  if (task === 'classification' && classes.length === 1)
    problems.push(
      `All samples have the label ${quoted(classes[0]!)} in ${answers.name}; at least two classes are needed.`,
    );
  return problems;
}

function remedyForText(columns: ColumnScan[]): string {
  const all = columns.map(({ firstText }) => firstText!);
  if (all.every(({ cell }) => /^[+-]?\d+,\d+$/.test(cell))) return 'Replace the decimal commas by points.';
  if (all.every(({ line }) => line === 1)) return 'If the first line names the columns, say that there is a header.';
  return 'Encode these columns as numbers, or remove them.';
}

/** What a person should know about a table that can be imported all the same. */
export function warningsOf(scan: TableScan, label: number, task: 'classification' | 'regression'): string[] {
  const constant = scan.columns.filter((column, c) => c !== label && isConstant(column, scan.rows));
  const warnings: string[] = [];
  if (constant.length > 0)
    warnings.push(
      `${subject(constant)} the same value in every line and tell${constant.length === 1 ? 's' : ''} the network nothing: ` +
        `${listed(constant.map(({ name }) => name))}.`,
    );
  if (task === 'regression' && isConstant(scan.columns[label]!, scan.rows))
    warnings.push(`The target ${scan.columns[label]!.name} is the same in every line: there is nothing to learn.`);
  return warnings;
}

/** Whether a column has one value, in every line. */
export const isConstant = ({ distinct, missing }: ColumnScan, rows: number): boolean =>
  rows > 0 && distinct === 1 && missing === 0;
