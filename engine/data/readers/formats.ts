/**
 * All formats that can be imported, in the order in which files are tried: by their usual names first, so that a damaged IDX
 * file is called damaged and not a strange table; then by contents. Pure: the page reads it too. What reads them: readers.ts.
 */
import { texts } from '../../words/words.ts';
import { cifar10 } from './cifar10/format.ts';
import { csv } from './csv/format.ts';
import type { Format } from './format.ts';
import { idx } from './idx/format.ts';
import { images } from './images/format.ts';
import { numpy } from './numpy/format.ts';
import type { ImportOption, OptionValue } from './options.ts';

export const FORMATS = [idx, cifar10, numpy, images, csv] as const;

export type SourceFormat = (typeof FORMATS)[number]['format'];
export const FORMAT_NAMES: readonly SourceFormat[] = FORMATS.map(({ format }) => format);

type Declared = (typeof FORMATS)[number]['options'][number];
/** How files are to be read: what the formats declare, and a format where it is not to be found out. */
export type ReadOptions = {
  [N in 'format' | Declared['name']]?: N extends 'format' ? SourceFormat : OptionValue<Extract<Declared, { name: N }>>;
};

/** The options of a format. */
export const optionsOf = (wanted: SourceFormat): readonly ImportOption[] =>
  FORMATS.find(({ format }) => format === wanted)!.options;

/** An option by its name, as each of the formats that take it has it. */
export interface SharedOption {
  name: Declared['name'];
  /** One at least. */
  takers: { format: Format; option: ImportOption }[];
}

/** The options of all formats, each name once. */
export const IMPORT_OPTIONS: readonly SharedOption[] = (() => {
  const byName = new Map<string, SharedOption>();
  for (const format of FORMATS as readonly Format[])
    for (const option of format.options) {
      const shared = byName.get(option.name) ?? { name: option.name as Declared['name'], takers: [] };
      shared.takers.push({ format, option });
      byName.set(option.name, shared);
    }
  return [...byName.values()];
})();

const t = texts('import', {
  or: ({ some, last }: { some: string; last: string }) => `${some}, or ${last}`,
});

/** What can be imported, in words: "IDX files with their usual names (...), ..., or one table (.csv, .tsv)". */
export function expectedFiles(): string {
  const expected = FORMATS.map(({ words }) => words.expected);
  return t.or({ some: expected.slice(0, -1).join(', '), last: expected.at(-1)! });
}

/** What a dataset from a file of this name might be called: without endings, and without what says which part it is. */
export function suggestedName(file: string): string {
  const formats = FORMATS as readonly Format[];
  const endings = new RegExp(`(\\.(gz|${formats.flatMap((format) => format.endings).join('|')}))+$`, 'i');
  const stems = formats.flatMap((format) => format.stem?.(file) ?? []).filter((stem) => stem !== '');
  return (stems[0] ?? file.replace(endings, '')).replace(/[^\w.-]+/g, '-').toLowerCase();
}
