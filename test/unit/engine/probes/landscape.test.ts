/** What the probe of the landscape says, held against losses whose shape is known. */
import { describe, expect, it } from 'vitest';
import { probeLandscape } from '../../../../engine/probes/landscape/take.ts';
import { norm, readAll } from '../../../../engine/probes/parameters.ts';
import { ProbeStopped, type Measurement } from '../../../../engine/probes/record.ts';
import type { Subject } from '../../../../engine/probes/subject.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import type { Dataset } from '../../../../engine/data/dataset.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';
import { subjectAt, undisturbed } from '../../../support/probes.ts';

const probeOf = (options: object = {}) =>
  Probe.parse({ type: 'landscape', samples: 60, grid: 5, ...options }) as ProbeOf<'landscape'>;
const at = (input: RunSpecInput, step = 0, dataset = clusters()): Subject =>
  subjectAt(step, { optimizer: { type: 'sgd', learningRate: 0.1 }, training: { batchSize: 20 }, ...input }, dataset);
const look = (subject: Subject, options: object = {}) => probeLandscape(subject, probeOf(options), undisturbed);
const arrayOf = ({ arrays }: Measurement, name: string) => arrays.find((array) => array.name === name)!;

/** One number a sample: y = w x + b, so that the mean squared error is a parabola. */
function line(): Dataset {
  const samples = 200;
  const features = Float32Array.from({ length: samples }, (_, i) => Math.sin(i));
  return {
    ...{ features, labels: new Int32Array(), targets: features.map((x) => 3 * x + 1) },
    info: {
      ...{ name: 'line', hash: '2'.repeat(64), task: 'regression', samples, shape: [1] },
      ...{ classes: [], features: [], source: 'drawn in a test' },
    },
  };
}
const LINE: RunSpecInput = {
  model: { hidden: [], normalization: { type: 'none' } },
  loss: { type: 'mean-squared-error' },
  data: { scaling: { method: 'none' } },
};

describe('the walk along the gradient', () => {
  it('follows a parabola', () => {
    const subject = at(LINE, 0, line());
    const batch = subject.nextBatch();
    subject.restore();
    // L(w - a g) = L - a g'g + a^2 / 2 g'Hg, and the gradient changes by a H g; H is twice the second moment of (x, 1).
    const x = [...batch.x.data.subarray(0, 20)];
    const mean = (of: (x: number) => number): number => x.reduce((sum, value) => sum + of(value), 0) / 20;
    const loss = subject.gradients(batch, 'batch');
    const [gw, gb] = readAll(subject.model.parameters, 'gradient') as unknown as [number, number];
    const Hg = [2 * (mean((v) => v * v) * gw + mean((v) => v) * gb), 2 * (mean((v) => v) * gw + gb)];
    const squared = gw ** 2 + gb ** 2;
    const curved = gw * Hg[0]! + gb * Hg[1]!;
    const walk = look(subject, { from: 0.25, to: 0.75, points: 3 });
    expect([...arrayOf(walk, 'multiples').data]).toEqual([0.25, 0.5, 0.75]);
    [0.25, 0.5, 0.75].forEach((a, i) => {
      expect(arrayOf(walk, 'losses').data[i]).toBeCloseTo(loss - a * squared + (a * a * curved) / 2, 12);
      expect(arrayOf(walk, 'gradient changes').data[i]).toBeCloseTo(a * norm(Hg), 12);
      expect(arrayOf(walk, 'beta-smoothness').data[i]).toBeCloseTo(norm(Hg) / Math.sqrt(squared), 12);
    });
    const { numbers } = walk;
    expect(numbers['loss']).toBe(loss);
    expect(numbers['effective beta-smoothness']).toBeCloseTo(norm(Hg) / Math.sqrt(squared), 12);
    expect(numbers['gradient change range']).toBeCloseTo(0.5 * norm(Hg), 12);
    expect(numbers['relative gradient change range']).toBeCloseTo((0.5 * norm(Hg)) / Math.sqrt(squared), 12);
    expect(numbers['loss range']).toBe(numbers['loss maximum']! - numbers['loss minimum']!);
    expect(numbers['relative loss range']).toBe(numbers['loss range']! / loss);
  });

  it('puts everything back, and gives the same again', () => {
    const subject = at({}, 3);
    const state = () =>
      subject.model.layers.flatMap((layer) => [
        ...layer.state.map(({ value }) => [...value.data]),
        [...readAll(layer.parameters, 'value')],
      ]);
    const before = state();
    const first = look(subject);
    expect(state()).toEqual(before);
    expect(look(subject)).toEqual(first);
  });

  it('leaves frozen parameters where they are', () => {
    const input: RunSpecInput = { model: { hidden: [5], normalization: { type: 'batch', freezeAffineAt: 1 } } };
    const { numbers } = look(at(input));
    const subject = at(input);
    subject.gradients(subject.nextBatch(), 'batch');
    const moved = subject.model.parameters.filter(({ name }) => !name.startsWith('norm'));
    expect(numbers['gradient norm']).toBeCloseTo(norm(readAll(moved, 'gradient')), 12);
  });

  it('stops when it is told to', () => {
    const subject = at({});
    const control = (limit: number) => ({
      progress(fraction: number) {
        if (fraction > limit) throw new ProbeStopped();
      },
    });
    for (const limit of [0.01, 0.5])
      expect(() => probeLandscape(subject, probeOf(), control(limit))).toThrow(ProbeStopped);
  });
});

describe('a stuck network', () => {
  const stuckAt = (input: RunSpecInput, dataset = clusters()) => {
    const subject = at({ ...input, model: { hidden: [5], normalization: { type: 'none' } } }, 0, dataset);
    for (const name of ['weight', 'bias']) subject.checkpoint.numbers.get(`parameter/dense2.${name}`)!.fill(0);
    subject.restore();
    return look(subject).numbers;
  };

  it('is marked: it looks smooth', () => {
    expect(stuckAt({})).toMatchObject({ stuck: 1 });
    expect(stuckAt({})['chance loss']).toBeCloseTo(Math.log(3), 12);
    const learned = look(at({ model: { hidden: [20], activation: 'relu' } }, 60)).numbers;
    expect(learned).toMatchObject({ stuck: 0 });
  });

  it('is measured by the loss that training uses', () => {
    // A probability of 1/3 for each class.
    expect(stuckAt({ loss: { type: 'binary-cross-entropy' } })['chance loss']).toBeCloseTo(
      -(Math.log(1 / 3) + 2 * Math.log(2 / 3)) / 3,
      12,
    );
    expect(stuckAt({ loss: { type: 'mean-squared-error', low: -1, high: 1 } })['chance loss']).toBeCloseTo(8 / 9, 12);
    const { numbers, samples } = look(at(LINE, 0, line()));
    const targets = [...samples.rows].map((row) => line().targets[row]!);
    const mean = targets.reduce((a, b) => a + b) / targets.length;
    const variance = targets.reduce((sum, t) => sum + (t - mean) ** 2, 0) / targets.length;
    expect(numbers['chance loss']).toBeCloseTo(variance, 6);
  });
});

describe('slices', () => {
  it('have the network in the middle, and a line that is a row of the plane', () => {
    const subject = at({ model: { hidden: [6], activation: 'tanh' } }, 5);
    const found = look(subject);
    const plane = arrayOf(found, 'plane');
    expect(plane).toMatchObject({ shape: [5, 5], axes: ['offsets', 'offsets'] });
    expect([...arrayOf(found, 'offsets').data]).toEqual([-1, -0.5, 0, 0.5, 1]);
    const set = subject.probeSet(60);
    expect([...arrayOf(found, 'probe set').data]).toEqual([...set.samples.rows]);
    expect(plane.data[12]).toBe(subject.lossOf(set, 'batch'));
    expect([...arrayOf(found, 'line').data]).toEqual([0, 1, 2, 3, 4].map((i) => plane.data[5 * i + 2]));
  });

  it('go as far in each unit as its weights are long', () => {
    // Only the direction of a unit's weights counts under batch normalization: with eps 0, scaled units give the same plane.
    const subject = at({ model: { hidden: [6], activation: 'relu', normalization: { type: 'batch', eps: 0 } } });
    const plane = [...arrayOf(look(subject), 'plane').data];
    const weights = subject.checkpoint.numbers.get('parameter/dense1.weight')!;
    for (let u = 0; u < 6; u++) for (let i = 0; i < 5; i++) weights[5 * u + i]! *= 1 + u;
    subject.restore();
    const scaled = [...arrayOf(look(subject), 'plane').data];
    scaled.forEach((loss, i) => expect(loss).toBeCloseTo(plane[i]!, 10));
  });

  it('leave biases, gammas and betas alone', () => {
    const subject = at({ model: { hidden: [6], bias: 'always', biasInitial: [1] } }, 3);
    const lists = (kept: boolean) =>
      subject.model.parameters
        .filter(({ role }) => (role !== 'weight') === kept)
        .map(({ value, size }) => [...value.data.subarray(0, size)]);
    const [others, weights] = [lists(true), lists(false)];
    const moved: boolean[] = [];
    probeLandscape(subject, probeOf(), {
      progress(fraction) {
        // After the first point of the slices.
        if (fraction < 0.12) return;
        expect(lists(true)).toEqual(others);
        moved.push(JSON.stringify(lists(false)) !== JSON.stringify(weights));
      },
    });
    // All points but the middle.
    expect(moved.filter((is) => !is)).toHaveLength(1);
    expect(moved.length).toBeGreaterThan(20);
  });

  it('are drawn for convolutions and reparameterized weights too', () => {
    for (const type of ['weight-norm', 'weight-standardization'] as const) {
      const model = { kind: 'cnn', channels: [3, 4], reparameterization: { type } } as const;
      const { data } = arrayOf(look(at({ model }, 0, smallImages()), { grid: 3 }), 'plane');
      expect(data.every(Number.isFinite)).toBe(true);
      expect(new Set(data).size).toBe(9);
    }
  });
});
