/**
 * What must hold for normalizers of samples on any batch, dense or of images. Over the batch: batch-normalizers.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../engine/kernels/load.ts';
import type { Mode } from '../../engine/layers/layer.ts';
import { sizeOf } from '../../engine/spec/plan.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import {
  batches,
  build,
  pass,
  reference as kernels,
  rowsOf,
  type Batch,
  type Normalization,
} from '../support/random-batches.ts';
import { normalizer } from '../support/specs.ts';

const OPTIONS = { seed: 20160721, numRuns: 40 };
const any = fc.boolean().chain((images) => batches(images));

/** Normalizers to which the batch means nothing, for a batch. */
const ofSamples = ({ groups, shape }: Batch, eps: number): Normalization[] => [
  { type: 'layer', eps },
  { type: 'rms', eps },
  { type: 'group', eps, groups },
  ...(shape.length === 3
    ? [
        { type: 'instance' as const, eps, center: true, scale: true },
        { type: 'filter-response' as const, eps },
      ]
    : []),
];

describe('normalization of samples', () => {
  it('takes away the scale of a sample, and its shift where the mean is subtracted', () => {
    const factors = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(any, factors, fc.double({ min: -5, max: 5, noNaN: true }), (batch, factor, shift) => {
        for (const normalization of ofSamples(batch, 0)) {
          const centred = normalization.type !== 'rms' && normalization.type !== 'filter-response';
          const moved = batch.x.map((value) => factor * value + (centred ? shift : 0));
          const { y, dx } = pass(build(normalization, batch), batch);
          const after = pass(build(normalization, batch), { ...batch, x: moved });
          expect(distance(after.y, y), normalization.type).toBeLessThan(1e-6);
          // A function of degree 0 has a gradient of degree -1.
          const scaled = after.dx.map((value) => factor * value);
          expect(distance(scaled, dx), `${normalization.type}, gradient`).toBeLessThan(1e-4);
        }
      }),
      OPTIONS,
    );
  });

  it('gives a sample the same bits whatever else is in the batch, in every order and mode', () => {
    fc.assert(
      fc.property(any, (batch) => {
        const size = sizeOf(batch.shape);
        for (const normalization of ofSamples(batch, 1e-5)) {
          const layer = build(normalization, batch);
          const whole = pass(layer, batch);
          for (let row = 0; row < batch.rows; row++) {
            const alone = pass(layer, {
              ...batch,
              x: rowsOf(batch.x, [row], size),
              dy: rowsOf(batch.dy, [row], size),
            });
            expect(alone.y).toEqual([...rowsOf(whole.y, [row], size)]);
            expect(alone.dx).toEqual([...rowsOf(whole.dx, [row], size)]);
          }
          for (const mode of ['batch', 'running', 'precise'] satisfies Mode[])
            expect(Array.from(layer.forward(tensor(kernels, batch.x), batch.rows, mode).data)).toEqual(whole.y);
        }
      }),
      OPTIONS,
    );
  });

  it('is group normalization with one group, or with one a channel', () => {
    fc.assert(
      fc.property(batches(true), (batch) => {
        const plain = { center: false, scale: false };
        const same = (a: Normalization, b: Normalization): void => {
          const [one, other] = [pass(build(a, batch), batch), pass(build(b, batch), batch)];
          expect(distance(one.y, other.y)).toBeLessThan(1e-9);
          expect(distance(one.dx, other.dx)).toBeLessThan(1e-9);
        };
        same({ type: 'layer', ...plain }, { type: 'group', groups: 1, ...plain });
        same({ type: 'instance', ...plain }, { type: 'group', groups: batch.shape[0]!, ...plain });
      }),
      OPTIONS,
    );
  });
});

describe('switchable normalization', () => {
  it('is each of its parts where that has all the weight', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 2 }), (batch, chosen) => {
        if (batch.rows * sizeOf(batch.shape.slice(1)) < 2) return;
        const plain = { center: false, scale: false, eps: 1e-3 };
        const parts = (
          batch.shape.length === 3 ? (['instance', 'layer', 'batch'] as const) : (['layer', 'batch'] as const)
        ).filter((type) => type !== 'instance' || sizeOf(batch.shape.slice(1)) > 1);
        const part = chosen % parts.length;
        const layer = normalizer(kernels, { type: 'switchable', ...plain }, batch.shape, batch.rows);
        expect(layer.parameters.map(({ size }) => size)).toEqual([parts.length, parts.length]);
        for (const { value } of layer.parameters) {
          value.data.fill(-1e6);
          value.data[part] = 0;
        }
        const wanted = pass(build({ type: parts[part]!, ...plain }, batch), batch);
        const found = pass(layer, batch);
        expect(distance(found.y, wanted.y)).toBeLessThan(1e-9);
        expect(distance(found.dx, wanted.dx)).toBeLessThan(1e-9);
      }),
      OPTIONS,
    );
  });

  it('does not care about the order of the batch', () => {
    fc.assert(
      fc.property(any, (batch) => {
        const size = sizeOf(batch.shape);
        const straight = pass(build({ type: 'switchable' }, batch), batch);
        const mixed = pass(build({ type: 'switchable' }, batch), {
          ...batch,
          x: rowsOf(batch.x, batch.order, size),
          dy: rowsOf(batch.dy, batch.order, size),
        });
        expect(distance(mixed.y, rowsOf(straight.y, batch.order, size))).toBeLessThan(1e-9);
        expect(distance(mixed.dx, rowsOf(straight.dx, batch.order, size))).toBeLessThan(1e-9);
        expect(distance(mixed.gradients.flat(), straight.gradients.flat())).toBeLessThan(1e-9);
      }),
      OPTIONS,
    );
  });
});

it('is on the fast kernels what it is on the reference kernels', async () => {
  await fc.assert(
    fc.asyncProperty(any, async (batch) => {
      const fast = await loadKernels('wasm');
      // A large epsilon keeps groups of nearly equal numbers from magnifying rounding errors.
      for (const normalization of [...ofSamples(batch, 0.1), { type: 'switchable', eps: 0.1 } as const]) {
        const wanted = pass(build(normalization, batch), batch);
        const found = pass(build(normalization, batch, fast), batch, fast);
        expect(distance(found.y, wanted.y), `${normalization.type}, output`).toBeLessThan(1e-4);
        expect(distance(found.dx, wanted.dx), `${normalization.type}, gradient`).toBeLessThan(1e-4);
        expect(distance(found.gradients.flat(), wanted.gradients.flat()), normalization.type).toBeLessThan(1e-4);
      }
    }),
    OPTIONS,
  );
});
