/** The dataset service on a real folder: built-in sets and their cache, imports, samples, histograms, and refusals. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../app/errors.ts';
import { createDatasetService, type RegisteredDataset } from '../../../app/service/datasets/service.ts';
import { BUILT_IN, findBuiltIn } from '../../../engine/data/generators/registry.ts';
import { contentHash } from '../../../engine/data/hash.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { idxPair, textFile } from '../../support/idx.ts';

const TABLE = textFile(
  't.csv',
  `a,b,y\n${Array.from({ length: 30 }, (_, i) => `${i},${i % 7},${i % 2}`).join('\n')}\n`,
);

let root: string;
let unfinished: number;
const rows = new Map<string, RegisteredDataset>();
const registry = {
  list: () => [...rows.values()],
  get: (name: string) => rows.get(name),
  add: (row: RegisteredDataset) => void rows.set(row.name, row),
  remove: (name: string) => rows.delete(name),
};
/** A service as a new start of the program would make it. */
const open = () => createDatasetService({ registry, folder: join(root, 'data'), unfinishedRunsWith: () => unfinished });
const files = (): string[] => (fs.existsSync(join(root, 'data')) ? fs.readdirSync(join(root, 'data')) : []);

beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'normscope-datasets-'));
  unfinished = 0;
  rows.clear();
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const refusal = async (work: () => unknown): Promise<AppError> => {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('it was not refused');
};

describe('built-in sets', () => {
  it('are known at once, generated when asked for, and kept on disk', async () => {
    const service = open();
    expect(service.list()).toHaveLength(BUILT_IN.length);
    expect(service.list().every(({ builtIn, ready, hash }) => builtIn && !ready && hash.length === 64)).toBe(true);
    expect(files()).toEqual([]);
    expect(await service.get('xor')).toMatchObject({ ready: true, classCounts: [750, 750], samples: 1500 });
    expect(files()).toHaveLength(1);
    const again = open();
    expect(
      again
        .list()
        .filter(({ ready }) => ready)
        .map(({ name }) => name),
    ).toEqual(['xor']);
    expect(contentHash(await again.load('xor'))).toBe(findBuiltIn('xor')!.info.hash);
  });

  it('are generated again when their file is damaged, and replace those of another version', async () => {
    await open().load('sine');
    const file = join(root, 'data', files()[0]!);
    const bytes = fs.readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    fs.writeFileSync(file, bytes);
    fs.writeFileSync(join(root, 'data', 'built-in-sine-000000000000.nsdata'), 'an earlier version');
    expect(contentHash(await open().load('sine'))).toBe(findBuiltIn('sine')!.info.hash);
    expect(files()).toHaveLength(1);
    expect(fs.readFileSync(file).equals(bytes)).toBe(false);
  });

  it('work where nothing can be written', async () => {
    fs.writeFileSync(join(root, 'data'), 'a file where the folder should be');
    const dataset = await open().load('circles');
    expect(dataset.info.samples).toBe(1500);
  });

  it('cannot be removed', async () => {
    expect(await refusal(() => open().remove('digits'))).toMatchObject({ code: 'conflict' });
  });
});

describe('imports', () => {
  it('are there after a restart, in shared memory, until they are removed', async () => {
    const row = await open().add('mine', [TABLE]);
    expect(row).toMatchObject({
      name: 'mine',
      builtIn: false,
      ready: true,
      classCounts: [15, 15],
      features: ['a', 'b'],
    });
    const service = open();
    expect(service.list().at(-1)).toEqual(row);
    expect(await service.get('mine')).toEqual(row);
    const dataset = await service.load('mine');
    expect(contentHash(dataset)).toBe(row.hash);
    expect(dataset.features.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(dataset.labels.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(await service.load('mine')).toMatchObject({ features: dataset.features });
    service.remove('mine');
    expect(files()).toEqual([]);
    expect((await refusal(() => service.load('mine'))).code).toBe('not-found');
  });

  it('of the same contents under two names stay two datasets', async () => {
    const service = open();
    await service.add('one', [TABLE]);
    await service.add('two', [TABLE]);
    expect((await service.load('one')).info.name).toBe('one');
    expect((await service.load('two')).info.name).toBe('two');
    service.remove('one');
    expect((await open().load('two')).info.samples).toBe(30);
  });

  it('preview says what is found without keeping anything', async () => {
    const { info, problems } = await open().preview(idxPair('train', [1, 2, 1]));
    expect([info.shape, problems]).toEqual([[2, 3], []]);
    expect([rows.size, files()]).toEqual([0, []]);
    const error = await refusal(() => open().preview([textFile('x.csv', 'a,b\n1\n')]));
    expect(error).toMatchObject({ code: 'invalid-input', issues: [{ path: 'files' }] });
  });

  it('that fail leave nothing behind', async () => {
    const [images] = idxPair('train', [1, 2, 1]);
    const service = open();
    expect((await refusal(() => service.add('bad', [images]))).code).toBe('invalid-input');
    const gap = await refusal(() => service.add('bad', [textFile('t.csv', 'a,y\n1,0\n,1\n2,0\n')]));
    expect(gap.message).toMatch(/missing values: a \(1, first in line 3\)/);
    expect([rows.size, files()]).toEqual([0, []]);
  });

  it('sweep away what an ended program left half written', async () => {
    fs.mkdirSync(join(root, 'data'));
    const [old, fresh] = ['old.nsdata.1.tmp', 'fresh.nsdata.2.tmp'];
    for (const name of [old, fresh]) fs.writeFileSync(join(root, 'data', name), '');
    fs.utimesSync(join(root, 'data', old), 1, 1);
    await open().add('mine', [TABLE]);
    expect(files()).toContain(fresh);
    expect(files()).not.toContain(old);
  });

  it('refuse names that are malformed or taken', async () => {
    const service = open();
    await service.add('Mine', [TABLE]);
    for (const name of ['', '../up', '.hidden', 'a b', 'ä', 'x'.repeat(65)]) {
      const error = await refusal(() => service.add(name, [TABLE]));
      expect(error).toMatchObject({ code: 'invalid-input', issues: [{ path: 'name' }] });
    }
    expect((await refusal(() => service.add('Größe 2', [TABLE]))).message).toContain('for example Gro-e-2');
    expect(await refusal(() => service.add('mine', [TABLE]))).toMatchObject({ code: 'conflict' });
    expect((await refusal(() => service.add('Digits', [TABLE]))).message).toContain('built-in');
  });

  it('stay while unfinished runs need them', async () => {
    const service = open();
    await service.add('mine', [TABLE]);
    unfinished = 2;
    expect((await refusal(() => service.remove('mine'))).message).toContain('2 runs that have not ended');
    expect(files()).toHaveLength(1);
  });

  it('whose file is damaged or gone say so, with the remedy', async () => {
    await open().add('mine', [TABLE]);
    const file = join(root, 'data', files()[0]!);
    fs.truncateSync(file, 100);
    expect(await refusal(() => open().load('mine'))).toMatchObject({ code: 'unavailable' });
    fs.rmSync(file);
    expect((await refusal(() => open().load('mine'))).message).toContain('import it again');
  });
});

describe('unknown names', () => {
  it('are answered with the nearest one', async () => {
    const service = open();
    await service.add('mnist-10k', [TABLE]);
    expect((await refusal(() => service.get('mnist10k'))).message).toContain('Did you mean mnist-10k?');
    expect((await refusal(() => service.load('digit'))).message).toContain('Did you mean digits?');
    expect(await refusal(() => service.remove('nothing like it'))).toMatchObject({ code: 'not-found' });
  });
});

describe('looking at a dataset', () => {
  it('samples the classes in turn, and a regression set evenly', async () => {
    const service = open();
    const { features, labels, targets } = await service.sample('gaussian-clusters', 10);
    expect([...labels]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1]);
    expect([features.length, targets.length]).toEqual([20, 0]);
    const wave = await service.sample('sine', 50);
    expect([wave.features.length, wave.labels.length, wave.targets.length]).toEqual([50, 0, 50]);
    expect((await service.sample('xor', 10_000)).labels.length).toBe(1500);
    expect(await refusal(() => service.sample('xor', 0))).toMatchObject({ code: 'invalid-input' });
  });

  it('shows every sample once when all are asked for, scarce classes included', async () => {
    const service = open();
    await service.add('uneven', [
      textFile('t.csv', `a,y\n${Array.from({ length: 20 }, (_, i) => `${i},${i < 3 ? 'few' : 'many'}`).join('\n')}`),
    ]);
    const all = await service.sample('uneven', 20);
    expect([...all.features].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect([...(await service.sample('uneven', 8)).labels]).toEqual([0, 1, 0, 1, 0, 1, 1, 1]);
  });

  it('counts the inputs of the training split before and after a scaling', async () => {
    const service = open();
    const sum = (counts: number[]): number => counts.reduce((a, b) => a + b, 0);
    const { before, after, zeroVariance } = await service.histogram('two-moons', {
      scaling: { method: 'standardize', per: 'feature' },
    });
    expect([sum(before.counts), sum(after.counts), zeroVariance]).toEqual([2400, 2400, 0]);
    const half = { train: 0.5, validation: 0.25, test: 0.25 };
    const range = await service.histogram('two-moons', {
      scaling: { method: 'range', low: 0, high: 1 },
      split: half,
      seed: 3,
    });
    expect(sum(range.after.counts)).toBe(1500);
    expect(range.after.edges[0]).toBeCloseTo(0, 6);
    expect(range.after.edges.at(-1)).toBeCloseTo(1, 6);
    await service.close();
  });

  it('counts inputs in a thread: what nobody waits for any more is dropped, the rest is answered', async () => {
    const service = open();
    const ask = (high: number, signal?: AbortSignal) =>
      service.histogram('xor', { scaling: { method: 'range', low: 0, high } }, signal);
    const [atWork, queued] = [new AbortController(), new AbortController()];
    const first = expect(ask(1, atWork.signal)).rejects.toMatchObject({ code: 'conflict' });
    const second = expect(ask(2, queued.signal)).rejects.toMatchObject({ code: 'conflict' });
    const third = ask(3);
    queued.abort();
    atWork.abort();
    await Promise.all([first, second]);
    expect((await third).after.edges.at(-1)).toBeCloseTo(3, 6);
    expect(await ask(3)).toEqual(await third);
    const failure = await refusal(() =>
      service.histogram('xor', {
        scaling: { method: 'none' },
        split: { train: 0.9998, validation: 0.0001, test: 0.0001 },
      }),
    );
    expect(failure).toMatchObject({ code: 'invalid-input', issues: [{ path: 'split' }] });
    await service.close();
  });
});

describe('trainingSamples', () => {
  it('knows the size without generating, and refuses empty parts', async () => {
    const service = open();
    const spec = (dataset: string, split = {}): RunSpec => RunSpec.parse({ data: { dataset, split } });
    expect(await service.trainingSamples(spec('digits'))).toBe(8000);
    expect(files()).toEqual([]);
    await service.add('mine', [TABLE]);
    const thin = spec('mine', { train: 0.98, validation: 0.01, test: 0.01 });
    expect(await refusal(() => service.trainingSamples(thin))).toMatchObject({
      code: 'invalid-input',
      issues: [{ path: 'data.split.train' }],
    });
    expect((await refusal(() => service.trainingSamples(spec('nope')))).code).toBe('not-found');
  });
});
