/** What the probe of covariate shift says, held against networks where it is known. */
import { describe, expect, it } from 'vitest';
import { probeCovariateShift } from '../../../../engine/probes/covariate-shift/take.ts';
import { readAll } from '../../../../engine/probes/parameters.ts';
import type { Subject } from '../../../../engine/probes/subject.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';
import { subjectAt, undisturbed } from '../../../support/probes.ts';

const probe = Probe.parse({ type: 'covariate-shift', samples: 50 }) as ProbeOf<'covariate-shift'>;
const at = (input: RunSpecInput, step = 0, dataset = clusters()): Subject =>
  subjectAt(step, { optimizer: { type: 'sgd', learningRate: 0.5 }, training: { batchSize: 20 }, ...input }, dataset);
const look = (subject: Subject) => probeCovariateShift(subject, probe, undisturbed);

describe('the shift of gradients', () => {
  it('is nothing in the first layer, which sees the same data', () => {
    const { numbers } = look(at({ model: { hidden: [6, 5], activation: 'tanh' } }));
    expect(numbers['dense1/gradient shift']).toBe(0);
    expect(numbers['dense1/gradient cosine']).toBeCloseTo(1, 12);
    for (const name of ['dense2', 'dense3']) {
      expect(numbers[`${name}/gradient shift`]).toBeGreaterThan(1e-6);
      expect(numbers[`${name}/gradient cosine`]).toBeLessThan(1);
    }
  });

  it('is that of the layer above when the layer below moves', () => {
    // Two layers: G' of the second is its gradient in a network whose first layer alone did the update.
    const subject = at({ model: { hidden: [4], activation: 'tanh', normalization: { type: 'none' } } });
    const { numbers } = look(subject);
    const batch = subject.nextBatch();
    subject.gradients(batch, 'batch');
    const [first, second] = ['dense1', 'dense2'].map(
      (name) => subject.model.layers.find(({ info }) => info.name === name)!.parameters,
    );
    const g = readAll(second!, 'gradient');
    for (const { value, gradient, size } of first!)
      for (let i = 0; i < size; i++) value.data[i]! -= 0.5 * gradient.data[i]!;
    subject.gradients(batch, 'batch');
    const shifted = readAll(second!, 'gradient');
    const [gg, ss, dd, gs] = [0, 1, 2, 3].map((which) =>
      g.reduce((sum, a, i) => {
        const b = shifted[i]!;
        return sum + [a * a, b * b, (a - b) ** 2, a * b][which]!;
      }, 0),
    ) as [number, number, number, number];
    expect(numbers['dense2/gradient shift']).toBeCloseTo(Math.sqrt(dd), 12);
    expect(numbers['dense2/relative gradient shift']).toBeCloseTo(Math.sqrt(dd / gg), 12);
    expect(numbers['dense2/gradient cosine']).toBeCloseTo(gs / Math.sqrt(gg * ss), 12);
  });

  it('is there for convolutions and blocks too, and leaves no trace', () => {
    const subject = at({ model: { kind: 'resnet', width: 3, activation: 'relu' } }, 2, smallImages());
    const state = () => subject.model.layers.map((layer) => [...readAll(layer.parameters, 'value')]);
    const before = state();
    const first = look(subject);
    expect(Object.keys(first.numbers).filter((name) => name.endsWith('/gradient cosine'))).toHaveLength(10);
    expect(Object.values(first.numbers).every(Number.isFinite)).toBe(true);
    expect(state()).toEqual(before);
    expect(look(subject)).toEqual(first);
  });
});

describe('the drift of distributions', () => {
  it('is that of the biases where only biases move', () => {
    // Inputs of 0 leave all weights of the first layer without a gradient.
    const data = clusters();
    data.features.fill(0);
    const input: RunSpecInput = {
      model: { hidden: [4], activation: 'tanh', normalization: { type: 'none' }, biasInitial: [0.2] },
      data: { scaling: { method: 'none' } },
    };
    const subject = at(input, 0, data);
    const { numbers, arrays } = look(subject);
    subject.gradients(subject.nextBatch(), 'batch');
    const moved = [...subject.model.parameters.find(({ name }) => name === 'dense1.bias')!.gradient.data].slice(0, 4);
    const mean = moved.reduce((sum, g) => sum + Math.abs(0.5 * g), 0) / 4;
    expect(mean).toBeGreaterThan(1e-4);
    expect(numbers['activation1/drift']).toBeCloseTo(mean, 12);
    const before = arrays.find(({ name }) => name === 'activation1/percentiles before')!;
    expect(before).toMatchObject({ shape: [3, 4], axes: ['percents', 'unit'] });
    expect(before.data.every((value) => Math.abs(value - 0.2) < 1e-12)).toBe(true);
    const after = arrays.find(({ name }) => name === 'activation1/percentiles after')!;
    moved.forEach((g, u) => expect(after.data[4 + u]).toBeCloseTo(0.2 - 0.5 * g, 12));
  });

  it('is 0 where nothing moves', () => {
    const { numbers } = look(at({ optimizer: { type: 'sgd', learningRate: 1e-300 } }));
    for (const name of ['activation1', 'activation3']) {
      expect(numbers[`${name}/drift`]).toBe(0);
      expect(numbers[`${name}/relative drift`]).toBe(0);
    }
    expect(numbers['dense4/gradient shift']).toBe(0);
  });
});
