/** What the options of batch normalization do, on numbers small enough to follow. Identities: identities.test.ts. */
import { describe, expect, it } from 'vitest';
import type { PopulationLayer } from '../../../engine/layers/layer.ts';
import { stream } from '../../../engine/random.ts';
import { createTraining } from '../../../engine/train.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load, tensor } from '../../support/kernel-sets.ts';
import { clusters } from '../../support/small-dataset.ts';
import { normalizer } from '../../support/specs.ts';

type Normalization = Parameters<typeof normalizer>[1];
const [ROWS, CHANNELS, EPS] = [5, 2, 1e-3];
const [GAMMA, BETA] = [
  [2, -1.5],
  [0.75, 3],
] as const;

const random = stream(1, 'values');
const draw = (size = ROWS * CHANNELS, shift = 0): number[] =>
  Array.from({ length: size }, () => shift + random.normal());
const X = draw(ROWS * CHANNELS, 2);
const DY = draw();

const column = (values: readonly number[], c: number): number[] => values.filter((_, i) => i % CHANNELS === c);
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const varianceOf = (values: readonly number[]): number => meanOf(values.map((v) => (v - meanOf(values)) ** 2));
const moments = (x: readonly number[]) =>
  [0, 1].map((c) => ({ mean: meanOf(column(x, c)), variance: varianceOf(column(x, c)) }));
type Moments = ReturnType<typeof moments>;
const standardized = (x: readonly number[], of: Moments): number[] =>
  x.map((value, i) => (value - of[i % CHANNELS]!.mean) / Math.sqrt(of[i % CHANNELS]!.variance + EPS));

describe.each(KERNEL_SETS)('batch normalization on $name kernels', ({ name, tolerance }) => {
  const build = async (more: Record<string, unknown> = {}, shape = [CHANNELS], rows = ROWS) => {
    const kernels = await load(name);
    const normalization: Normalization = { type: 'batch', eps: EPS, ...more };
    const layer = normalizer(kernels, normalization, shape, rows) as PopulationLayer;
    for (const parameter of layer.parameters) parameter.value.data.set(parameter.name.endsWith('gamma') ? GAMMA : BETA);
    return {
      layer,
      forward: (x: readonly number[]): number[] => Array.from(layer.forward(tensor(kernels, x), rows, 'train').data),
      backward: (dy: readonly number[]) => Array.from(layer.backward(tensor(kernels, dy), ROWS)!.data),
      running: () =>
        [0, 1].map((c) => ({ mean: layer.state[0]!.value.data[c]!, variance: layer.state[1]!.value.data[c]! })),
    };
  };

  it('learns gamma alone, beta alone, or neither', async () => {
    const xhat = standardized(X, moments(X));
    for (const [center, scale] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ] as const) {
      const { layer, forward, backward } = await build({ center, scale });
      expect(layer.parameters.map((parameter) => parameter.name)).toEqual([
        ...(scale ? ['norm1.gamma'] : []),
        ...(center ? ['norm1.beta'] : []),
      ]);
      const gamma = (i: number): number => (scale ? GAMMA[i % CHANNELS]! : 1);
      const beta = (i: number): number => (center ? BETA[i % CHANNELS]! : 0);
      expect(
        distance(
          forward(X),
          xhat.map((value, i) => gamma(i) * value + beta(i)),
        ),
      ).toBeLessThan(tolerance);
      backward(DY);
      const sums = [0, 1].map((c) => column(DY, c).reduce((a, b) => a + b, 0));
      const products = [0, 1].map((c) =>
        column(
          DY.map((value, i) => value * xhat[i]!),
          c,
        ).reduce((a, b) => a + b, 0),
      );
      const expected = [...(scale ? [products] : []), ...(center ? [sums] : [])];
      layer.parameters.forEach(({ gradient }, p) => {
        expect(distance(gradient.data, expected[p]!)).toBeLessThan(tolerance);
      });
    }
  });

  it('with detached statistics gives the same, and passes the gradient as if these were constants', async () => {
    const [full, detached] = [await build(), await build({ gradient: 'detached' })];
    expect(detached.forward(X)).toEqual(full.forward(X));
    const inverse = moments(X).map(({ variance }) => 1 / Math.sqrt(variance + EPS));
    const expected = DY.map((value, i) => GAMMA[i % CHANNELS]! * inverse[i % CHANNELS]! * value);
    const [dx, other] = [full.backward(DY), detached.backward(DY)];
    expect(distance(other, expected)).toBeLessThan(tolerance);
    expect(distance(dx, expected)).toBeGreaterThan(0.01);
    detached.layer.parameters.forEach(({ gradient }, p) => {
      expect(gradient.data).toEqual(full.layer.parameters[p]!.gradient.data);
    });
  });

  it('averages unbiased or biased variances, over all values of a channel', async () => {
    for (const [runningVariance, factor] of [
      ['unbiased', ROWS / (ROWS - 1)],
      ['biased', 1],
    ] as const) {
      const { forward, running } = await build({ runningVariance, momentum: 0.25 });
      forward(X);
      running().forEach(({ mean, variance }, c) => {
        expect(Math.abs(mean - 0.25 * moments(X)[c]!.mean)).toBeLessThan(tolerance);
        expect(Math.abs(variance - (0.75 + 0.25 * factor * moments(X)[c]!.variance))).toBeLessThan(tolerance);
      });
    }
    // Images: five values a channel are one sample of five positions.
    const { forward, running } = await build({ momentum: 1 }, [CHANNELS, 1, ROWS], 1);
    forward(X);
    running().forEach(({ variance }, c) => {
      expect(Math.abs(variance - (ROWS / (ROWS - 1)) * moments(X)[c]!.variance)).toBeLessThan(10 * tolerance);
    });
  });

  it('with an empty momentum keeps the plain average over all batches', async () => {
    const list = [X, draw(), draw(ROWS * CHANNELS, -1)];
    const { forward, running } = await build({ momentum: null, runningVariance: 'biased' });
    for (const x of list) forward(x);
    running().forEach(({ mean, variance }, c) => {
      expect(Math.abs(mean - meanOf(list.map((x) => moments(x)[c]!.mean)))).toBeLessThan(tolerance);
      expect(Math.abs(variance - meanOf(list.map((x) => moments(x)[c]!.variance)))).toBeLessThan(tolerance);
    });
  });

  it('from freezeStatisticsAt on trains with the running statistics, which stay', async () => {
    const { layer, forward, backward, running } = await build({ freezeStatisticsAt: 3 });
    for (const step of [1, 2]) {
      const before = running();
      layer.beginStep!(step);
      forward(X);
      expect(running()).not.toEqual(before);
    }
    const frozen = running();
    const other = draw(ROWS * CHANNELS, 5);
    for (const step of [3, 4]) {
      layer.beginStep!(step);
      const expected = standardized(other, frozen).map(
        (value, i) => GAMMA[i % CHANNELS]! * value + BETA[i % CHANNELS]!,
      );
      expect(distance(forward(other), expected)).toBeLessThan(tolerance);
      const dx = DY.map((v, i) => (GAMMA[i % CHANNELS]! * v) / Math.sqrt(frozen[i % CHANNELS]!.variance + EPS));
      expect(distance(backward(DY), dx)).toBeLessThan(tolerance);
    }
    expect(running()).toEqual(frozen);
    // What is shown as the statistics of the batch are those of the batch, though training does not use them.
    layer.refreshReport!();
    expect(
      distance(
        layer.norm!.batchMean!.data,
        moments(other).map(({ mean }) => mean),
      ),
    ).toBeLessThan(tolerance);
  });

  it('from freezeAffineAt on leaves gamma and beta as they are, while all else moves', async () => {
    const spec = RunSpec.parse({
      model: { hidden: [4], normalization: { type: 'batch', freezeAffineAt: 4 } },
      training: { steps: 6, batchSize: 20 },
    });
    const training = createTraining({ spec, dataset: clusters(), kernels: await load(name) });
    const snapshots = new Map<number, Map<string, number[]>>();
    while (training.advance() === null) {
      const { parameters, layers } = training.model;
      const all = [...parameters, ...layers.flatMap(({ state }) => state)];
      snapshots.set(training.step, new Map(all.map((one) => [one.name, Array.from(one.value.data)])));
    }
    const at = (step: number, what: string): number[] => snapshots.get(step)!.get(what)!;
    for (const what of ['norm1.gamma', 'norm1.beta']) {
      expect(at(3, what)).not.toEqual(at(2, what));
      for (const step of [4, 5]) expect(at(step, what)).toEqual(at(3, what));
    }
    for (const what of ['dense1.weight', 'dense2.bias', 'norm1.running_mean', 'norm1.running_var'])
      expect(at(5, what)).not.toEqual(at(4, what));
  });
});
