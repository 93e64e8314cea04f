/**
 * What must hold for normalizers over the batch, on any batch, dense or of images: batch renormalization, ghost batches,
 * decorrelation and switchable normalization. Batch normalization itself: layers.test.ts; of samples: normalizers.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../engine/kernels/load.ts';
import type { Layer, Mode, PopulationLayer } from '../../engine/layers/layer.ts';
import { sizeOf } from '../../engine/spec/plan.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import {
  batches,
  build,
  pass,
  reference as kernels,
  rowsOf,
  stateOf,
  type Batch,
  type Normalization,
  type Pass,
} from '../support/random-batches.ts';

const OPTIONS = { seed: 20170210, numRuns: 40 };
const CORRECTED = { warmup: 0, ramp: 0, rMax: 1.5, dMax: 0.5 };
/** Three samples at least, so that no channel of a dense layer is +-1 whatever it is given. */
const any = fc.boolean().chain((images) => batches(images, { least: 3 }));
const factors = fc.double({ min: 0.01, max: 100, noNaN: true });
const shifts = fc.double({ min: -5, max: 5, noNaN: true });

const withEps = (eps: number): Normalization[] => [
  { type: 'batch', eps },
  { type: 'batch-renorm', eps, ...CORRECTED },
  { type: 'decorrelated-batch', eps, groupSize: 3 },
  { type: 'switchable', eps },
];

const look = (layer: Layer, { x, rows }: Pick<Batch, 'x' | 'rows'>, mode: Mode): number[] =>
  Array.from(layer.forward(tensor(kernels, x), rows, mode).data).slice(0, x.length);

/** Changes each number, told its row and channel. */
function changed(
  values: Float64Array,
  { shape }: Batch,
  to: (value: number, row: number, channel: number) => number,
): Float64Array {
  return values.map((value, i) => to(value, Math.floor(i / sizeOf(shape)), i % shape[0]!));
}

function expectSame(found: Pass, wanted: Pass, what: string, tolerance = 1e-9): void {
  expect(distance(found.y, wanted.y), `${what}, output`).toBeLessThan(tolerance);
  expect(distance(found.dx, wanted.dx), `${what}, gradient`).toBeLessThan(tolerance);
  expect(distance(found.gradients.flat(), wanted.gradients.flat()), `${what}, learned`).toBeLessThan(tolerance);
}

const reordered = (batch: Batch, order: Iterable<number>): Batch => {
  const [rows, size] = [[...order], sizeOf(batch.shape)];
  return { ...batch, x: rowsOf(batch.x, rows, size), dy: rowsOf(batch.dy, rows, size) };
};

/** In the order of the batch, the results of a batch in another order. */
const reorderedPass = ({ y, dx, gradients }: Pass, { shape }: Batch, order: Iterable<number>): Pass => {
  const rows = [...order];
  return { y: [...rowsOf(y, rows, sizeOf(shape))], dx: [...rowsOf(dx, rows, sizeOf(shape))], gradients };
};

describe('normalization over the batch', () => {
  it('does not care about the order of the batch', () => {
    fc.assert(
      fc.property(any, (batch) => {
        for (const normalization of withEps(1e-3)) {
          const [one, other] = [build(normalization, batch), build(normalization, batch)];
          const straight = pass(one, batch);
          const mixed = pass(other, reordered(batch, batch.order));
          expectSame(mixed, reorderedPass(straight, batch, batch.order), normalization.type);
          expect(distance(stateOf(other), stateOf(one)), normalization.type).toBeLessThan(1e-12);
        }
      }),
      OPTIONS,
    );
  });

  it('takes away what shifts and scales a channel, or all of them where it mixes them', () => {
    fc.assert(
      fc.property(any, factors, shifts, fc.array(factors, { minLength: 20, maxLength: 20 }), (batch, a, b, each) => {
        for (const normalization of withEps(0)) {
          const own = normalization.type === 'batch' || normalization.type === 'batch-renorm';
          const factor = (channel: number): number => (own ? each[channel]! : a);
          const shift = (channel: number): number =>
            normalization.type === 'switchable' ? b : b - Math.sin(each[channel]!);
          const move = (x: Float64Array): Float64Array =>
            changed(x, batch, (value, _, channel) => factor(channel) * value + shift(channel));
          // Momentum 1: the running statistics, to which renormalization corrects, are moved along.
          const [one, other] = [0, 1].map(() => build({ ...normalization, momentum: 1 }, batch)) as [Layer, Layer];
          const before = batch.x.map((value, i) => value + batch.dy[i]!);
          pass(one, { ...batch, x: before });
          pass(other, { ...batch, x: move(before) });
          const straight = pass(one, batch);
          const moved = pass(other, { ...batch, x: move(batch.x) });
          // A function of degree 0 has a gradient of degree -1.
          const dx = [...changed(Float64Array.from(moved.dx), batch, (value, _, channel) => factor(channel) * value)];
          expectSame({ ...moved, dx }, straight, normalization.type, 1e-5);
        }
      }),
      OPTIONS,
    );
  });

  it('moves its statistics only in training, and gives with those of the batch what it gives there', () => {
    fc.assert(
      fc.property(any, (batch) => {
        for (const normalization of [...withEps(1e-3), { type: 'ghost-batch', size: 2 } as const]) {
          const layer = build(normalization, batch);
          const y = pass(layer, batch).y;
          const state = stateOf(layer);
          for (const mode of ['running', 'precise', 'batch'] satisfies Mode[]) look(layer, batch, mode);
          expect(stateOf(layer), normalization.type).toEqual(state);
          if (normalization.type !== 'batch-renorm') expect(look(layer, batch, 'batch')).toEqual(y);
        }
      }),
      OPTIONS,
    );
  });

  it('has the population statistics of one batch as running statistics of momentum 1', () => {
    fc.assert(
      fc.property(any, (batch) => {
        for (const type of ['batch', 'ghost-batch', 'decorrelated-batch'] as const) {
          const more = type === 'ghost-batch' ? { size: batch.rows } : {};
          const layer = build({ type, momentum: 1, ...more }, batch) as PopulationLayer;
          pass(layer, batch);
          layer.resetPrecise();
          look(layer, batch, 'batch');
          layer.averagePrecise(1, batch.rows);
          expect(distance(look(layer, batch, 'precise'), look(layer, batch, 'running')), type).toBeLessThan(1e-9);
        }
      }),
      OPTIONS,
    );
  });

  it('is on the fast kernels what it is on the reference kernels', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (batch) => {
        const fast = await loadKernels('wasm');
        // A large epsilon keeps channels of nearly equal numbers from magnifying rounding errors.
        for (const normalization of [...withEps(0.1), { type: 'ghost-batch', size: 2, eps: 0.1 } as const]) {
          const [slow, quick] = [build(normalization, batch), build(normalization, batch, fast)];
          expectSame(pass(quick, batch, fast), pass(slow, batch), normalization.type, 1e-4);
          expect(distance(stateOf(quick), stateOf(slow)), normalization.type).toBeLessThan(1e-5);
        }
      }),
      OPTIONS,
    );
  });
});

describe('batch renormalization', () => {
  it('gives in training what it infers, where r and d have no bounds', () => {
    fc.assert(
      fc.property(any, (batch) => {
        const layer = build({ type: 'batch-renorm', warmup: 0, ramp: 0, rMax: 1e9, dMax: 1e9 }, batch);
        pass(layer, { ...batch, x: batch.x.map((value, i) => value + batch.dy[i]!) });
        const inferred = look(layer, batch, 'running');
        expect(distance(pass(layer, batch).y, inferred)).toBeLessThan(1e-9);
      }),
      OPTIONS,
    );
  });

  it('is batch normalization while it warms up, and where the running statistics are those of the batch', () => {
    fc.assert(
      fc.property(any, (batch) => {
        const wanted = pass(build({ type: 'batch' }, batch), batch);
        expectSame(pass(build({ type: 'batch-renorm', warmup: 1 }, batch), batch), wanted, 'warm-up');
        const met = build({ type: 'batch-renorm', momentum: 1, ...CORRECTED }, batch);
        pass(met, batch);
        expectSame(pass(met, batch), wanted, 'met before');
        expect(distance(look(met, batch, 'running'), wanted.y)).toBeLessThan(1e-9);
      }),
      OPTIONS,
    );
  });
});

describe('switchable normalization', () => {
  it('infers what it trained on, where the running statistics are those of the batch', () => {
    fc.assert(
      fc.property(any, (batch) => {
        const layer = build({ type: 'switchable', momentum: 1 }, batch);
        const { y } = pass(layer, batch);
        expect(distance(look(layer, batch, 'running'), y)).toBeLessThan(1e-12);
      }),
      OPTIONS,
    );
  });
});
