/** Batch renormalization: how its bounds grow, and its gradient where r is not 1 and d not 0. Algorithm: test/golden. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import type { Layer } from '../../../engine/layers/layer.ts';
import { stream } from '../../../engine/random.ts';
import { distance, tensor } from '../../support/kernel-sets.ts';
import { normalizer } from '../../support/specs.ts';

const kernels = createReferenceKernels();
const random = stream(1, 'values');
const draw = (size: number, shift = 0): number[] => Array.from({ length: size }, () => shift + random.normal());
const EPS = 1e-3;

const build = (more: Record<string, unknown>, shape: number[], rows: number): Layer =>
  normalizer(kernels, { type: 'batch-renorm', eps: EPS, ...more }, shape, rows);
const forward = (layer: Layer, x: readonly number[], rows: number): number[] =>
  Array.from(layer.forward(tensor(kernels, x), rows, 'train').data);
const setRunning = (layer: Layer, mean: readonly number[], deviation: readonly number[]): void => {
  layer.state.find(({ name }) => name === 'norm1.running_mean')!.value.data.set(mean);
  layer.state.find(({ name }) => name === 'norm1.running_std')!.value.data.set(deviation);
};
const moments = (x: readonly number[]) => {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return { mean, deviation: Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length + EPS) };
};

describe('the bounds of r and d', () => {
  const x = draw(6);
  const { mean, deviation } = moments(x);
  const z = x.map((value) => (value - mean) / deviation);
  /** r and d of a step, where both corrections are far beyond any bound. */
  const correction = (spec: Record<string, unknown>, step: number, sign = 1): { r: number; d: number } => {
    const layer = build({ rMax: 3, dMax: 5, ...spec }, [1], 6);
    setRunning(layer, [-1e6 * sign], [sign > 0 ? 1e-6 : 1e6]);
    layer.beginStep!(step);
    const y = forward(layer, x, 6);
    const r = (y[1]! - y[0]!) / (z[1]! - z[0]!);
    return { r, d: y[0]! - r * z[0]! };
  };

  it.each([
    [1, 1, 0],
    [10, 1, 0],
    [11, 1.1, 0.25],
    [20, 2, 2.5],
    [30, 3, 5],
    [31, 3, 5],
    [1000, 3, 5],
  ])('at step %i are %d and %d, after 10 plain steps and over 20 more', (step, r, d) => {
    const found = correction({ warmup: 10, ramp: 20 }, step);
    expect(found.r).toBeCloseTo(r, 9);
    expect(found.d).toBeCloseTo(d, 9);
  });

  it('hold on the other side too', () => {
    const { r } = correction({ warmup: 0, ramp: 0 }, 1, -1);
    expect(r).toBeCloseTo(1 / 3, 9);
    const layer = build({ rMax: 1, dMax: 5, warmup: 0, ramp: 0 }, [1], 6);
    setRunning(layer, [1e6], [1]);
    expect(forward(layer, x, 6)[0]! - z[0]!).toBeCloseTo(-5, 9);
  });

  it('are at their largest at once without plain steps and ramp', () => {
    expect(correction({ warmup: 0, ramp: 0 }, 1)).toEqual(correction({ warmup: 10, ramp: 20 }, 500));
    expect(correction({ warmup: 5, ramp: 0 }, 5).r).toBeCloseTo(1, 9);
    expect(correction({ warmup: 5, ramp: 0 }, 6).r).toBeCloseTo(3, 9);
  });
});

it.each([
  ['within their bounds', { rMax: 50, dMax: 50 }],
  ['at their bounds', { rMax: 1.2, dMax: 0.1 }],
])('has the gradient of its output with r and d held as they are, %s', (_title, bounds) => {
  const [channels, positions, rows] = [2, 3, 4];
  const layer = build({ ...bounds, warmup: 0, ramp: 0 }, [channels, 1, positions], rows);
  const learned = layer.parameters.map(({ value }) => {
    for (let c = 0; c < channels; c++) value.data[c]! += random.normal();
    return Array.from(value.data);
  });
  const running = { mean: [0.3, -2], deviation: [0.4, 3] };
  setRunning(layer, running.mean, running.deviation);
  const x = draw(rows * positions * channels, 1);
  const dy = draw(x.length);
  const columns = (values: readonly number[], c: number): number[] => values.filter((_, i) => i % channels === c);
  const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  const fixed = [0, 1].map((c) => {
    const { mean, deviation } = moments(columns(x, c));
    const r = clip(deviation / running.deviation[c]!, 1 / bounds.rMax, bounds.rMax);
    return { r, d: clip((mean - running.mean[c]!) / running.deviation[c]!, -bounds.dMax, bounds.dMax) };
  });
  for (const { r, d } of fixed) {
    expect(Math.abs(r - 1)).toBeGreaterThan(0.1);
    expect(Math.abs(d)).toBeGreaterThan(0.05);
  }
  const output = (values: readonly number[], [gamma, beta]: number[][] = learned): number[] => {
    const of = [0, 1].map((c) => moments(columns(values, c)));
    return values.map((value, i) => {
      const c = i % channels;
      const z = (value - of[c]!.mean) / of[c]!.deviation;
      return gamma![c]! * (fixed[c]!.r * z + fixed[c]!.d) + beta![c]!;
    });
  };
  const loss = (y: readonly number[]): number => y.reduce((sum, value, i) => sum + value * dy[i]!, 0);
  expect(distance(forward(layer, x, rows), output(x))).toBeLessThan(1e-12);
  const dx = Array.from(layer.backward(tensor(kernels, dy), rows)!.data);
  const h = 1e-6;
  const difference = (move: (by: number) => number): number => (move(h) - move(-h)) / (2 * h);
  x.forEach((value, i) => {
    expect(Math.abs(difference((by) => loss(output(x.with(i, value + by)))) - dx[i]!)).toBeLessThan(1e-8);
  });
  layer.parameters.forEach(({ gradient }, p) => {
    learned[p]!.forEach((value, c) => {
      const moved = (by: number): number => loss(output(x, learned.with(p, learned[p]!.with(c, value + by))));
      expect(Math.abs(difference(moved) - gradient.data[c]!)).toBeLessThan(1e-8);
    });
  });
});

it('averages deviations with epsilon in them, and shows them as variances', () => {
  const layer = build({ momentum: 0.25 }, [1], 6);
  const x = draw(6, 4);
  const { mean, deviation } = moments(x);
  layer.beginStep!(1);
  forward(layer, x, 6);
  const [runningMean, runningDeviation] = layer.state.map(({ value }) => value.data[0]!);
  expect(runningMean).toBeCloseTo(0.25 * mean, 12);
  expect(runningDeviation).toBeCloseTo(0.75 + 0.25 * deviation, 12);
  layer.refreshReport!();
  expect(layer.norm!.runningVariance!.data[0]).toBeCloseTo(runningDeviation! ** 2 - EPS, 12);
});
