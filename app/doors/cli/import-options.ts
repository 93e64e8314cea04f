/** The options of `normscope data add`, from what the formats declare that they take. */
import { Option, type Command } from 'commander';
import { messages } from '../../../engine/words/words.ts';
import {
  FORMAT_NAMES,
  FORMATS,
  IMPORT_OPTIONS,
  type ReadOptions,
  type SharedOption,
} from '../../../engine/data/readers/formats.ts';
import type { ImportOption } from '../../../engine/data/readers/options.ts';
import { AppError } from '../../errors.ts';
import type { SourceFile } from '../../contract/imports.ts';
import type { DatasetService } from '../../service/types.ts';
import { WRONG } from './words.ts';

const SIZE = messages('cli.size', {
  wrong: ({ option, given }: { option: string; given: string }) =>
    `--${option} is ${JSON.stringify(given)}; give width x height in pixels, such as 32x32.`,
});

/** The formats in words: "IDX, CIFAR-10, NumPy, images, tables". */
export const formatTitles = (): string => FORMATS.map(({ words }) => words.title).join(', ');

/** Those that the command line offers; each says for which formats it is. */
export const commandOptions = (): Option[] => offered().map((shared) => new Option(flagsOf(shared), helpOf(shared)));

const offered = (): SharedOption[] =>
  IMPORT_OPTIONS.filter(({ takers }) => takers.some(({ option }) => option.words.command !== undefined));

/** One stands for all: those of one name are given alike. A column allows the most. */
const chief = ({ takers }: SharedOption): ImportOption =>
  (takers.find(({ option }) => option.kind === 'column') ?? takers[0]!).option;

function flagsOf(shared: SharedOption): string {
  const option = chief(shared);
  if (option.kind === 'flag') return option.usually ? `--no-${option.name}` : `--${option.name}`;
  const value = option.kind === 'size' ? 'WxH' : option.kind === 'choice' ? option.name : option.kind;
  return `--${option.name} <${value}>`;
}

/** "NumPy: ...; tables, images: ...". */
function helpOf({ takers }: SharedOption): string {
  const titles = new Map<string, string[]>();
  for (const { format, option } of takers) {
    const { command } = option.words;
    if (command !== undefined) titles.set(command, [...(titles.get(command) ?? []), format.words.title]);
  }
  return [...titles].map(([command, formats]) => `${formats.join(', ')}: ${command}`).join('; ');
}

/** What was given, as the readers take it. Throws AppError `invalid-input`. */
export async function importOptions(
  command: Command,
  { datasets, files }: { datasets: DatasetService; files: SourceFile[] },
): Promise<ReadOptions> {
  const given = (name: string): unknown =>
    command.getOptionValueSource(name) === 'cli' ? command.getOptionValue(name) : undefined;
  const format = given('format');
  const options: ReadOptions = format === undefined ? {} : { format: oneOf('format', format as string, FORMAT_NAMES) };
  const later: [name: string, text: string][] = [];
  for (const shared of offered()) {
    const value = given(shared.name);
    if (value === undefined) continue;
    const option = chief(shared);
    if (option.kind === 'column') later.push([option.name, value as string]);
    else Object.assign(options, { [option.name]: parsed(option, value) });
  }
  for (const [name, text] of later) Object.assign(options, { [name]: await columnOf(text) });
  return options;

  /** Digits are a position, unless a column is really called so. */
  async function columnOf(text: string): Promise<string | number> {
    const named =
      !/^\d+$/.test(text) || (await datasets.preview(files, options)).columns.some(({ name }) => name === text);
    return named ? text : Number(text);
  }
}

function parsed(option: Exclude<ImportOption, { kind: 'column' }>, value: unknown): unknown {
  switch (option.kind) {
    case 'choice':
      return oneOf(option.name, value as string, option.choices);
    case 'size':
      return sizeOf(option.name, value as string);
    case 'array':
    case 'flag':
      return value;
    default:
      return option satisfies never;
  }
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new AppError('invalid-input', WRONG.choice({ option: name, given: text, allowed }));
}

function sizeOf(name: string, text: string): [number, number] {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/i.exec(text) ?? [];
  if (width !== undefined && height !== undefined) return [Number(width), Number(height)];
  throw new AppError('invalid-input', SIZE.wrong({ option: name, given: text }));
}
