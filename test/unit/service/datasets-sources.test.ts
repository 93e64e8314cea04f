/** Finding source files by path: what a folder gives, what a single file brings along, and what is said otherwise. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSourceFiles } from '../../../app/service/datasets/sources.ts';
import { idxPair, textFile } from '../../support/idx.ts';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(join(tmpdir(), 'normscope-sources-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const put = (...files: { name: string; bytes: Uint8Array }[]): void => {
  for (const { name, bytes } of files) fs.writeFileSync(join(folder, name), bytes);
};
const names = (path = folder): string[] => readSourceFiles(path).map(({ name }) => name);

it('takes the IDX files of a folder, each once, and leaves the rest', () => {
  put(...idxPair('train', [1, 2]), ...idxPair('train', [1, 2], true), ...idxPair('t10k', [1], true));
  put(textFile('README.md', 'hello'), textFile('table.csv', 'a,b\n'));
  expect(names()).toEqual([
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
    'train-images-idx3-ubyte',
    'train-labels-idx1-ubyte',
  ]);
});

it('brings the labels of an IDX file along, packed or not', () => {
  put(...idxPair('train', [1, 2]), ...idxPair('t10k', [1], true));
  expect(names(join(folder, 't10k-images-idx3-ubyte.gz'))).toEqual([
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
  ]);
  expect(names(join(folder, 'train-labels-idx1-ubyte')).sort()).toEqual([
    'train-images-idx3-ubyte',
    'train-labels-idx1-ubyte',
  ]);
});

it('takes the one table of a folder, or any file that is named', () => {
  put(textFile('table.tsv', 'a\tb\n1\t2\n'), textFile('notes.md', 'hello'));
  expect(names()).toEqual(['table.tsv']);
  expect(new TextDecoder().decode(readSourceFiles(join(folder, 'notes.md'))[0]!.bytes)).toBe('hello');
});

it('says what it found when nothing fits', () => {
  expect(() => names()).toThrow(/it is empty.*train-images-idx3-ubyte\.gz/s);
  put(textFile('notes.md', 'hello'));
  expect(() => names()).toThrow(/it holds notes\.md/);
  put(textFile('a.csv', ''), textFile('b.csv', ''));
  expect(() => names()).toThrow(/2 tables: a\.csv, b\.csv\. Name one/);
  expect(() => names(join(folder, 'note.md'))).toThrow(/no file or folder .*Did you mean .*notes\.md\?/);
  expect(() => names(join(folder, 'missing', 'x.csv'))).toThrow(/Check the path/);
});

it('takes the arrays of NumPy, the batches of CIFAR-10, or the images below a folder, with their paths', () => {
  const file = (name: string) => textFile(name, 'x');
  put(file('x_train.npy'), file('y_train.npy'), file('weights.npy'), file('notes.md'));
  expect(names()).toEqual(['weights.npy', 'x_train.npy', 'y_train.npy']);
  expect(names(join(folder, 'x_train.npy'))).toEqual(['x_train.npy', 'y_train.npy']);
  expect(names(join(folder, 'weights.npy'))).toEqual(['weights.npy']);
  expect(readSourceFiles(join(folder, 'weights.npy'), join(folder, 'y_train.npy'))).toHaveLength(2);
  put(file('data_batch_1.bin'), file('test_batch.bin'), file('batches.meta.txt'));
  expect(names()).toEqual(['batches.meta.txt', 'data_batch_1.bin', 'test_batch.bin']);
  expect(names(join(folder, 'test_batch.bin'))).toEqual(['test_batch.bin', 'batches.meta.txt']);

  const pets = join(folder, 'pets');
  fs.mkdirSync(join(pets, 'cats'), { recursive: true });
  fs.writeFileSync(join(pets, 'cats', '1.png'), 'one');
  fs.writeFileSync(join(pets, '.hidden'), '');
  const [only] = readSourceFiles(pets);
  expect(only!.name).toBe('cats/1.png');
  fs.writeFileSync(join(pets, 'cats', '1.png'), 'two');
  expect(new TextDecoder().decode(only!.bytes)).toBe('two');
  put(file('a.npz'), file('b.npz'));
  fs.rmSync(join(folder, 'data_batch_1.bin'));
  fs.rmSync(join(folder, 'test_batch.bin'));
  expect(() => names()).toThrow(/2 NPZ archives: a\.npz, b\.npz\. Name one/);
});
