import Sqlite from 'better-sqlite3';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { splitSizes } from '../../../engine/data/split.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { AppError } from '../../../app/errors.ts';
import { machine } from '../../../app/platform.ts';
import { explainData } from '../../../app/service/datasets/errors.ts';
import { createRunService } from '../../../app/service/runs.ts';
import type { DatasetRow } from '../../../app/contract/datasets.ts';
import type { NewRuns } from '../../../app/contract/runs.ts';
import type { RunService } from '../../../app/service/types.ts';
import { openStore } from '../../../app/store/store.ts';
import type { Store } from '../../../app/store/store.ts';
import { newRun, temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();

const row = (name: string, task: DatasetRow['task'], samples: number): DatasetRow => ({
  ...{ name, hash: `hash of ${name}`, task, samples, shape: [28, 28], features: [], source: 'test' },
  classes: task === 'classification' ? ['a', 'b'] : [],
  ...{ builtIn: true, classCounts: [], ready: true, importedAt: null },
});
const rows = [row('digits', 'classification', 10_000), row('sine', 'regression', 200)];
const find = (name: string): DatasetRow => {
  const found = rows.find((known) => known.name === name);
  if (found === undefined) throw new AppError('not-found', `There is no dataset ${name}.`);
  return found;
};
const trainer = {
  train: (): never => {
    throw new Error('these runs are not trained');
  },
};
const datasets = {
  list: () => rows,
  get: async (name: string) => find(name),
  load: async (): Promise<never> => {
    throw new Error('these runs are not trained');
  },
  trainingSamples: async ({ data }: RunSpec) =>
    explainData(() => splitSizes(find(data.dataset).samples, data.split), 'data.split.train')[0],
};

let store: Store;
let runs: RunService;
let woken: number;
const stores: Store[] = [];
beforeEach(() => {
  store = openStore(fresh());
  stores.push(store);
  woken = 0;
  runs = createRunService({
    ...{ store, datasets, trainer, kernels: 'wasm-simd', home: null, wake: () => woken++ },
  });
});
afterAll(() => stores.forEach((one) => one.close()));

const refusal = async (work: () => unknown): Promise<AppError> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('creating runs', () => {
  it('queues one run a seed, replicates of one group, with everything about where it came from', async () => {
    const made = await runs.create({ spec: { name: 'three' }, seeds: [5, 6, 7] });
    expect(made.map(({ spec, status }) => [spec.seed, status])).toEqual([5, 6, 7].map((seed) => [seed, 'queued']));
    expect(new Set(made.map(({ groupHash }) => groupHash)).size).toBe(1);
    expect(new Set(made.map(({ specHash }) => specHash)).size).toBe(3);
    expect(made[0]!.dataset).toEqual({ name: 'digits', hash: 'hash of digits' });
    expect(woken).toBe(1);
    const detail = runs.get(made[0]!.id);
    expect(detail.versions.node).toBe(process.versions.node);
    expect(detail).toMatchObject({
      kernels: null,
      layers: [],
      scaling: null,
      samples: null,
      series: [],
      norms: [],
      bytes: 0,
    });
  });

  it.each<[string, NewRuns, string, string]>([
    ['an impossible field', { spec: { training: { batchSize: 0 } } }, 'training.batchSize', 'is 0'],
    ['an unknown field', { spec: { optimiser: {} } as never }, 'optimiser', 'optimizer'],
    ['classes where there are none', { spec: { data: { dataset: 'sine' } } }, 'loss', 'use mean-squared-error'],
    [
      'a batch larger than the split',
      { spec: { training: { batchSize: 8001 } } },
      'training.batchSize',
      'has 8000 samples',
    ],
    [
      'a split without a test sample',
      {
        spec: {
          data: { dataset: 'sine', split: { train: 0.5, validation: 0.499, test: 0.001 } },
          loss: { type: 'mean-squared-error' },
        },
      },
      'data.split.train',
      'test split would be empty',
    ],
    [
      'a last batch of one',
      { spec: { training: { batchSize: 19, batching: { type: 'shuffled', dropLast: false } } } },
      'training.batching.dropLast',
      'would hold 1 of',
    ],
    [
      'groups that do not divide the channels',
      { spec: { model: { kind: 'cnn', channels: [6], normalization: { type: 'group', groups: 4 } } } },
      'model.normalization.groups',
      'does not divide the 6 channels',
    ],
    ['no seed', { spec: {}, seeds: [] }, 'seeds', 'is empty'],
    ['a seed twice', { spec: {}, seeds: [3, 3] }, 'seeds', 'holds 3 twice'],
    ['a seed that is none', { spec: {}, seeds: [1.5] }, 'seeds', 'holds 1.5'],
  ])('refuses %s, naming field, value and remedy, and queues nothing', async (_what, input, path, words) => {
    const error = await refusal(() => runs.create(input));
    expect(error.code).toBe('invalid-input');
    expect(error.issues.map((issue) => issue.path)).toContain(path);
    expect(error.message).toContain(words);
    expect(runs.list()).toEqual([]);
  });

  it('refuses a dataset that does not exist', async () => {
    expect((await refusal(() => runs.create({ spec: { data: { dataset: 'digit' } } }))).code).toBe('not-found');
  });
});

describe('finding runs', () => {
  it('works by id, unique start of an id, and name', async () => {
    const [run] = await runs.create({ spec: { name: 'sigmoid, batch norm' } });
    for (const ref of [run!.id, run!.id.slice(0, 14), run!.id.slice(0, 9).toUpperCase(), 'sigmoid, batch norm'])
      expect(runs.resolve(ref).id).toBe(run!.id);
  });

  it('names the candidates when several fit, and the nearest name when none does', async () => {
    const [one, two] = await runs.create({ spec: { name: 'twice' }, seeds: [1, 2] });
    const byName = await refusal(() => runs.resolve('twice'));
    expect(byName.code).toBe('ambiguous');
    expect(byName.message).toContain(one!.id);
    expect(byName.message).toContain(two!.id);
    expect((await refusal(() => runs.resolve(one!.id.slice(0, 6)))).code).toBe('ambiguous');
    const none = await refusal(() => runs.resolve('twise'));
    expect(none.code).toBe('not-found');
    expect(none.message).toContain('Did you mean "twice"?');
    runs.trash([one!.id]);
    expect(runs.resolve('twice').id).toBe(two!.id);
  });

  it('filters by words, status and tag', async () => {
    const [a, b] = [
      await runs.create({ spec: { name: 'Relu plain' } }),
      await runs.create({ spec: { name: 'relu norm' } }),
    ];
    runs.update(a[0]!.id, { tags: ['paper'] });
    const names = (query: Parameters<RunService['list']>[0]) => runs.list(query).map(({ name }) => name);
    expect(names({})).toEqual(['relu norm', 'Relu plain']);
    expect(names({ text: 'RELU norm' })).toEqual(['relu norm']);
    expect(names({ text: 'paper digits' })).toEqual(['Relu plain']);
    expect(names({ tag: 'paper' })).toEqual(['Relu plain']);
    expect(names({ status: ['running'] })).toEqual([]);
    runs.stop(b[0]!.id);
    expect(names({ status: ['stopped'] })).toEqual(['relu norm']);
  });

  it('asks the database as often for 500 runs as for one', () => {
    const Statement = new Sqlite(':memory:').prepare('SELECT 1').constructor as { prototype: Sqlite.Statement };
    const spies = (['get', 'all', 'iterate', 'run'] as const).map((way) => vi.spyOn(Statement.prototype, way));
    const asked = (): number => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    const add = (count: number): void => {
      for (let i = 0; i < count; i++) {
        const run = newRun({ name: `run ${i}` });
        store.runs.add(run);
        store.runs.edit(run.id, { tags: ['a', 'b'] });
      }
    };
    const list = (count: number): number => {
      const before = asked();
      expect(runs.list({ text: 'digits' })).toHaveLength(count);
      return asked() - before;
    };
    add(1);
    const once = list(1);
    expect(once).toBeGreaterThan(0);
    store.transaction(() => add(499));
    expect(list(500)).toBe(once);
    vi.restoreAllMocks();
  });
});

describe('a queued run', () => {
  it('can be stopped, and not paused or resumed', async () => {
    const [run] = await runs.create({ spec: {} });
    expect((await refusal(() => runs.pause(run!.id))).message).toContain('is queued; only a run that is running');
    expect(runs.stop(run!.id)).toMatchObject({ status: 'stopped', reason: 'Stopped before it started.' });
    expect((await refusal(() => runs.stop(run!.id))).code).toBe('conflict');
  });
});

describe('changing runs', () => {
  it('renames, notes and tags, and refuses what cannot be a name', async () => {
    const [run] = await runs.create({ spec: {} });
    const changed = runs.update(run!.id, { name: ' better ', note: 'seen', tags: ['x', 'x ', 'a'] });
    expect(changed).toMatchObject({ name: 'better', note: 'seen', tags: ['a', 'x'], specHash: run!.specHash });
    expect(changed.changed).toBeGreaterThan(run!.changed);
    expect((await refusal(() => runs.update(run!.id, { name: '  ' }))).issues[0]?.path).toBe('name');
    expect((await refusal(() => runs.update('nobody', {}))).code).toBe('not-found');
  });

  it('moves to the trash, back, and deletes only from there', async () => {
    const [one, two] = await runs.create({ spec: {}, seeds: [1, 2] });
    expect((await refusal(() => runs.purge([one!.id]))).code).toBe('conflict');
    runs.trash([one!.id, two!.id]);
    expect(runs.list()).toEqual([]);
    expect(runs.list({ trash: true })).toHaveLength(2);
    expect(runs.get(one!.id)).toMatchObject({ status: 'stopped' });
    runs.restore([two!.id]);
    expect(runs.list().map(({ id }) => id)).toEqual([two!.id]);
    expect(runs.purge([one!.id])).toBe(1);
    expect((await refusal(() => runs.get(one!.id))).code).toBe('not-found');
  });

  it('moves all to the trash or none', async () => {
    const [one] = await runs.create({ spec: {} });
    await refusal(() => runs.trash([one!.id, 'nobody']));
    expect(runs.get(one!.id).trashedAt).toBeNull();
  });
});

describe('an estimate', () => {
  it('follows the speed that past runs reached here', async () => {
    const spec = { training: { steps: 1000 } };
    const before = await runs.estimate(spec);
    expect(before.seconds).toBeGreaterThan(0);
    expect((await runs.estimate({ training: { steps: 2000 } })).seconds).toBeCloseTo(2 * before.seconds, 1);
    const run = newRun(spec, { machine: machine() });
    store.runs.add(run);
    store.queue.enter({ id: 'h', processId: 1, computer: 'x', startedAt: 1, heartbeat: 1 });
    store.queue.claim('h', 1, false, '{}', JSON.stringify(machine()));
    store.recorder.record(
      run.id,
      'h',
      [
        {
          ...{
            type: 'started',
            kernels: 'wasm-simd',
            parameters: 1,
            layers: [],
            samples: { train: 1, validation: 1, test: 1 },
          },
          scaling: { method: 'none', shift: [0], factor: [1], zeroVariance: 0 },
        },
        {
          type: 'finished',
          status: 'completed',
          step: 1000,
          reason: null,
          summary: {},
          trainingMs: before.seconds * 7000,
        },
      ],
      1,
    );
    expect((await runs.estimate(spec)).seconds).toBeCloseTo(7 * before.seconds, 6);
  });

  it('has the probes in it, each with its moments', async () => {
    const plain = await runs.estimate({});
    const probes = [{ type: 'gradients' as const, at: [0, 10, 1500, 'end' as const] }, { type: 'landscape' as const }];
    const probed = await runs.estimate({ probes });
    expect(probed.probes.map(({ moments }) => moments)).toEqual([3, 1]);
    const [gradients, landscape] = probed.probes;
    expect(gradients!.total).toBeCloseTo(3 * gradients!.seconds, 9);
    expect(probed.seconds).toBeCloseTo(plain.seconds + gradients!.total + landscape!.total, 9);
    expect(probed.bytes).toBe(plain.bytes + gradients!.bytes + landscape!.bytes);
  });

  it('of a network that does not fit the data names the field', async () => {
    const model = { kind: 'cnn', channels: [6], normalization: { type: 'group', groups: 4 } } as const;
    const input = { model: { ...model, channels: [...model.channels] } };
    await expect(runs.estimate(input)).rejects.toThrow(/model\.normalization\.groups is 4/);
  });

  it('of the room is that of the values that the run will store', async () => {
    const { bytes } = await runs.estimate(RunSpec.parse({}));
    // 151 records of 3 layers of 100 units, 6 float32 each, make up most of it.
    expect(bytes).toBeGreaterThan(151 * 300 * 24);
    expect(bytes).toBeLessThan(2 * 151 * 300 * 24);
  });
});
