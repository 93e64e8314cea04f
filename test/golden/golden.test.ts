/** The engine against PyTorch: the numbers were written by the scripts beside this file. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import { createOptimizer } from '../../engine/optimizers/create.ts';
import { stream } from '../../engine/random.ts';
import { ACTIVATIONS, RunSpec, type Activation } from '../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load, tensor } from '../support/kernel-sets.ts';
import { lossOf, normalizer } from '../support/specs.ts';

const golden = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;

interface BatchNormCase {
  rows: number;
  channels: number;
  eps: number;
  momentum: number;
  gamma: number[] | null;
  beta: number[] | null;
  x1: number[];
  x2: number[];
  dy: number[];
  y: number[];
  dx: number[];
  dgamma: number[] | null;
  dbeta: number[] | null;
  runningMean: number[];
  runningVariance: number[];
  inference: number[];
}
interface Trajectory {
  name: string;
  normalization: boolean;
  placement: 'before-activation' | 'after-activation';
  momentum: number;
  activation: Activation;
  rows: number;
  initial: number[][];
  batches: { x: number[]; labels: number[] }[];
  losses: number[];
  final: number[][];
  buffers: number[][];
  inference: number[];
}

describe.each(KERNEL_SETS)('$name kernels against PyTorch', ({ name, tolerance }) => {
  it.each(golden<{ cases: BatchNormCase[] }>('batch-norm.json').cases)(
    'batch normalization of $rows x $channels, eps $eps',
    async (golden) => {
      const kernels = await load(name);
      const { rows, channels, eps, momentum, gamma } = golden;
      const learned = gamma !== null;
      const layer = normalizer(
        kernels,
        { type: 'batch', eps, momentum, center: learned, scale: learned },
        [channels],
        rows,
      );
      const read = (t: { data: ArrayLike<number> }, size: number): number[] => Array.from(t.data).slice(0, size);
      const [weight, bias] = layer.parameters;
      if (golden.gamma !== null) weight!.value.data.set(golden.gamma);
      if (golden.beta !== null) bias!.value.data.set(golden.beta);
      layer.forward(tensor(kernels, golden.x1), rows, 'train');
      const y = layer.forward(tensor(kernels, golden.x2), rows, 'train');
      expect(distance(read(y, rows * channels), golden.y)).toBeLessThan(tolerance);
      const dx = layer.backward(tensor(kernels, golden.dy), rows)!;
      expect(distance(read(dx, rows * channels), golden.dx)).toBeLessThan(tolerance);
      if (golden.dgamma !== null)
        expect(distance(read(weight!.gradient, channels), golden.dgamma)).toBeLessThan(tolerance);
      if (golden.dbeta !== null) expect(distance(read(bias!.gradient, channels), golden.dbeta)).toBeLessThan(tolerance);
      const [mean, variance] = layer.state;
      expect(distance(read(mean!.value, channels), golden.runningMean)).toBeLessThan(tolerance);
      expect(distance(read(variance!.value, channels), golden.runningVariance)).toBeLessThan(tolerance);
      const inference = layer.forward(tensor(kernels, golden.x1), rows, 'running');
      expect(distance(read(inference, rows * channels), golden.inference)).toBeLessThan(tolerance);
    },
  );

  const activations = golden<{ cases: { name: Activation; x: number[]; y: number[]; dx: number[] }[] }>(
    'activations.json',
  );
  it.each(activations.cases)('activation $name', async (golden) => {
    const kernels = await load(name);
    const size = golden.x.length;
    const x = tensor(kernels, golden.x);
    const y = kernels.allocate(size);
    const dx = kernels.allocate(size);
    kernels.activate(golden.name, x, y, size);
    kernels.activateBackward(
      golden.name,
      x,
      y,
      tensor(
        kernels,
        golden.x.map(() => 1),
      ),
      dx,
      size,
    );
    expect(distance(y.data, golden.y)).toBeLessThan(tolerance);
    expect(distance(dx.data, golden.dx)).toBeLessThan(tolerance);
  });

  it('has a golden case for every activation', () => {
    expect(activations.cases.map((c) => c.name).sort()).toEqual([...ACTIVATIONS].sort());
  });

  it('losses', async () => {
    const kernels = await load(name);
    const { rows, classes, labels, crossEntropy, meanSquaredError } = golden<{
      rows: number;
      classes: number;
      labels: number[];
      crossEntropy: { z: number[]; loss: number; dz: number[] };
      meanSquaredError: { y: number[]; loss: number; dy: number[] };
    }>('losses.json');
    const targets = { labels: Int32Array.from(labels), targets: new Float32Array() };
    for (const [kind, input, value, gradient] of [
      ['cross-entropy', crossEntropy.z, crossEntropy.loss, crossEntropy.dz],
      ['mean-squared-error', meanSquaredError.y, meanSquaredError.loss, meanSquaredError.dy],
    ] as const) {
      const loss = createLoss(kernels, lossOf(kind), classes, rows);
      const outputs = tensor(kernels, input);
      expect(distance([loss.value(outputs, targets, rows)], [value])).toBeLessThan(tolerance);
      expect(distance(loss.gradient(outputs, targets, rows).data, gradient)).toBeLessThan(tolerance);
    }
  });

  it.each(golden<{ cases: Trajectory[] }>('trajectories.json').cases)('twenty steps: $name', async (golden) => {
    const kernels = await load(name);
    const { rows } = golden;
    const spec = RunSpec.parse({
      model: {
        hidden: [8, 5],
        activation: golden.activation,
        normalization: golden.normalization ? { type: 'batch', placement: golden.placement } : { type: 'none' },
      },
      optimizer: { type: 'sgd', learningRate: 0.2, momentum: golden.momentum },
    });
    const model = compileModel(
      kernels,
      spec.model,
      { shape: [6], outputs: 3, capacity: rows },
      { initialization: stream(1, 'initialization') },
    );
    expect(model.parameters.map((p) => p.size)).toEqual(golden.initial.map((values) => values.length));
    model.parameters.forEach((p, i) => {
      p.value.data.set(golden.initial[i]!);
    });
    const loss = createLoss(kernels, lossOf('cross-entropy'), 3, rows);
    const optimizer = createOptimizer(kernels, model.parameters, spec.optimizer);
    const losses = golden.batches.map(({ x, labels }) => {
      const targets = { labels: Int32Array.from(labels), targets: new Float32Array() };
      const outputs = model.forward(tensor(kernels, x), rows, 'train');
      const value = loss.value(outputs, targets, rows);
      model.backward(loss.gradient(outputs, targets, rows), rows);
      optimizer.update(0.2);
      return value;
    });
    expect(distance(losses, golden.losses)).toBeLessThan(tolerance);
    model.parameters.forEach((p, i) => {
      expect(distance(p.value.data, golden.final[i]!), p.name).toBeLessThan(tolerance);
    });
    model.layers
      .flatMap((layer) => layer.state.slice(0, 2))
      .forEach((state, i) => {
        expect(distance(state.value.data, golden.buffers[i]!), state.name).toBeLessThan(tolerance);
      });
    const inference = model.forward(tensor(kernels, golden.batches[0]!.x), rows, 'running');
    expect(distance(Array.from(inference.data).slice(0, rows * 3), golden.inference)).toBeLessThan(tolerance);
  });
});
