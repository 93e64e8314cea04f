/** Every entry of the table of normalizers against what its layer really does, on images in float64. */
import { describe, expect, it } from 'vitest';
import { channelMap } from '../../../../engine/export/fold.ts';
import { createDualKernels, dual } from '../../../../engine/kernels/dual.ts';
import type { Layer, Mode } from '../../../../engine/layers/layer.ts';
import { createNormalizer } from '../../../../engine/normalization/create.ts';
import { requireTwoValues } from '../../../../engine/single-sample.ts';
import { infoOf } from '../../../../engine/spec/describe.ts';
import { initialWeight, samplesTogether, updatesPerStep } from '../../../../engine/spec/normalized-model.ts';
import {
  epsOf,
  isLayer,
  learnedNumbers,
  learnsAffine,
  NORM_FIELDS,
  NORMALIZER_KINDS,
  recordedFields,
  traitsOf,
  type Normalizer,
} from '../../../../engine/spec/normalizers.ts';
import { channelShape, sizeOf } from '../../../../engine/spec/plan.ts';
import { planModel } from '../../../../engine/spec/plan-networks.ts';
import { RunSpec } from '../../../../engine/spec/schema.ts';
import { distance, tensor } from '../../../support/kernel-sets.ts';
import { normals } from '../../../support/hessian.ts';
import { build, reference as kernels, stateOf, type Normalization } from '../../../support/random-batches.ts';
import { contextOf, normalizer, normalizerPlan } from '../../../support/specs.ts';

const SHAPE = [4, 3, 3];
const { channels: CHANNELS, positions: POSITIONS } = channelShape(SHAPE);
const ROWS = 8;
const SIZE = ROWS * sizeOf(SHAPE);

/** Options under which an entry shows on samples of {@link SHAPE}: converged, and no activation in the layer. */
const OPTIONS: Partial<Record<string, object>> = {
  group: { groups: 2 },
  'ghost-batch': { size: 4 },
  'filter-response': { threshold: false },
  'decorrelated-batch': { groupSize: 2, iterations: 20 },
};
const types = Object.keys(NORMALIZER_KINDS) as Normalizer['type'][];
const cases = types.map((type) => ({ type, input: { type, ...OPTIONS[type] } as Normalization }));
/** Completed; without epsilon, as far as there is one. */
const exact = (input: Normalization): Normalizer => {
  const norm = normalizerPlan(input, SHAPE).normalization;
  return epsOf(norm) === null ? norm : ({ ...norm, eps: 0 } as Normalizer);
};

const X = normals(SIZE, 1).map((value) => 0.5 + 2 * value);
const forward = (layer: Layer, x: ArrayLike<number>, mode: Mode, rows = ROWS): number[] =>
  Array.from(layer.forward(tensor(kernels, x), rows, mode).data).slice(0, x.length);
const fresh = (norm: Normalizer, rows = ROWS, shape = SHAPE): Layer =>
  normalizer(kernels, norm as Normalization, shape, rows);
const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => distance(a, b) < 1e-9;
const channelOf = (i: number): number => i % CHANNELS;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The values of y in sets, by the key of each. */
const sets = (y: readonly number[], key: (row: number, channel: number) => number): number[][] => {
  const found = new Map<number, number[]>();
  y.forEach((value, i) => {
    const at = key(Math.floor(i / sizeOf(SHAPE)), channelOf(i));
    found.set(at, [...(found.get(at) ?? []), value]);
  });
  return [...found.values()];
};

it('has an entry for what is a layer, and none for ways to do without', () => {
  for (const type of types) expect(isLayer({ type } as Normalizer)).toBe(true);
  for (const type of ['none', 'fixup', 'skip-init'] as const) expect(isLayer({ type })).toBe(false);
});

describe.each(cases)('$type', ({ type, input }) => {
  const norm = exact(input);
  const traits = traitsOf(norm);

  it('is called so among layers', () => {
    expect(infoOf(normalizerPlan(input, SHAPE)).kind).toBe(NORMALIZER_KINDS[type]);
    expect(fresh(norm).info.kind).toBe(NORMALIZER_KINDS[type]);
  });

  it('standardizes what it says, and nothing smaller', () => {
    const y = forward(fresh(norm), X, 'train');
    const groups = 2;
    const together = samplesTogether(norm, ROWS, POSITIONS);
    const ways = {
      positions: sets(y, (row, channel) => row * CHANNELS + channel),
      group: sets(y, (row, channel) => row * groups + Math.floor(channel / (CHANNELS / groups))),
      sample: sets(y, (row) => row),
      batch: sets(y, (row, channel) => Math.floor(row / together) * CHANNELS + channel),
    };
    const standard = (values: readonly number[]): boolean => {
      const centred = traits.centres === null || Math.abs(mean(values)) < 1e-9;
      return centred && Math.abs(mean(values.map((value) => value ** 2)) - 1) < 1e-9;
    };
    const found = Object.entries(ways).find(([, parts]) => parts.every(standard))?.[0] ?? null;
    expect(found).toBe(traits.over === 'mixture' ? null : traits.over);
  });

  it('whitens as many channels together as it says', () => {
    const y = forward(fresh(norm), X, 'train');
    const product = (a: number, b: number): number =>
      mean(y.flatMap((value, i) => (channelOf(i) === a ? [value * y[i + b - a]!] : [])));
    const whitened = traits.whitens(norm, CHANNELS);
    expect(Math.abs(product(0, 1)) < 1e-9).toBe(whitened > 1);
    expect(Math.abs(product(1, 2)) < 1e-9).toBe(whitened > 2);
  });

  it('keeps the running statistics that it says, and differs in inference where it has some', () => {
    const layer = fresh(norm);
    const names = layer.state.map(({ name }) => name.replace(/.*\./, ''));
    const spread = { variance: 'running_var', deviation: 'running_std', covariance: 'running_cov' };
    const { running } = traits;
    expect(names).toEqual(running === null ? [] : ['running_mean', spread[running], 'batches']);
    expect(same(forward(layer, X, 'train'), forward(layer, X, 'running'))).toBe(running === null);
  });

  it('takes away the constants that it says', () => {
    const y = forward(fresh(norm), X, 'batch');
    const shifted = (by: (channel: number) => number): number[] =>
      forward(
        fresh(norm),
        X.map((value, i) => value + by(channelOf(i))),
        'batch',
      );
    expect(
      same(
        shifted(() => 3),
        y,
      ),
    ).toBe(traits.centres !== null);
    expect(
      same(
        shifted((channel) => channel - 3),
        y,
      ),
    ).toBe(traits.centres === 'channel');
  });

  it('takes the scale away where it says so, in training unless it corrects', () => {
    const larger = X.map((value) => 7 * value);
    expect(same(forward(fresh(norm), larger, 'batch'), forward(fresh(norm), X, 'batch'))).toBe(traits.removesScale);
    const late = (x: ArrayLike<number>): number[] => {
      const layer = fresh(norm);
      layer.beginStep?.(1e9);
      return forward(layer, x, 'train');
    };
    expect(same(late(larger), late(X))).toBe(traits.removesScale && !traits.corrects);
  });

  it('is an affine map of each channel in inference exactly where it can be folded', () => {
    const plan = normalizerPlan(norm as Normalization, SHAPE);
    const layer = build(norm as Normalization, { shape: SHAPE, rows: ROWS, seed: 4 });
    forward(layer, X, 'train');
    const y = forward(layer, X, 'running');
    const own = [...layer.parameters, ...layer.state];
    const map = channelMap(plan, new Map(own.map(({ name, value }) => [name, Array.from(value.data)])));
    expect(map !== null).toBe(traits.foldable);
    if (map !== null)
      expect(
        distance(
          [...X].map((x, i) => map.factor[channelOf(i)]! * x + map.shift[channelOf(i)]!),
          y,
        ),
      ).toBeLessThan(1e-9);
    // One value alone decides about its output, and by a straight line.
    const at = (value: number): number => forward(layer, X.with(0, value), 'running')[0]!;
    const others = forward(
      layer,
      X.map((value, i) => (i === 0 ? value : -2 * value)),
      'running',
    )[0]!;
    const straight = Math.abs(at(1) + at(3) - 2 * at(2)) < 1e-9;
    expect(straight && Math.abs(others - y[0]!) < 1e-9).toBe(traits.foldable);
  });

  it('carries tangents through its gradient exactly where it says so', () => {
    const [v, g] = [normals(SIZE, 2), normals(SIZE, 3)];
    const gradient = (x: ArrayLike<number>): number[] => {
      const layer = fresh(norm);
      forward(layer, x, 'batch');
      return Array.from(layer.backward(tensor(kernels, g), ROWS)!.data);
    };
    const h = 1e-5;
    const [above, below] = [h, -h].map((step) => gradient(X.map((x, i) => x + step * v[i]!))) as [number[], number[]];
    const expected = above.map((value, i) => (value - below[i]!) / (2 * h));
    const duals = createDualKernels();
    const layer = createNormalizer(contextOf(duals, ROWS), normalizerPlan(norm as Normalization, SHAPE));
    const x = tensor(duals, X);
    dual(x).tangent.set(v);
    layer.forward(x, ROWS, 'batch');
    const { tangent } = dual(layer.backward(tensor(duals, g), ROWS)!);
    expect(distance(tangent, expected) < 1e-6).toBe(traits.twice);
  });

  it('knows neighbours where it says so', () => {
    const swapped = (values: ArrayLike<number>): number[] =>
      Array.from(values, (_, i) => values[i - channelOf(i) + [0, 2, 1, 3][channelOf(i)]!]!);
    const y = forward(fresh(norm), swapped(X), 'batch');
    expect(same(y, swapped(forward(fresh(norm), X, 'batch')))).toBe(!traits.neighbours);
  });

  it('learns and records what it says, whatever is chosen', () => {
    for (const choice of [
      { scale: true, center: true },
      { scale: true, center: false },
      { scale: false, center: true },
      { scale: false, center: false },
      { threshold: true },
    ])
      for (const shape of [SHAPE, ...(type === 'instance' ? [] : [[8]])]) {
        const fitting = Object.fromEntries(Object.entries(choice).filter(([key]) => key in norm));
        const chosen = { ...norm, ...fitting } as Normalizer;
        const layer = fresh(chosen, ROWS, shape);
        const { scale, center } = learnsAffine(chosen);
        const sizeOfOwn = (own: string): number | undefined =>
          layer.parameters.find(({ name }) => name === `norm1.${own}`)?.size;
        const each = traits.affinePer === 'channel' ? shape[0] : sizeOf(shape);
        expect(sizeOfOwn('gamma')).toBe(scale ? each : undefined);
        expect(sizeOfOwn('beta')).toBe(center ? each : undefined);
        const all = layer.parameters.reduce((sum, { size }) => sum + size, 0);
        expect(learnedNumbers(chosen, channelShape(shape))).toBe(all);
        expect(layer.info.parameters).toBe(all);
        expect(recordedFields(chosen)).toEqual(NORM_FIELDS.filter((field) => layer.norm![field] !== null));
      }
  });

  it('gives the same for a single value a channel exactly where it standardizes over the batch', () => {
    if (type === 'instance') return;
    const withEps = normalizerPlan(input, [4]).normalization;
    const one = (x: ArrayLike<number>): number[] => forward(fresh(withEps, 1, [4]), x, 'batch', 1);
    const blind = same(one([1, 2, -4, 8]), one([3, -2, 0, 9]));
    expect(blind).toBe(traits.over === 'batch');
    const spec = RunSpec.parse({ model: { hidden: [4], normalization: input as never } });
    const refuse = (): void => {
      requireTwoValues(spec, [infoOf(normalizerPlan(input, [4]))], 1);
    };
    if (traits.needsTwo(norm)) expect(refuse).toThrow('batch of 1');
    else expect(refuse).not.toThrow();
    // Whoever is refused has a part over the batch.
    if (traits.needsTwo(norm)) expect(traits.running).not.toBeNull();
  });

  it('moves running statistics as often as it says, and forgets their first values so', () => {
    const layer = fresh(norm);
    forward(layer, X, 'train');
    const updates = updatesPerStep(norm, ROWS);
    if (traits.running !== null) expect(layer.state.at(-1)!.value.data[0]).toBe(updates);
    if (!('momentum' in norm)) return expect(initialWeight(norm, 5, ROWS)).toBe(0);
    const again = fresh({ ...norm, momentum: 0.1 });
    for (let step = 0; step < 5; step++) forward(again, X, 'train');
    const kept = fresh({ ...norm, momentum: 1 });
    forward(kept, X, 'train');
    expect(initialWeight({ ...norm, momentum: 0.1 }, 5, ROWS)).toBeCloseTo(0.9 ** (5 * updates), 12);
    // Of whole batches: what is not forgotten of the initial 0 is missing in the running mean.
    if (updates === 1) {
      const [slow, whole] = [stateOf(again), stateOf(kept)];
      expect(slow[0]! / whole[0]!).toBeCloseTo(1 - initialWeight({ ...norm, momentum: 0.1 }, 5, ROWS), 9);
    }
  });

  it('takes the place of the activation where it says so', () => {
    for (const threshold of [true, false]) {
      const chosen = { ...norm, ...('threshold' in norm ? { threshold } : {}) } as Normalizer;
      const model = { kind: 'cnn', channels: [4], normalization: chosen };
      const plans = planModel(RunSpec.parse({ model }).model, SHAPE, 2);
      expect(plans.some(({ kind }) => kind === 'activation')).toBe(!traits.activates(chosen));
    }
  });
});

it('refuses single values of batch normalization unless beta is asked for', () => {
  for (const single of ['refuse', 'beta'])
    expect(traitsOf(exact({ type: 'batch' })).needsTwo(exact({ type: 'batch', single }))).toBe(single === 'refuse');
});

it('keeps what frozen statistics have not forgotten', () => {
  const frozen = exact({ type: 'batch', freezeStatisticsAt: 3 });
  const layer = fresh(frozen);
  for (let step = 1; step <= 6; step++) {
    layer.beginStep?.(step);
    forward(layer, X, 'train');
  }
  expect(layer.state.at(-1)!.value.data[0]).toBe(2);
  expect(initialWeight(frozen, 6, ROWS)).toBeCloseTo(0.9 ** 2, 12);
});

it.each([
  [8, 1, [4, 4]],
  [10, 1, [4, 4, 2]],
  [9, 1, [4, 5]],
  [9, 2, [4, 4, 1]],
  [3, 1, [3]],
])('cuts %s samples of %s positions into ghost batches of %s', (batch, positions, parts) => {
  const norm = exact({ type: 'ghost-batch', size: 4 });
  expect(samplesTogether(norm, batch, positions)).toBe(Math.min(...parts));
  const layer = fresh(norm, batch, [2, positions, 1]);
  forward(layer, normals(batch * 2 * positions, 1), 'train', batch);
  expect(layer.state.at(-1)!.value.data[0]).toBe(parts.length);
  if (positions === 1) expect(updatesPerStep(norm, batch)).toBe(parts.length);
});
