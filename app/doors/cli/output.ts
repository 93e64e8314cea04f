/** What the command line writes: results to stdout, messages to stderr, tables, one JSON object a line. */
import { toJson } from '../../contract/numbers.ts';

/** Where a command writes; the process's own streams, or a test's. */
export interface Output {
  /** A line of the result. */
  print(line: string): void;
  /** A line for the person, beside the result. */
  say(line: string): void;
  /** One JSON object; numbers that JSON lacks are written as "NaN", "Infinity" and "-Infinity". */
  json(value: unknown): void;
}

export const processOutput: Output = {
  print: (line) => void process.stdout.write(`${line}\n`),
  say: (line) => void process.stderr.write(`${line}\n`),
  json: (value) => void process.stdout.write(`${toJson(value)}\n`),
};

/** Text without anything that a terminal would obey, and with spaces that a search finds. */
export const plain = (text: string): string =>
  text.replace(/[\u00a0\u202f]/g, ' ').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '\ufffd');

/** On one line, at most `most` characters. */
export function brief(text: string, most: number): string {
  const letters = [...plain(text).replace(/\s+/g, ' ')];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}

export interface Column {
  title: string;
  /** Numbers stand at the right. */
  right?: boolean;
}

/** Lines of a table with aligned columns, two spaces apart; the title line first. */
export function alignedTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const lines = [columns.map((column) => column.title), ...rows.map((cells) => cells.map(plain))];
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => width(cells[index] ?? ''))));
  return lines.map((cells) =>
    columns
      .map(({ right }, index) => {
        const cell = cells[index] ?? '';
        const space = ' '.repeat(widths[index]! - width(cell));
        return right === true ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Columns that a terminal gives a text: letters beyond the Latin, Greek and Cyrillic scripts mostly take two. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(letter) ? 2 : 1),
    0,
  );
