/**
 * Which samples a run trains on. The learning rate is so small that no weight moves: the losses of an epoch, weighted by
 * their batches, must then add up to the loss of the samples that it visited. The order itself: data/batches.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../engine/data/batches.ts';
import type { SeriesEvent } from '../../../engine/events.ts';
import { createLoss } from '../../../engine/losses/create.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { splitData } from '../../../engine/split-data.ts';
import { createTraining } from '../../../engine/train.ts';
import { distance, load } from '../../support/kernel-sets.ts';
import { clusters } from '../../support/small-dataset.ts';

const dataset = clusters();
const kernels = await load('reference');
const STILL = { type: 'sgd', learningRate: 1e-300 } as const;
type Training = NonNullable<RunSpecInput['training']>;

const specOf = (training: Training, normalization: 'none' | 'batch' | 'ghost-batch' = 'none') =>
  RunSpec.parse({
    model: { hidden: [4], activation: 'tanh', normalization: { type: normalization } } as RunSpecInput['model'],
    optimizer: STILL,
    training,
    evaluation: { every: 1000 },
  });

/** Train losses, and the network as training left it. */
function train(spec: RunSpec) {
  const training = createTraining({ spec, dataset, kernels });
  while (training.advance() === null);
  const losses = training
    .take()
    .filter((event): event is SeriesEvent => event.type === 'series' && event.name === 'train.loss')
    .flatMap(({ values }) => Array.from(values));
  return { losses, gradients: training.model.parameters.map(({ gradient }) => Array.from(gradient.data)) };
}

/** The untrained network of the specification on given samples of the training split: loss and gradients. */
function untrained(spec: RunSpec) {
  const { parts, columns } = splitData(kernels, dataset, spec);
  const { samples, features, labels } = parts.train;
  const shape = { shape: dataset.info.shape, outputs: 3, capacity: samples };
  const model = compileModel(kernels, spec.model, shape, { initialization: stream(spec.seed, 'initialization') });
  const loss = createLoss(kernels, spec.loss, 3, samples);
  return {
    samples,
    labels,
    on(chosen: readonly number[]) {
      const x = kernels.allocate(chosen.length * columns);
      kernels.gatherRows(features, Int32Array.from(chosen), chosen.length, columns, x);
      const targets = { labels: Int32Array.from(chosen, (i) => labels[i]!), targets: new Float32Array() };
      const y = model.forward(x, chosen.length, 'train');
      const value = loss.value(y, targets, chosen.length);
      model.backward(loss.gradient(y, targets, chosen.length), chosen.length);
      return { value, gradients: model.parameters.map(({ gradient }) => Array.from(gradient.data)) };
    },
  };
}
const all = (samples: number): number[] => Array.from({ length: samples }, (_, i) => i);

describe('every sample is seen once an epoch', () => {
  it.each<Training['batching']>([
    { type: 'shuffled', dropLast: false },
    { type: 'sequential', dropLast: false },
    { type: 'class-sorted', classes: 2, dropLast: false },
    { type: 'full' },
  ])('$type', (batching) => {
    const batchSize = 70;
    const network = untrained(specOf({ steps: 1, batchSize, batching }));
    const { samples, labels } = network;
    const plan = createBatches(samples, batchSize, 1, { batching: batching as never, labels });
    const steps = 3 * plan.perEpoch;
    const sizes = Array.from({ length: steps }, () => plan.next().length);
    const { losses } = train(specOf({ steps, batchSize, batching }));
    const total = network.on(all(samples)).value * samples;
    for (let epoch = 0; epoch < 3; epoch++) {
      const part = <T>(list: T[]): T[] => list.slice(epoch * plan.perEpoch, (epoch + 1) * plan.perEpoch);
      expect(part(sizes).reduce((a, b) => a + b)).toBe(samples);
      const sum = part(losses).reduce((before, value, i) => before + value * part(sizes)[i]!, 0);
      expect(Math.abs(sum / total - 1)).toBeLessThan(1e-12);
    }
    if (batching!.type !== 'full') expect(Math.min(...sizes)).toBeLessThan(batchSize);
  });
});

it('an incomplete last batch counts its own samples only, or is left out', () => {
  // 240 samples: two batches of 100, and 40.
  const spec = (dropLast: boolean) => specOf({ steps: 6, batchSize: 100, batching: { type: 'sequential', dropLast } });
  const network = untrained(spec(true));
  expect(network.samples).toBe(240);
  const range = (from: number, to: number): number => network.on(all(240).slice(from, to)).value;
  const [a, b, c] = [range(0, 100), range(100, 200), range(200, 240)];
  expect(distance(train(spec(false)).losses, [a, b, c, a, b, c])).toBeLessThan(1e-12);
  expect(distance(train(spec(true)).losses, [a, b, a, b, a, b])).toBeLessThan(1e-12);
});

it.each(['none', 'batch'] as const)('a full batch is one gradient over all samples a step (%s)', (normalization) => {
  const spec = specOf({ steps: 3, batchSize: 7, batching: { type: 'full' } }, normalization);
  const network = untrained(spec);
  const { value, gradients } = network.on(all(network.samples));
  const trained = train(spec);
  expect(distance(trained.losses, [value, value, value])).toBeLessThan(1e-12);
  expect(distance(trained.gradients.flat(), gradients.flat())).toBeLessThan(1e-12);
});

it('the gradient of a full batch is the mean of those of its parts, where the batch means nothing', () => {
  const spec = specOf({ steps: 1, batching: { type: 'full' } });
  const network = untrained(spec);
  const parts = [0, 1, 2].map((i) => network.on(all(240).slice(80 * i, 80 * (i + 1))).gradients.flat());
  const mean = parts[0]!.map((_, i) => (parts[0]![i]! + parts[1]![i]! + parts[2]![i]!) / 3);
  expect(distance(train(spec).gradients.flat(), mean)).toBeLessThan(1e-12);
});

describe('a batch of one sample under a normalizer over the batch', () => {
  // 240 samples: 239 and one.
  const training: Training = { steps: 2, batchSize: 239, batching: { type: 'shuffled', dropLast: false } };

  it.each(['batch', 'ghost-batch'] as const)('is refused before training: %s', (normalization) => {
    expect(() => train(specOf(training, normalization))).toThrow(
      /training\.batchSize gives a batch of 1 sample, but norm1 \(.*\) standardizes over the batch.*dropLast/,
    );
    expect(
      train(specOf({ ...training, batching: { type: 'shuffled', dropLast: true } }, normalization)).losses,
    ).toHaveLength(2);
  });

  it('gives beta where that is wished', () => {
    const model = { hidden: [4], normalization: { type: 'batch', single: 'beta' } } as const;
    const spec = RunSpec.parse({ model, optimizer: STILL, training, evaluation: { every: 1000 } });
    expect(train(spec).losses.every(Number.isFinite)).toBe(true);
  });
});
