/** What must hold for dynamic tanh and dynamic erf on any batch: they squash number by number, and know no statistics. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadKernels } from '../../engine/kernels/load.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { Layer, Mode } from '../../engine/layers/layer.ts';
import { channelsOf, sizeOf } from '../../engine/spec/plan.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import { batches, build, pass, reference as kernels, rowsOf, type Batch } from '../support/random-batches.ts';

const OPTIONS = { seed: 20250313, numRuns: 40 };
const TYPES = ['dynamic-tanh', 'dynamic-erf'] as const;
const any = fc.boolean().chain((images) => batches(images));

const learned = (layer: Layer, name: string): Float64Array =>
  layer.parameters.find((parameter) => parameter.name === `norm1.${name}`)!.value.data as Float64Array;
const gradientOf = (layer: Layer, name: string): Float64Array =>
  layer.parameters.find((parameter) => parameter.name === `norm1.${name}`)!.gradient.data as Float64Array;

it.each(TYPES)('%s gives a sample the same bits whatever else is in the batch, in every mode', (type) => {
  fc.assert(
    fc.property(any, (batch) => {
      const layer = build({ type }, batch);
      const [whole, size] = [pass(layer, batch), sizeOf(batch.shape)];
      for (let row = 0; row < batch.rows; row++) {
        const alone = pass(layer, { ...batch, x: rowsOf(batch.x, [row], size), dy: rowsOf(batch.dy, [row], size) });
        expect(alone.y).toEqual([...rowsOf(whole.y, [row], size)]);
        expect(alone.dx).toEqual([...rowsOf(whole.dx, [row], size)]);
      }
      for (const mode of ['batch', 'running', 'precise'] satisfies Mode[])
        expect([...layer.forward(tensor(kernels, batch.x), batch.rows, mode).data]).toEqual(whole.y);
    }),
    OPTIONS,
  );
});

it.each(TYPES)('%s stays within gamma of beta, and turns with the sign of its input', (type) => {
  fc.assert(
    fc.property(any, fc.double({ min: 0, max: 1e6, noNaN: true }), (batch, factor) => {
      const [layer, mirrored] = [build({ type }, batch), build({ type }, batch)];
      if (type === 'dynamic-erf') learned(mirrored, 'shift')[0]! *= -1;
      const x = batch.x.map((value) => factor * value);
      const { y } = pass(layer, { ...batch, x });
      const other = pass(mirrored, { ...batch, x: x.map((value) => -value) });
      const [gamma, beta] = [learned(layer, 'gamma'), learned(layer, 'beta')];
      y.forEach((value, i) => {
        const c = i % channelsOf(batch.shape);
        expect(Math.abs(value - beta[c]!)).toBeLessThanOrEqual(Math.abs(gamma[c]!) * (1 + 1e-12));
        expect(Math.abs(value + other.y[i]! - 2 * beta[c]!)).toBeLessThan(1e-12);
      });
    }),
    OPTIONS,
  );
});

it.each(TYPES)('%s does not tell a wide input from a large alpha', (type) => {
  fc.assert(
    fc.property(any, fc.double({ min: 0.1, max: 10, noNaN: true }), (batch, factor) => {
      const [layer, steep] = [build({ type }, batch), build({ type }, batch)];
      learned(steep, 'alpha')[0]! /= factor;
      const straight = pass(layer, batch);
      const wide = pass(steep, { ...batch, x: batch.x.map((value) => factor * value) });
      expect(distance(wide.y, straight.y)).toBeLessThan(1e-9);
      expect(
        distance(
          wide.dx.map((value) => factor * value),
          straight.dx,
        ),
      ).toBeLessThan(1e-9);
      // d/d(alpha / factor) = factor d/d(alpha)
      expect(
        distance(
          gradientOf(steep, 'alpha').map((value) => value / factor),
          gradientOf(layer, 'alpha'),
        ),
      ).toBeLessThan(1e-9);
    }),
    OPTIONS,
  );
});

it('is on the fast kernels what it is on the reference kernels', async () => {
  await fc.assert(
    fc.asyncProperty(any, async (batch) => {
      const fast = await loadKernels('wasm');
      const on = (set: Kernels, type: (typeof TYPES)[number], one: Batch): number[] => {
        const { y, dx, gradients } = pass(build({ type }, one, set), one, set);
        return [...y, ...dx, ...gradients.flat()];
      };
      for (const type of TYPES)
        expect(distance(on(fast, type, batch), on(kernels, type, batch)), type).toBeLessThan(1e-5);
    }),
    OPTIONS,
  );
});

it('filter response normalization with its threshold is that without it, and no number below the threshold', () => {
  fc.assert(
    fc.property(batches(true), (batch) => {
      const [open, closed] = [
        build({ type: 'filter-response', threshold: false }, batch),
        build({ type: 'filter-response' }, batch),
      ];
      for (const name of ['gamma', 'beta']) learned(closed, name).set(learned(open, name));
      const [free, cut] = [pass(open, batch).y, pass(closed, batch)];
      const tau = learned(closed, 'tau');
      const limit = (i: number): number => tau[i % channelsOf(batch.shape)]!;
      expect(cut.y).toEqual(free.map((value, i) => Math.max(value, limit(i))));
      // What does not pass the threshold moves it.
      const lost = tau.map((_, c) =>
        free.reduce((sum, value, i) => sum + (i % tau.length === c && value <= limit(i) ? batch.dy[i]! : 0), 0),
      );
      expect(distance(gradientOf(closed, 'tau'), lost)).toBeLessThan(1e-12);
    }),
    OPTIONS,
  );
});
