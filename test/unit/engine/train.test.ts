/** The training loop: what it records, how it ends, and that its bits depend on nothing but spec, seed and kernels. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../engine/data/dataset.ts';
import type { FinishedEvent, NormEvent, SeriesEvent, TrainEvent } from '../../../engine/events.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { createTraining, type Ending } from '../../../engine/train.ts';
import { CONTROL, type FromWorker, type ToWorker } from '../../../engine/worker-protocol.ts';
import { KERNEL_SETS, load } from '../../support/kernel-sets.ts';
import { clusters } from '../../support/small-dataset.ts';

const dataset = clusters();
const spec = (change: RunSpecInput = {}): RunSpec =>
  RunSpec.parse({
    model: { hidden: [8, 6] },
    training: { steps: 63, batchSize: 20 },
    evaluation: { every: 25 },
    optimizer: { type: 'sgd', learningRate: 0.3 },
    ...change,
  });

async function train(
  change?: RunSpecInput,
  name: 'reference' | 'wasm' = 'wasm',
): Promise<{ events: TrainEvent[]; ending: Ending }> {
  const training = createTraining({ spec: spec(change), dataset, kernels: await load(name) });
  let ending: Ending | null = null;
  while (ending === null) ending = training.advance();
  return { events: training.take(), ending };
}

const series = (events: TrainEvent[], name: string): [step: number, value: number][] =>
  events
    .filter((event): event is SeriesEvent => event.type === 'series' && event.name === name)
    .flatMap(({ firstStep, stride, values }) =>
      Array.from(values, (v, i): [number, number] => [firstStep + i * stride, v]),
    );
const norms = (events: TrainEvent[]): NormEvent[] => events.filter((event) => event.type === 'norm');
const bytes = (events: TrainEvent[]): string =>
  JSON.stringify(events, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') : value,
  );

describe.each(KERNEL_SETS)('a run on $name kernels', ({ name }) => {
  it('learns, and records every series at its steps', async () => {
    const { events, ending } = await train({}, name);
    expect(ending).toMatchObject({ status: 'completed', step: 63 });
    expect(ending.summary['test.accuracy']).toBeGreaterThan(0.7);
    expect(series(events, 'train.loss').map(([step]) => step)).toEqual(Array.from({ length: 63 }, (_, i) => i + 1));
    for (const metric of ['validation.loss', 'validation.accuracy', 'validation.accuracy.batch'])
      expect(series(events, metric).map(([step]) => step)).toEqual([0, 25, 50, 63]);
    expect(
      norms(events)
        .map((event) => [event.step, event.layer])
        .slice(0, 4),
    ).toEqual([
      [1, 'norm1'],
      [1, 'norm2'],
      [10, 'norm1'],
      [10, 'norm2'],
    ]);
    const median = series(events, 'preactivation/activation2/p50');
    expect(median.map(([step]) => step)).toEqual([1, 10, 20, 30, 40, 50, 60, 63]);
    expect(Object.keys(ending.summary)).toEqual(
      expect.arrayContaining(['train.loss', 'best.validation.accuracy', 'test.accuracy.precise']),
    );
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const [a, b, c] = [await train({}, name), await train({}, name), await train({ seed: 2 }, name)];
    expect(bytes(a.events)).toBe(bytes(b.events));
    expect(a.ending).toEqual(b.ending);
    expect(bytes(a.events)).not.toBe(bytes(c.events));
  });

  it('ends as diverged, with the step and the layer', async () => {
    const { ending, events } = await train(
      {
        model: { hidden: [8, 6], activation: 'relu', normalization: { type: 'none' } },
        optimizer: { type: 'sgd', learningRate: 1e200 },
      },
      name,
    );
    expect(ending.status).toBe('diverged');
    expect(ending.layer).toMatch(/^dense[123]$/);
    expect(ending.reason?.text).toContain(`Diverged at step ${ending.step}`);
    expect(series(events, 'train.loss').at(-1)![0]).toBe(ending.step);
  });
});

describe('a run', () => {
  it('without batch normalization has one kind of validation', async () => {
    const { events, ending } = await train({ model: { hidden: [4], normalization: { type: 'none' } } });
    expect(series(events, 'validation.accuracy.batch')).toEqual([]);
    expect(norms(events)).toEqual([]);
    expect(Object.keys(ending.summary).filter((key) => /batch|precise/.test(key))).toEqual([]);
  });

  it('with the affine ablation reports gamma and beta, and no statistics', async () => {
    const { events } = await train({ model: { hidden: [4], normalization: { type: 'affine' } } });
    const last = norms(events).at(-1)!;
    expect(Array.from(last.runningMean).every(Number.isNaN)).toBe(true);
    expect(Array.from(last.gamma).some((g) => g !== 1)).toBe(true);
  });

  it('says how many batches were kept out of the running statistics, and nothing where none was', async () => {
    // Variances of 1e50 are no float32: each batch is standardized to 0, and the loss stays finite.
    const model: RunSpecInput['model'] = { hidden: [4], normalization: { type: 'batch' } };
    const { ending } = await train({ model, data: { scaling: { method: 'affine', factor: 1e25 } } }, 'wasm');
    expect(ending.status).toBe('completed');
    expect(ending.summary['norm.skipped.batches']).toBe(ending.step);
    expect((await train({ model })).ending.summary).not.toHaveProperty(['norm.skipped.batches']);
  });

  it('can be stopped, with its metrics', async () => {
    const training = createTraining({ spec: spec(), dataset, kernels: await load('wasm') });
    for (let i = 0; i < 11; i++) training.advance();
    expect(training.stop()).toMatchObject({
      status: 'stopped',
      step: 10,
      reason: { text: 'Stopped at step 10 of 63.' },
    });
    expect(series(training.take(), 'validation.accuracy').map(([step]) => step)).toEqual([0, 10]);
  });

  it('is refused when a batch does not fit in the training split', async () => {
    const kernels = await load('wasm');
    expect(() => createTraining({ spec: spec({ training: { steps: 5, batchSize: 5000 } }), dataset, kernels })).toThrow(
      /training\.batchSize is 5000.*240/,
    );
  });

  it('is evaluated alike whether its dataset is sorted by class or mixed', async () => {
    const mixed = clusters(6000);
    const order = Array.from(mixed.labels.keys()).sort((a, b) => mixed.labels[a]! - mixed.labels[b]!);
    const sorted = {
      ...mixed,
      labels: Int32Array.from(order, (i) => mixed.labels[i]!),
      features: Float32Array.from(order.flatMap((i) => Array.from(mixed.features.subarray(i * 5, i * 5 + 5)))),
    };
    const training = createTraining({
      // More validation samples than one evaluation batch holds.
      spec: spec({ data: { split: { train: 0.4, validation: 0.5, test: 0.1 } }, training: { steps: 200 } }),
      dataset: sorted,
      kernels: await load('wasm'),
    });
    let ending: Ending | null = null;
    while (ending === null) ending = training.advance();
    const accuracy = ending.summary['validation.accuracy']!;
    expect(accuracy).toBeGreaterThan(0.7);
    expect(Math.abs(ending.summary['validation.accuracy.batch']! - accuracy)).toBeLessThan(0.05);
    expect(Math.abs(ending.summary['validation.accuracy.precise']! - accuracy)).toBeLessThan(0.05);
  });

  it('ends as diverged when its last update made a weight infinite, though no loss shows it', async () => {
    const { ending } = await train({
      model: { hidden: [8], activation: 'relu', normalization: { type: 'none' } },
      optimizer: { type: 'sgd', learningRate: 1e200 },
      training: { steps: 1, batchSize: 20 },
    });
    expect(ending).toMatchObject({ status: 'diverged', step: 1, layer: 'dense1' });
    expect(ending.reason?.text).toContain('a parameter is not finite');
  });

  it('looks at all three kinds of statistics at the end, whatever it followed on the way', async () => {
    const { ending } = await train({ evaluation: { every: 25, statistics: ['batch'] } });
    const names = ['validation.accuracy', 'validation.accuracy.batch', 'validation.accuracy.precise'];
    expect(Object.keys(ending.summary)).toEqual(expect.arrayContaining([...names, 'best.validation.accuracy.batch']));
    expect(ending.summary).not.toHaveProperty(['best.validation.accuracy']);
  });

  it('is refused when a regression set meets cross-entropy', async () => {
    const regression: Dataset = {
      info: { ...dataset.info, task: 'regression', classes: [] },
      features: dataset.features,
      labels: new Int32Array(),
      targets: new Float32Array(dataset.info.samples),
    };
    const kernels = await load('wasm');
    expect(() => createTraining({ spec: spec(), dataset: regression, kernels })).toThrow(
      /loss is cross-entropy.*mean-squared-error/,
    );
  });

  it('ends near the running statistics it should: precise ones agree with the batch', async () => {
    const { ending } = await train({ training: { steps: 300, batchSize: 20 } });
    expect(Math.abs(ending.summary['validation.loss.precise']! - ending.summary['validation.loss']!)).toBeLessThan(0.1);
  });
});

/** Trains in a thread, pausing it once; resolves with all its events. */
function inThread(worker: Worker, run: RunSpec, pause: boolean): Promise<TrainEvent[]> {
  const control = new Int32Array(new SharedArrayBuffer(8));
  if (pause) Atomics.store(control, 0, CONTROL.pause);
  const message: ToWorker = { type: 'train', spec: run, dataset, mostThreads: 1, control };
  return new Promise((resolve, reject) => {
    const all: TrainEvent[] = [];
    const listen = (answer: FromWorker): void => {
      if (answer.type === 'failed') {
        reject(new Error(answer.said.text));
        return;
      }
      if (answer.type === 'probed') return;
      all.push(...answer.events);
      if (pause && answer.events.some((event) => event.type === 'progress')) {
        Atomics.store(control, 0, CONTROL.run);
        Atomics.notify(control, 0);
      }
      if (answer.events.some((event) => event.type === 'finished')) {
        worker.off('message', listen);
        resolve(all);
      }
    };
    worker.on('message', listen);
    worker.postMessage(message);
  });
}

describe('training threads', () => {
  it('give the bits of the loop itself, side by side, one after another, and paused', async () => {
    const alone = await train();
    const workers = [0, 1].map(() => new Worker(new URL('../../../engine/worker.ts', import.meta.url)));
    const runs = [
      ...(await Promise.all(workers.map((worker) => inThread(worker, spec(), false)))),
      await inThread(workers[0]!, spec(), true),
    ];
    for (const worker of workers) worker.postMessage({ type: 'close' } satisfies ToWorker);
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
    for (const events of runs) {
      for (const name of ['train.loss', 'validation.accuracy', 'gradient.norm'])
        expect(series(events, name)).toEqual(series(alone.events, name));
      expect(bytes(norms(events))).toBe(bytes(norms(alone.events)));
      const end = events.find((event): event is FinishedEvent => event.type === 'finished');
      expect(end?.summary).toEqual(alone.ending.summary);
    }
  });
});
