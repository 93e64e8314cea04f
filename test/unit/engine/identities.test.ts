/** What must hold exactly for batch normalization (Ioffe and Szegedy 2015, sections 3 and 3.3), in float64. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import type { Tensor } from '../../../engine/kernels/kernels.ts';
import { createLoss } from '../../../engine/losses/create.ts';
import { compileModel, type Model } from '../../../engine/model.ts';
import type { PopulationLayer } from '../../../engine/layers/layer.ts';
import { createOptimizer } from '../../../engine/optimizers/create.ts';
import { stream } from '../../../engine/random.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { lossOf, normalizer, sgd } from '../../support/specs.ts';

const kernels = createReferenceKernels();
const random = stream(11, 'identities');
const draw = (size: number, shift = 0): Tensor => {
  const t = kernels.allocate(size);
  for (let i = 0; i < size; i++) t.data[i] = shift + random.normal();
  return t;
};
const list = (t: Tensor): number[] => Array.from(t.data).slice(0, t.size);
const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const gap = (a: number[], b: number[]): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

const norm = (channels: number, eps: number, learned: boolean, rows: number): PopulationLayer =>
  normalizer(kernels, { type: 'batch', eps, center: learned, scale: learned }, [channels], rows) as PopulationLayer;

/** A 6-7-3 tanh network with batch normalization, eps 0, and a batch of 20. */
function network(): { model: Model; x: Tensor; step: (rate: number | null) => number[] } {
  const spec = RunSpec.parse({
    model: { hidden: [7], activation: 'tanh', normalization: { type: 'batch', eps: 0 } },
  }).model;
  const model = compileModel(
    kernels,
    spec,
    { shape: [6], outputs: 3, capacity: 20 },
    { initialization: stream(3, 'initialization') },
  );
  const input = stream(5, 'data');
  const x = kernels.allocate(120);
  for (let i = 0; i < 120; i++) x.data[i] = input.normal();
  const targets = { labels: Int32Array.from({ length: 20 }, () => input.int(3)), targets: new Float32Array() };
  const loss = createLoss(kernels, lossOf('cross-entropy'), 3, 20);
  return {
    model,
    x,
    step(rate) {
      const outputs = model.forward(x, 20, 'train');
      const logits = list(outputs).slice(0, 60);
      loss.value(outputs, targets, 20);
      model.backward(loss.gradient(outputs, targets, 20), 20);
      if (rate !== null) createOptimizer(kernels, model.parameters, sgd(rate)).update(rate);
      return logits;
    },
  };
}

describe('the gradient of standardization', () => {
  const rows = 9;
  const layer = norm(1, 0, true, rows);
  const gamma = 1.7;
  layer.parameters[0]!.value.data[0] = gamma;
  const x = draw(rows, 4);
  const dy = list(draw(rows));
  layer.forward(x, rows, 'train');
  const given = kernels.allocate(rows);
  given.data.set(dy);
  const dx = list(layer.backward(given, rows)!).slice(0, rows);
  const mean = dot(list(x), Array<number>(rows).fill(1)) / rows;
  const variance = list(x).reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows;
  const xhat = list(x).map((v) => (v - mean) / Math.sqrt(variance));

  it('has no component along the ones, and none along the standardized values', () => {
    expect(Math.abs(dx.reduce((a, b) => a + b, 0))).toBeLessThan(1e-13);
    expect(Math.abs(dot(dx, xhat))).toBeLessThan(1e-13);
  });

  it('has the length that removing these two components leaves (Santurkar et al. 2018, theorem 4.1 as an equality)', () => {
    const ones = dy.reduce((a, b) => a + b, 0);
    const left = dot(dy, dy) - ones ** 2 / rows - dot(dy, xhat) ** 2 / rows;
    expect(dot(dx, dx) / ((gamma ** 2 / variance) * left)).toBeCloseTo(1, 12);
  });
});

describe('invariance to the scale of the weights', () => {
  it.each([0.1, 10, 100])('factor %d: same output, gradient divided by the factor', (factor) => {
    const plain = network();
    const scaled = network();
    const [w, ws] = [plain, scaled].map(({ model }) => model.parameters[0]!);
    for (let i = 0; i < ws!.size; i++) ws!.value.data[i]! *= factor;
    expect(gap(plain.step(null), scaled.step(null))).toBeLessThan(1e-12);
    expect(
      gap(
        list(w!.gradient),
        list(ws!.gradient).map((g) => g * factor),
      ),
    ).toBeLessThan(1e-10);
  });

  it('makes weights and their gradients orthogonal, so that under plain descent their norms only grow', () => {
    const { model, step } = network();
    const weight = model.parameters[0]!;
    step(null);
    const before = list(weight.value);
    const gradient = list(weight.gradient);
    for (let unit = 0; unit < 7; unit++) {
      const part = <T>(values: T[]): T[] => values.slice(unit * 6, unit * 6 + 6);
      expect(Math.abs(dot(part(before), part(gradient)))).toBeLessThan(1e-14);
    }
    step(0.5);
    const after = list(weight.value);
    expect(dot(after, after) / (dot(before, before) + 0.25 * dot(gradient, gradient))).toBeCloseTo(1, 12);
  });

  it('makes (W, rate) and (a W, a^2 rate) the same trajectory', () => {
    const a = 3;
    const [plain, scaled] = [network(), network()];
    const weight = scaled.model.parameters[0]!;
    for (let i = 0; i < weight.size; i++) weight.value.data[i]! *= a;
    // Only the scale-invariant weights take the longer step; the others keep the rate of the plain network.
    const others = scaled.model.parameters.slice(1);
    let worst = 0;
    for (let step = 0; step < 50; step++) {
      worst = Math.max(worst, gap(plain.step(0.1), scaled.step(null)));
      createOptimizer(kernels, [weight], sgd(0.1 * a * a)).update(0.1 * a * a);
      createOptimizer(kernels, others, sgd(0.1)).update(0.1);
    }
    expect(worst).toBeLessThan(1e-9);
  });
});

describe('the affine map can undo the standardization', () => {
  const rows = 12;
  const layer = norm(3, 1e-5, true, rows);
  const x = draw(rows * 3, 2);
  layer.forward(x, rows, 'train');
  const { batchMean, batchVariance } = layer.norm!;
  layer.parameters[0]!.value.data.set(list(batchVariance!).map((v) => Math.sqrt(v + 1e-5)));
  layer.parameters[1]!.value.data.set(list(batchMean!));

  it('on the batch that the statistics come from', () => {
    expect(gap(list(layer.forward(x, rows, 'batch')), list(x))).toBeLessThan(1e-12);
  });

  it('in inference with these statistics, on any data', () => {
    layer.state[0]!.value.data.set(list(batchMean!));
    layer.state[1]!.value.data.set(list(batchVariance!));
    const other = draw(rows * 3, 2);
    expect(gap(list(layer.forward(other, rows, 'running')), list(other))).toBeLessThan(1e-12);
  });

  it('but not on another batch in training', () => {
    const other = draw(rows * 3, 2);
    expect(gap(list(layer.forward(other, rows, 'train')), list(other))).toBeGreaterThan(1e-3);
  });
});

describe('a bias before batch normalization', () => {
  it('gets no gradient', () => {
    const rows = 10;
    const layer = norm(4, 1e-5, true, rows);
    layer.forward(draw(rows * 4), rows, 'train');
    const sums = kernels.allocate(4);
    kernels.sumRows(layer.backward(draw(rows * 4), rows)!, sums, rows, 4);
    expect(Math.max(...list(sums).map(Math.abs))).toBeLessThan(1e-12);
  });
});

describe('running statistics', () => {
  it('never take in a batch that is not finite', () => {
    const layer = norm(2, 1e-5, true, 4);
    const x = draw(8);
    x.data[0] = NaN;
    layer.forward(x, 4, 'train');
    expect(layer.state.slice(0, 2).map((state) => list(state.value))).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});
