/** Losses as a specification asks for them: gradients by central differences, and where classes put their targets. */
import { describe, expect, it } from 'vitest';
import { activation } from '../../../engine/kernels/reference/activation.ts';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import { createLoss } from '../../../engine/losses/create.ts';
import type { Targets } from '../../../engine/losses/loss.ts';
import { stream } from '../../../engine/random.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { createTraining } from '../../../engine/train.ts';
import { KERNEL_SETS, load, tensor } from '../../support/kernel-sets.ts';
import { clusters } from '../../support/small-dataset.ts';

const [ROWS, CLASSES, H] = [5, 4, 1e-6];
const kernels = createReferenceKernels();
const random = stream(1, 'losses');
const outputs = Array.from({ length: ROWS * CLASSES }, () => 2 * random.normal());
const targets: Targets = { labels: Int32Array.of(0, 3, 1, 1, 2), targets: new Float32Array() };
const lossOf = (spec: RunSpecInput['loss']) => createLoss(kernels, RunSpec.parse({ loss: spec }).loss, CLASSES, ROWS);
const valueOf = (spec: RunSpecInput['loss'], y: readonly number[], wanted = targets, rows = ROWS): number =>
  lossOf(spec).value(tensor(kernels, y), wanted, rows);

const SPECS: NonNullable<RunSpecInput['loss']>[] = [
  ...[0, 0.1, 0.9].map((labelSmoothing) => ({ type: 'cross-entropy' as const, labelSmoothing })),
  { type: 'binary-cross-entropy' },
  { type: 'mean-squared-error' },
  { type: 'mean-squared-error', low: -1, high: 1 },
  { type: 'huber', delta: 0.7, low: 0.1, high: 0.9 },
];

describe('the gradient agrees with central differences', () => {
  it.each(SPECS.map((spec) => ({ spec, title: JSON.stringify(spec) })))('$title', ({ spec }) => {
    const loss = lossOf(spec);
    const y = tensor(kernels, outputs);
    loss.value(y, targets, ROWS);
    const gradient = Array.from(loss.gradient(y, targets, ROWS).data);
    outputs.forEach((value, i) => {
      const [above, below] = [valueOf(spec, outputs.with(i, value + H)), valueOf(spec, outputs.with(i, value - H))];
      expect(Math.abs((above - below) / (2 * H) - gradient[i]!)).toBeLessThan(1e-9);
    });
  });
});

it('label smoothing is a mixture of the loss for the class and that for all classes alike', () => {
  const sharp = valueOf({ type: 'cross-entropy' }, outputs);
  const even = [0, 1, 2, 3].map((label) => {
    const labels = new Int32Array(ROWS).fill(label);
    return valueOf({ type: 'cross-entropy' }, outputs, { ...targets, labels });
  });
  const spread = even.reduce((a, b) => a + b) / CLASSES;
  expect(valueOf({ type: 'cross-entropy', labelSmoothing: 0.3 }, outputs)).toBeCloseTo(0.7 * sharp + 0.3 * spread, 12);
  // Its least value is the entropy of the smoothed targets, not 0.
  const t = [0.7 + 0.3 / CLASSES, 0.3 / CLASSES];
  const best = Array.from(targets.labels).flatMap((label) =>
    Array.from({ length: CLASSES }, (_, c) => Math.log(c === label ? t[0]! : t[1]!)),
  );
  const entropy = -t[0]! * Math.log(t[0]!) - (CLASSES - 1) * t[1]! * Math.log(t[1]!);
  expect(valueOf({ type: 'cross-entropy', labelSmoothing: 0.3 }, best)).toBeCloseTo(entropy, 12);
});

describe('targets of classes', () => {
  it.each([
    [0, 1],
    [-1, 1],
    [0.1, 0.9],
  ])('are %d for the others and %d for the class', (low, high) => {
    const wanted = outputs.map((_, i) => (targets.labels[Math.floor(i / CLASSES)] === i % CLASSES ? high : low));
    const range = { low, high };
    expect(valueOf({ type: 'mean-squared-error', ...range }, wanted)).toBe(0);
    const squares = outputs.map((value, i) => (value - wanted[i]!) ** 2);
    const mean = squares.reduce((a, b) => a + b) / squares.length;
    expect(valueOf({ type: 'mean-squared-error', ...range }, outputs)).toBeCloseTo(mean, 12);
    expect(valueOf({ type: 'huber', delta: 1e6, ...range }, outputs)).toBeCloseTo(mean / 2, 12);
  });

  it('play no part in regression', () => {
    const regression: Targets = { labels: new Int32Array(), targets: Float32Array.from(outputs) };
    const exact = Array.from(regression.targets);
    expect(valueOf({ type: 'mean-squared-error', low: -9, high: 9 }, exact, regression)).toBe(0);
  });

  it.each([
    ['scaled-tanh', 1.7159 / Math.sqrt(3)], // about 1
    ['tanh', 1 / Math.sqrt(3)],
    ['sigmoid', 0.7887],
  ] as const)('by the rule of LeCun et al. (1998, 4.5) stand where %s bends most', (kind, target) => {
    const f = (x: number): number => activation(kind, x);
    const bend = (x: number): number => Math.abs(f(x + 1e-3) - 2 * f(x) + f(x - 1e-3));
    const grid = Array.from({ length: 2000 }, (_, i) => i / 1000);
    expect(f(grid.reduce((best, x) => (bend(x) > bend(best) ? x : best)))).toBeCloseTo(target, 2);
  });
});

it.each(KERNEL_SETS)('a run with these targets learns to give them on $name kernels', async ({ name }) => {
  const spec = RunSpec.parse({
    model: { hidden: [8], activation: 'scaled-tanh', outputActivation: 'scaled-tanh' },
    loss: { type: 'mean-squared-error', low: -1, high: 1 },
    optimizer: { type: 'sgd', learningRate: 0.1 },
    training: { steps: 150, batchSize: 20 },
    evaluation: { every: 150 },
  });
  const dataset = clusters(300, 5);
  const training = createTraining({ spec, dataset, kernels: await load(name) });
  let ending = training.advance();
  while (ending === null) ending = training.advance();
  expect(ending.summary['validation.accuracy']).toBeGreaterThan(0.9);
  // Outputs of 0 for everything would have a loss of 1.
  expect(ending.summary['validation.loss']).toBeLessThan(0.4);
});
