/** Whole runs on several threads: the same bits as on one, however often their number changes in between. */
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeCheckpoint } from '../../../engine/checkpoint.ts';
import type { TrainEvent } from '../../../engine/events.ts';
import type { Kernels } from '../../../engine/kernels/kernels.ts';
import { loadKernels, loadTeam } from '../../../engine/kernels/load.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { createTraining, type Ending } from '../../../engine/train.ts';
import { THREADS, type FromWorker, type ToWorker } from '../../../engine/worker-protocol.ts';
import { smallImages } from '../../support/small-dataset.ts';
import { LONGEST_MS } from '../../support/waiting.ts';

const dataset = smallImages();
const team = await loadTeam(2);
afterAll(() => team.close());

const specOf = (model: object, optimizer: object): RunSpec =>
  RunSpec.parse({
    model,
    optimizer,
    training: { steps: 12, batchSize: 48 },
    evaluation: { every: 5, statistics: ['running', 'batch', 'precise'] },
    record: { normalization: { every: 3 } },
  });

const normalization = { type: 'batch' };
const RUNS: [string, RunSpec][] = [
  ['mlp, momentum', specOf({ kind: 'mlp', hidden: [256, 128], normalization }, { type: 'sgd', momentum: 0.9 })],
  ['mlp with layer normalization, adamw', specOf({ kind: 'mlp', hidden: [256], normalization: { type: 'layer' } }, { type: 'adamw' })], // prettier-ignore
  ['cnn, adam', specOf({ kind: 'cnn', channels: [16, 32], activation: 'relu', normalization }, { type: 'adam' })],
  ['cnn with group normalization, rmsprop', specOf({ kind: 'cnn', channels: [16, 16], normalization: { type: 'group', groups: 4 } }, { type: 'rmsprop' })], // prettier-ignore
  ['resnet, lamb', specOf({ kind: 'resnet', depth: 8, width: 8, normalization }, { type: 'lamb' })],
  ['resnet, adagrad', specOf({ kind: 'resnet', depth: 8, width: 8, normalization }, { type: 'adagrad' })],
];

interface Result {
  events: TrainEvent[];
  ending: Ending;
  last: string;
}

/** Trains to the end; `before` is called before each step. */
function train(spec: RunSpec, kernels: Kernels, before: (step: number) => void): Result {
  const training = createTraining({ spec, dataset, kernels });
  let ending: Ending | null = null;
  for (let step = 0; ending === null; step++) {
    before(step);
    ending = training.advance();
  }
  const last = Buffer.from(encodeCheckpoint(training.checkpoint()!)).toString('base64');
  return { events: training.take(), ending, last };
}

describe('a run on two threads', () => {
  it.each(RUNS)('%s: gives the bits of one, also when it changes in the middle', async (_name, spec) => {
    const one = train(spec, await loadKernels(), () => undefined);
    const before = team.helped;
    const end = performance.now() + LONGEST_MS;
    // A busy machine may not let the helper run at once.
    do {
      const changing = train(spec, team.kernels(), (step) => team.use(step % 3 === 2 ? 1 : 2));
      expect(changing).toEqual(one);
    } while (team.helped === before && performance.now() < end);
    expect(team.helped).toBeGreaterThan(before);
  });

  it('trains so in a training thread, one run after another', async () => {
    const worker = new Worker(new URL('../../../engine/worker.ts', import.meta.url));
    const inThread = (spec: RunSpec, mostThreads: number): Promise<TrainEvent[]> => {
      const control = new Int32Array(new SharedArrayBuffer(8));
      control[THREADS] = mostThreads;
      const changes = setInterval(() => Atomics.store(control, THREADS, 3 - Atomics.load(control, THREADS)), 5);
      const all: TrainEvent[] = [];
      return new Promise<TrainEvent[]>((resolve, reject) => {
        const listen = (answer: FromWorker): void => {
          if (answer.type === 'failed') return reject(new Error(answer.said.text));
          if (answer.type === 'probed') return;
          all.push(...answer.events);
          if (!answer.events.some((event) => event.type === 'finished')) return;
          worker.off('message', listen);
          resolve(all);
        };
        worker.on('message', listen);
        worker.postMessage({ type: 'train', spec, dataset, mostThreads, control } satisfies ToWorker);
      }).finally(() => clearInterval(changes));
    };
    const summary = (events: TrainEvent[]): unknown => {
      const finished = events.find((event) => event.type === 'finished');
      return finished?.type === 'finished' ? finished.summary : null;
    };
    const spec = RunSpec.parse({ ...RUNS[2]![1], training: { steps: 60, batchSize: 48 } });
    const alone = summary(await inThread(spec, 1));
    expect(alone).toMatchObject({ 'train.loss': expect.any(Number) as number });
    expect(summary(await inThread(spec, 2))).toEqual(alone);
    expect(summary(await inThread(RUNS[0]![1], 2))).toMatchObject({ 'train.loss': expect.any(Number) as number });
    expect(summary(await inThread(spec, 2))).toEqual(alone);
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ type: 'close' } satisfies ToWorker);
    expect(await exited).toBe(0);
  });
});
