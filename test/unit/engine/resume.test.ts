/**
 * A run that goes on from a checkpoint ends with exactly the bits of one that was never interrupted: every kind of
 * optimizer, normalizer, batch, schedule and stop that the specification knows.
 */
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../../../engine/checkpoint.ts';
import type { Dataset } from '../../../engine/data/dataset.ts';
import type { TrainEvent } from '../../../engine/events.ts';
import { stream } from '../../../engine/random.ts';
import { Reparameterization, Normalization } from '../../../engine/spec/schema/normalization.ts';
import { Optimizer, Schedule } from '../../../engine/spec/schema/optimizer.ts';
import { Batching, Clipping, EarlyStop } from '../../../engine/spec/schema/training.ts';
import { parseRunSpec } from '../../../engine/spec/parse.ts';
import type { RunSpec } from '../../../engine/spec/schema.ts';
import { createTraining, type Continuation, type Ending } from '../../../engine/train.ts';
import { load } from '../../support/kernel-sets.ts';

type Input = Record<string, unknown>;
type SetName = 'reference' | 'wasm';

/** 90 images of 2 x 6 x 6 in 3 classes. */
const dataset = ((): Dataset => {
  const random = stream(1, 'images');
  const labels = Int32Array.from({ length: 90 }, (_, i) => i % 3);
  return {
    info: {
      ...{ name: 'images', hash: '1'.repeat(64), task: 'classification', samples: 90, shape: [2, 6, 6] },
      ...{ classes: ['a', 'b', 'c'], features: [], source: 'drawn in a test' },
    },
    features: Float32Array.from({ length: 90 * 72 }, (_, i) => random.normal() + labels[Math.floor(i / 72)]!),
    labels,
    targets: new Float32Array(),
  };
})();

const STEPS = 17;
/** Before the first step, within the first epoch, at an evaluation, before the last step. */
const INTERRUPTED = [0, 2, 6, 12, 16];

const mlp = { kind: 'mlp', hidden: [8, 6] };
const cnn = { kind: 'cnn', channels: [4, 4] };
const resnet = { kind: 'resnet', depth: 8, width: 4 };

const base: Input = {
  model: mlp,
  training: { steps: STEPS, batchSize: 12 },
  evaluation: { every: 6, statistics: ['running', 'batch', 'precise'] },
  record: { normalization: { every: 4 } },
};

const hexOf = (numbers: Float32Array | Float64Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('hex');

/** Everything recorded, by what and step, so that it does not matter in which pieces it came. */
function recorded(events: TrainEvent[]): Map<string, string> {
  const all = new Map<string, string>();
  const put = (key: string, value: string): void => {
    expect(all.has(key), `${key} twice`).toBe(false);
    all.set(key, value);
  };
  for (const event of events) {
    if (event.type === 'series')
      event.values.forEach((value, i) =>
        put(`${event.name} at ${event.firstStep + i * event.stride}`, hexOf(Float64Array.of(value))),
      );
    if (event.type === 'norm')
      for (const [field, values] of Object.entries(event))
        if (values instanceof Float32Array) put(`${event.layer} ${field} at ${event.step}`, hexOf(values));
  }
  return all;
}

interface Result {
  recorded: Map<string, string>;
  ending: Ending;
  last: string | null;
}

/** Trains to the end, or until a number of steps is done. */
async function train(
  spec: RunSpec,
  set: SetName,
  until = Infinity,
  from?: Continuation,
): Promise<Result & { bytes: Uint8Array | null; events: TrainEvent[] }> {
  const training = createTraining({ spec, dataset, kernels: await load(set) }, from);
  let ending: Ending | null = null;
  while (ending === null && training.step < until) ending = training.advance();
  const events = training.take();
  const checkpoint = training.checkpoint();
  const bytes = checkpoint === null ? null : encodeCheckpoint(checkpoint);
  ending ??= training.stop();
  return {
    ...{ recorded: recorded(events), ending, events, bytes },
    last: bytes === null ? null : Buffer.from(bytes).toString('hex'),
  };
}

const resumed = (bytes: Uint8Array): Continuation => ({ checkpoint: decodeCheckpoint(bytes), fork: false });

async function expectSameBits(spec: RunSpec, set: SetName, steps: readonly number[] = INTERRUPTED): Promise<void> {
  const whole = await train(spec, set);
  for (const step of steps) {
    if (step >= whole.ending.step) continue;
    const first = await train(spec, set, step);
    const second = await train(spec, set, Infinity, resumed(first.bytes!));
    expect(recorded([...first.events, ...second.events]), `interrupted at ${step}`).toEqual(whole.recorded);
    expect(second.ending, `interrupted at ${step}`).toEqual(whole.ending);
    expect(second.last === whole.last, `last checkpoint after an interruption at ${step}`).toBe(true);
  }
}

/** A valid specification of a variant, on the first network that it allows; null where none does. */
function specFor(change: (model: Input) => Input): RunSpec {
  for (const model of [mlp, cnn, resnet]) {
    const parsed = parseRunSpec({ ...base, ...change(model) });
    if (parsed.ok) return parsed.spec;
  }
  throw new Error(`No network takes ${JSON.stringify(change({}))}`);
}

const typesOf = (union: { options: readonly { shape: { type: { value: string } } }[] }): string[] =>
  union.options.map(({ shape }) => shape.type.value);

const training = (change: Input): Input => ({ training: { ...(base['training'] as Input), ...change } });
const optimizer = { type: 'sgd', learningRate: 0.1, momentum: 0.9 };

const VARIANTS: Record<string, { types: string[]; spec: (type: string) => RunSpec }> = {
  'model.normalization': {
    types: typesOf(Normalization),
    spec: (type) =>
      specFor((model) => ({
        model: {
          ...model,
          normalization: { type, ...(type === 'group' && { groups: 2 }), ...(type === 'ghost-batch' && { size: 4 }) },
        },
      })),
  },
  'model.reparameterization': {
    types: typesOf(Reparameterization),
    spec: (type) => specFor((model) => ({ model: { ...model, reparameterization: { type } } })),
  },
  optimizer: { types: typesOf(Optimizer), spec: (type) => specFor((model) => ({ model, optimizer: { type } })) },
  schedule: {
    types: typesOf(Schedule),
    spec: (type) => {
      const quick =
        type === 'plateau' ? { patience: 0, factor: 0.5, threshold: 0.5 } : type === 'step' ? { every: 5 } : {};
      return specFor((model) => ({ model, optimizer, schedule: { type, ...quick } }));
    },
  },
  'training.batching': { types: typesOf(Batching), spec: (type) => specFor(() => training({ batching: { type } })) },
  'training.clipping': {
    types: typesOf(Clipping),
    spec: (type) => specFor(() => training({ clipping: { type, ...(type !== 'none' && { maximum: 0.1 }) } })),
  },
  'training.earlyStop': {
    types: typesOf(EarlyStop),
    spec: (type) =>
      specFor(() =>
        training({
          earlyStop: {
            type,
            ...(type === 'patience' && { patience: 1 }),
            ...(type === 'target' && { accuracy: 0.99 }),
          },
        }),
      ),
  },
};

describe.each(Object.entries(VARIANTS))('%s', (_field, { types, spec }) => {
  it.each(types)('%s goes on with the same bits', async (type) => {
    await expectSameBits(spec(type), 'wasm');
  });
});

describe('a run that is interrupted', () => {
  const convolutional: Input = {
    ...base,
    model: {
      ...cnn,
      dropout: 0.3,
      hidden: [6],
      normalization: { type: 'batch', momentum: null, freezeStatisticsAt: 9 },
    },
    optimizer,
  };
  const of = (input: Input): RunSpec => {
    const parsed = parseRunSpec(input);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    return parsed.spec;
  };

  it.each(['reference', 'wasm'] as const)('goes on with the same masks and statistics on %s kernels', async (set) => {
    await expectSameBits(of(convolutional), set, [2, 8, 9, 13]);
  });

  it('goes on twice', async () => {
    const spec = of(convolutional);
    const whole = await train(spec, 'wasm');
    const first = await train(spec, 'wasm', 5);
    const second = await train(spec, 'wasm', 11, resumed(first.bytes!));
    const third = await train(spec, 'wasm', Infinity, resumed(second.bytes!));
    expect(recorded([...first.events, ...second.events, ...third.events])).toEqual(whole.recorded);
    expect(third.ending).toEqual(whole.ending);
  });

  it('diverges at the same step', async () => {
    const spec = of({
      ...base,
      model: { kind: 'mlp', hidden: [], normalization: { type: 'none' } },
      loss: { type: 'mean-squared-error' },
      optimizer: { type: 'sgd', learningRate: 1, momentum: 0.9 },
      ...training({ steps: 400 }),
    });
    const whole = await train(spec, 'wasm');
    expect(whole.ending.status).toBe('diverged');
    expect(whole.bytes).toBeNull();
    await expectSameBits(spec, 'wasm', [1, 2, Math.floor(whole.ending.step / 2), whole.ending.step - 1]);
  });

  it('keeps where it stood before its last look, which one that goes on does not take', async () => {
    const spec = of(base);
    const stopped = createTraining({ spec, dataset, kernels: await load('wasm') });
    while (stopped.step < 8) stopped.advance();
    stopped.stop();
    const second = await train(spec, 'wasm', Infinity, resumed(encodeCheckpoint(stopped.checkpoint()!)));
    const whole = await train(spec, 'wasm');
    expect(second.ending).toEqual(whole.ending);
    expect(second.last).toBe(whole.last);
  });

  it('is refused with other kernels, another specification or other data', async () => {
    const spec = of(base);
    const { bytes } = await train(spec, 'wasm', 3);
    const from = resumed(bytes!);
    const kernels = await load('wasm');
    const begin =
      (change: Input, kernelsToUse = kernels, data = dataset) =>
      () =>
        createTraining({ spec: of({ ...base, ...change }), dataset: data, kernels: kernelsToUse }, from);
    expect(begin({}, await load('reference'))).toThrow(`kernels ${kernels.name}, this program uses reference`);
    expect(begin({ seed: 2 })).toThrow('another specification');
    expect(begin({}, kernels, { ...dataset, info: { ...dataset.info, hash: '2'.repeat(64) } })).toThrow(
      'dataset has changed',
    );
    expect(begin({ name: 'renamed' })).not.toThrow();
  });
});

describe('a fork', () => {
  const specOf = (change: Input): RunSpec => specFor((model) => ({ model, optimizer, ...change }));
  const forkOf = async (parent: RunSpec, step: number): Promise<Continuation> => ({
    checkpoint: decodeCheckpoint((await train(parent, 'wasm', step)).bytes!),
    fork: true,
  });
  const losses = ({ recorded: all }: Result, from: number): string[] =>
    [...all].filter(([key]) => Number(/^train\.loss at (\d+)$/.exec(key)?.[1]) > from).map(([, value]) => value);

  it('with more steps computes what a longer run would have', async () => {
    const longer = specOf(training({ steps: 30 }));
    const fork = await train(longer, 'wasm', Infinity, await forkOf(specOf({}), 11));
    expect(losses(fork, 0)).toEqual(losses(await train(longer, 'wasm'), 11));
    expect(fork.recorded.has('validation.loss at 11')).toBe(true);
    expect(fork.ending).toMatchObject({ status: 'completed', step: 30 });
  });

  it('keeps weights, running statistics and order under another optimizer, which starts anew', async () => {
    const from = await forkOf(specOf({}), 11);
    const begin = async (change: Input) => {
      const begun = createTraining({ spec: specOf(change), dataset, kernels: await load('wasm') }, from);
      return begun.checkpoint()!.numbers;
    };
    const kept = await begin({ optimizer: { ...optimizer, learningRate: 0.01 } });
    const anew = await begin({ optimizer: { type: 'sgd', learningRate: 0.1 } });
    for (const [name, numbers] of from.checkpoint.numbers) {
      if (/^(parameter|state|order|dropout)/.test(name)) expect(anew.get(name), name).toEqual(numbers);
      if (name.startsWith('optimizer')) expect(kept.get(name), name).toEqual(numbers);
    }
    expect([...anew.keys()].filter((name) => name.startsWith('optimizer'))).toEqual([]);
  });

  it('may change the normalization, but not the shape of the network nor end before it begins', async () => {
    const from = await forkOf(specOf({}), 11);
    const kernels = await load('wasm');
    const begin = (change: Input) => () => createTraining({ spec: specOf(change), dataset, kernels }, from);
    expect(begin({ model: { ...mlp, normalization: { type: 'layer' } } })).not.toThrow();
    expect(begin({ model: { ...mlp, hidden: [8, 7] } })).toThrow('dense2.weight has 56 numbers here and 48 there');
    expect(begin({ model: { ...mlp, hidden: [8, 6, 3] } })).toThrow('dense4.weight has 9 numbers here and none there');
    expect(begin({ model: { ...mlp, hidden: [6] } })).toThrow('describes another network');
    expect(begin(training({ steps: 11 }))).toThrow('training.steps is 11, but the checkpoint stands at step 11');
  });
});

describe('a checkpoint', () => {
  it('is refused when it is cut off, overwritten or of another version', async () => {
    const parsed = parseRunSpec(base);
    const { bytes } = await train((parsed as { spec: RunSpec }).spec, 'wasm', 3);
    const whole = bytes!;
    expect(() => decodeCheckpoint(whole.subarray(0, whole.length - 9))).toThrow('damaged: it ends within');
    expect(() => decodeCheckpoint(whole.subarray(0, 40))).toThrow('damaged: its header cannot be read');
    expect(() => decodeCheckpoint(new Uint8Array(40))).toThrow('damaged: it does not begin as one');
    const other = Buffer.from(whole)
      .toString('latin1')
      .replace(/"engine":\d/, '"engine":9');
    expect(() => decodeCheckpoint(Buffer.from(other, 'latin1'))).toThrow(/another version of the engine \(1\.9/);
  });

  it('keeps every bit of every kind of number', () => {
    const numbers = new Map<string, Float32Array | Float64Array | Int32Array>([
      ['a', Float32Array.of(1.1, -0, NaN)],
      ['b', Float64Array.of(1e300, -Infinity)],
      ['c', Int32Array.of(-1)],
      ['empty', new Float32Array()],
    ]);
    const facts = { specHash: 's', datasetHash: 'd', kernels: 'k', step: 7, evaluatedAt: -1 };
    expect(decodeCheckpoint(encodeCheckpoint({ ...facts, numbers }))).toEqual({ ...facts, numbers });
  });
});
