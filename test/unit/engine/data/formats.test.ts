/** What is known of the formats that can be imported, without opening a file. */
import { describe, expect, it } from 'vitest';
import {
  expectedFiles,
  FORMAT_NAMES,
  FORMATS,
  IMPORT_OPTIONS,
  suggestedName,
} from '../../../../engine/data/readers/formats.ts';
import type { Format } from '../../../../engine/data/readers/format.ts';
import { READERS } from '../../../../engine/data/readers/readers.ts';

const formats: readonly Format[] = FORMATS;

/** A folder that holds everything, and what each format takes of it. */
const TAKEN: Record<(typeof FORMAT_NAMES)[number], string[]> = {
  idx: ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'],
  cifar10: ['batches.meta.txt', 'data_batch_1.bin', 'test_batch.bin'],
  numpy: ['digits.npz'],
  images: ['cats/1.png', 'dogs/2.JPEG'],
  csv: ['iris.csv.gz'],
};

describe('formats that can be imported', () => {
  it.each(formats)('$format takes its own files, which are named like it, and has a reader', (format) => {
    const own = TAKEN[format.format as keyof typeof TAKEN];
    expect(format.choose(own)).toEqual({ names: own });
    expect(format.isNamed(own)).toBe(true);
    expect(formats.find(({ isNamed }) => isNamed(own))).toBe(format);
    expect(format.choose(['notes.md'])).toEqual({ names: [] });
    expect(READERS[format.format as keyof typeof READERS].read).toBeTypeOf('function');
    expect(expectedFiles()).toContain(format.words.expected);
  });

  it('takes what nothing else looks like for a table', () => {
    expect(FORMAT_NAMES.filter((name) => READERS[name].looksLike([{ name: 'x', bytes: Uint8Array.of(1, 2) }]))).toEqual(
      ['csv'],
    );
  });

  it('asks for a name where there are several datasets in a folder', () => {
    const several = formats.map(({ choose }) => choose(['a.npz', 'a.csv', 'b.npz', 'b.tsv']).several);
    expect(several.filter((what) => what !== undefined)).toEqual(['NPZ archives', 'tables']);
  });

  it.each([
    ['train-images-idx3-ubyte.gz', 'train'],
    ['emnist-letters-test-labels.idx1-ubyte', 'emnist-letters-test'],
    ['data_batch_1.bin', 'data_batch_1'],
    ['Wine Quality (red).csv.gz', 'wine-quality-red-'],
    ['mnist.npz', 'mnist'],
    ['cat.JPEG', 'cat'],
    ['pets', 'pets'],
  ])('suggests for %s the name %s', (file, name) => {
    expect(suggestedName(file)).toBe(name);
  });
});

describe('options of an import', () => {
  it('come from the formats, each name once', () => {
    expect(IMPORT_OPTIONS.map(({ name }) => name).sort()).toEqual(
      ['channels', 'delimiter', 'features', 'grey', 'header', 'label', 'resize', 'task', 'values'].sort(),
    );
    const label = IMPORT_OPTIONS.find(({ name }) => name === 'label')!;
    expect(label.takers.map(({ format }) => format.format)).toEqual(['numpy', 'images', 'csv']);
  });

  it('have a title for each choice that the page offers', () => {
    for (const { options } of formats)
      for (const option of options)
        if (option.kind === 'choice' && option.words.title !== undefined)
          for (const choice of option.choices) expect(option.titles?.[choice]).toMatch(/\w/);
  });
});
