/** Whole networks against PyTorch: fifty steps from the same weights on the same batches (make_networks.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import { createOptimizer } from '../../engine/optimizers/create.ts';
import { stream } from '../../engine/random.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load, tensor } from '../support/kernel-sets.ts';
import { lossOf, sgd } from '../support/specs.ts';

interface Trajectory {
  kind: 'mlp' | 'cnn' | 'resnet';
  shape: number[];
  rows: number;
  classes: number;
  rate: number;
  momentum: number;
  initial: Record<string, number[]>;
  batches: { x: number[]; labels: number[] }[];
  losses: number[];
  /** Of the first step. */
  gradients: Record<string, number[]>;
  running: Record<string, number[]>;
  inference: number[];
}
const { cases } = JSON.parse(readFileSync(new URL('networks.json', import.meta.url), 'utf8')) as {
  cases: Trajectory[];
};

const MODELS: Record<Trajectory['kind'], RunSpecInput['model']> = {
  mlp: { kind: 'mlp', hidden: [7, 6], activation: 'tanh' },
  cnn: { kind: 'cnn', channels: [3, 5], activation: 'relu' },
  resnet: { kind: 'resnet', depth: 8, width: 3, activation: 'relu' },
};

describe.each(KERNEL_SETS)('$name kernels follow PyTorch for fifty steps', ({ name, tolerance }) => {
  it.each(cases)('$kind', async (golden) => {
    const kernels = await load(name);
    const { rows, classes, shape } = golden;
    const { model: spec } = RunSpec.parse({ model: MODELS[golden.kind] });
    const model = compileModel(
      kernels,
      spec,
      { shape, outputs: classes, capacity: rows },
      { initialization: stream(1, 'initialization') },
    );
    expect(model.parameters.map((p) => p.name).sort()).toEqual(Object.keys(golden.initial).sort());
    for (const { name: parameter, value } of model.parameters) value.data.set(golden.initial[parameter]!);
    const loss = createLoss(kernels, lossOf('cross-entropy'), classes, rows);
    const optimizer = createOptimizer(kernels, model.parameters, sgd(golden.rate, golden.momentum));
    const batches = golden.batches.map(({ x, labels }) => ({
      x: tensor(kernels, x),
      targets: { labels: Int32Array.from(labels), targets: new Float32Array() },
    }));
    const losses = golden.losses.map((_, step) => {
      const { x, targets } = batches[step % batches.length]!;
      const value = loss.value(model.forward(x, rows, 'train'), targets, rows);
      model.backward(loss.gradient(model.layers.at(-1)!.output, targets, rows), rows);
      if (step === 0)
        for (const { name: parameter, gradient, size } of model.parameters)
          expect(
            distance(Array.from(gradient.data).slice(0, size), golden.gradients[parameter]!),
            parameter,
          ).toBeLessThan(tolerance);
      optimizer.update(golden.rate);
      return value;
    });
    expect(distance(losses, golden.losses)).toBeLessThan(tolerance);
    for (const { name: state, value, size } of model.layers.flatMap((layer) => layer.state))
      if (golden.running[state] !== undefined)
        expect(distance(Array.from(value.data).slice(0, size), golden.running[state]), state).toBeLessThan(tolerance);
    const inference = model.forward(batches[0]!.x, rows, 'running');
    expect(distance(Array.from(inference.data).slice(0, rows * classes), golden.inference)).toBeLessThan(tolerance);
  });
});
