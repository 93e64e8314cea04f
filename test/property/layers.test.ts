/** What must hold for layers on any batch: symmetries of batch normalization, and that inference follows training. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import type { PopulationLayer } from '../../engine/layers/layer.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { stream } from '../../engine/random.ts';
import { PLACEMENTS, RunSpec } from '../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load, tensor } from '../support/kernel-sets.ts';
import { lossOf, normalizer } from '../support/specs.ts';

const CHANNELS = 3;
const kernels = createReferenceKernels();

const layer = (rows: number, change: { eps?: number; momentum?: number } = {}, on: Kernels = kernels) =>
  normalizer(on, { type: 'batch', ...change }, [CHANNELS], rows) as PopulationLayer;

/** A batch whose columns all vary, with an order of its rows. */
const batches = fc
  .record({ rows: fc.integer({ min: 2, max: 12 }), seed: fc.integer(), shift: fc.integer({ min: -20, max: 20 }) })
  .map(({ rows, seed, shift }) => {
    const random = stream(seed, 'batch');
    const order = Int32Array.from({ length: rows }, (_, i) => i);
    random.shuffle(order);
    return { rows, order, x: Float64Array.from({ length: rows * CHANNELS }, () => shift + random.normal()) };
  });

const reorder = (x: ArrayLike<number>, order: Int32Array, columns = CHANNELS): Float64Array =>
  Float64Array.from(
    { length: order.length * columns },
    (_, i) => x[order[Math.floor(i / columns)]! * columns + (i % columns)]!,
  );
const forward = (
  norm: PopulationLayer,
  x: ArrayLike<number>,
  rows: number,
  mode: 'train' | 'batch' | 'running' | 'precise',
) => Array.from(norm.forward(tensor(kernels, x), rows, mode).data).slice(0, rows * CHANNELS);

describe('batch normalization', () => {
  it('does not care about the order of the rows', () => {
    fc.assert(
      fc.property(batches, ({ rows, order, x }) => {
        const [a, b] = [layer(rows), layer(rows)];
        const y = forward(a, x, rows, 'train');
        expect(distance(forward(b, reorder(x, order), rows, 'train'), reorder(y, order))).toBeLessThan(1e-9);
        a.state.forEach(({ value }, i) => {
          expect(distance(b.state[i]!.value.data, value.data)).toBeLessThan(1e-12);
        });
      }),
    );
  });

  it('takes away shift and scale of each channel, and keeps the sign of the scale', () => {
    const factors = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(batches, factors, fc.boolean(), ({ rows, x }, size, flip) => {
        const factor = flip ? -size : size;
        const y = forward(layer(rows, { eps: 0 }), x, rows, 'batch');
        const moved = x.map((value) => factor * value + 7);
        const expected = y.map((value) => Math.sign(factor) * value);
        expect(distance(forward(layer(rows, { eps: 0 }), moved, rows, 'batch'), expected)).toBeLessThan(1e-6);
      }),
    );
  });

  it('infers what it trained on, but for the factor between biased and unbiased variance', () => {
    fc.assert(
      fc.property(batches, ({ rows, x }) => {
        const norm = layer(rows, { eps: 0, momentum: 1 });
        const y = forward(norm, x, rows, 'train');
        const expected = y.map((value) => value * Math.sqrt((rows - 1) / rows));
        expect(distance(forward(norm, x, rows, 'running'), expected)).toBeLessThan(1e-9);
      }),
    );
  });

  it('moves its running statistics only in training', () => {
    fc.assert(
      fc.property(batches, ({ rows, x }) => {
        const norm = layer(rows);
        for (const mode of ['batch', 'running', 'precise'] as const) forward(norm, x, rows, mode);
        expect(norm.state.slice(0, 2).map(({ value }) => Array.from(value.data))).toEqual([
          [0, 0, 0],
          [1, 1, 1],
        ]);
      }),
    );
  });

  it('has as precise statistics the plain averages over the batches, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(batches, { minLength: 1, maxLength: 5 }), batches, (list, other) => {
        const norm = layer(12, { eps: 0 });
        const gather = (given: typeof list): void => {
          norm.resetPrecise();
          given.forEach(({ x, rows }, i) => {
            forward(norm, x, rows, 'batch');
            norm.averagePrecise(i + 1, rows);
          });
        };
        gather([other]);
        gather(list);
        const average = (c: number, of: (column: number[]) => number): number =>
          list.reduce((sum, { x }) => sum + of(Array.from(x).filter((_, i) => i % CHANNELS === c)), 0) / list.length;
        const mean = (v: number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
        const variance = (v: number[]): number => v.reduce((a, b) => a + (b - mean(v)) ** 2, 0) / (v.length - 1);
        const { x, rows } = other;
        const expected = Array.from(
          x,
          (value, i) => (value - average(i % CHANNELS, mean)) / Math.sqrt(average(i % CHANNELS, variance)),
        );
        expect(distance(forward(norm, x, rows, 'precise'), expected)).toBeLessThan(1e-9);
      }),
    );
  });

  it.each(KERNEL_SETS)(
    'keeps its running statistics finite on $name kernels, whatever it is given',
    async ({ name }) => {
      const on = await load(name);
      const x = on.allocate(4 * CHANNELS);
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 4 }),
          fc.array(fc.float(), { minLength: 4 * CHANNELS, maxLength: 4 * CHANNELS }),
          (rows, values) => {
            const norm = layer(4, { momentum: 1 }, on);
            x.data.set(values);
            norm.forward(x, rows, 'train');
            for (const { value } of norm.state) expect(Array.from(value.data).every(Number.isFinite)).toBe(true);
          },
        ),
      );
      // Two rows: the biased variance, 3.2e38, is still a float32; the unbiased one, twice as large, is not.
      const norm = layer(4, { momentum: 1 }, on);
      x.data.fill(0);
      x.data.set([1.79e19, 1.79e19, 1.79e19, -1.79e19, -1.79e19, -1.79e19]);
      norm.forward(x, 2, 'train');
      for (const { value } of norm.state) expect(Array.from(value.data).every(Number.isFinite)).toBe(true);
    },
  );
});

describe('a network', () => {
  it.each(PLACEMENTS)('has loss and gradients that do not depend on the order of the batch (%s)', (placement) => {
    const spec = RunSpec.parse({
      model: { hidden: [4, 4], activation: 'tanh', normalization: { type: 'batch', placement } },
    });
    fc.assert(
      fc.property(batches, ({ rows, order, x }) => {
        const shape = { shape: [CHANNELS], outputs: 3, capacity: rows };
        const model = compileModel(kernels, spec.model, shape, { initialization: stream(1, 'initialization') });
        const loss = createLoss(kernels, lossOf('cross-entropy'), 3, rows);
        const labels = Int32Array.from({ length: rows }, (_, i) => i % 3);
        const pass = (input: Float64Array, wanted: Int32Array): number[] => {
          const targets = { labels: wanted, targets: new Float32Array() };
          const outputs = model.forward(tensor(kernels, input), rows, 'train');
          const value = loss.value(outputs, targets, rows);
          model.backward(loss.gradient(outputs, targets, rows), rows);
          return [value, ...model.parameters.flatMap(({ gradient }) => Array.from(gradient.data))];
        };
        const straight = pass(x, labels);
        expect(
          distance(
            pass(
              reorder(x, order),
              Int32Array.from(order, (i) => labels[i]!),
            ),
            straight,
          ),
        ).toBeLessThan(1e-9);
      }),
    );
  });
});
