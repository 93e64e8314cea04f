/**
 * Normalizers over parts of the batch (ghost batches) and over groups of channels (decorrelation), on any batch: what they
 * are made of, and what they do to the parts and groups. What all normalizers over the batch share: batch-normalizers.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelsOf, sizeOf } from '../../engine/spec/plan.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import { batches, build, pass, reference as kernels, rowsOf, stateOf } from '../support/random-batches.ts';

const OPTIONS = { seed: 20180423, numRuns: 40 };
const BARE = { center: false, scale: false };
const any = fc.boolean().chain((images) => batches(images, { least: 4, most: 9 }));
/** Many samples, so that the covariance of a few channels is well away from singular. */
const large = batches(false, { least: 60, most: 80 });

describe('ghost batch normalization', () => {
  it('of the whole batch is batch normalization, bit for bit', () => {
    fc.assert(
      fc.property(any, (batch) => {
        const ghost = build({ type: 'ghost-batch', size: batch.rows }, batch);
        const whole = build({ type: 'batch' }, batch);
        expect(pass(ghost, batch)).toEqual(pass(whole, batch));
        expect(stateOf(ghost)).toEqual(stateOf(whole));
        const infer = (layer: typeof ghost): number[] => [
          ...layer.forward(tensor(kernels, batch.x), batch.rows, 'running').data,
        ];
        expect(infer(ghost)).toEqual(infer(whole));
      }),
      OPTIONS,
    );
  });

  it('is batch normalization of each part, of which the gradients of gamma and beta add up', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 2, max: 4 }), (batch, size) => {
        const values = sizeOf(batch.shape);
        const found = pass(build({ type: 'ghost-batch', size }, batch), batch);
        const sums = found.gradients.map((list) => list.map(() => 0));
        const dense = batch.shape.length === 1;
        for (let start = 0; start < batch.rows;) {
          const left = batch.rows - start - size;
          // One sample of a dense layer cannot be standardized by itself: it joins the part before.
          const count = left > 0 && !(left === 1 && dense) ? size : batch.rows - start;
          const rows = Array.from({ length: count }, (_, i) => start + i);
          const part = { ...batch, x: rowsOf(batch.x, rows, values), dy: rowsOf(batch.dy, rows, values) };
          const wanted = pass(build({ type: 'batch' }, { ...batch, rows: count }), part);
          expect(distance(rowsOf(found.y, rows, values), wanted.y)).toBeLessThan(1e-12);
          expect(distance(rowsOf(found.dx, rows, values), wanted.dx)).toBeLessThan(1e-12);
          wanted.gradients.forEach((list, p) => list.forEach((value, i) => (sums[p]![i]! += value)));
          start += count;
        }
        expect(distance(found.gradients.flat(), sums.flat())).toBeLessThan(1e-12);
      }),
      OPTIONS,
    );
  });

  it('takes away what shifts and scales a part, and averages the parts in any order', () => {
    const factors = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(batches(true, { least: 8, most: 8 }), factors, (batch, each) => {
        const size = sizeOf(batch.shape);
        const part = (i: number): number => Math.floor(i / (2 * size));
        const spec = { type: 'ghost-batch', size: 2, eps: 0, momentum: null } as const;
        const { y, dx } = pass(build(spec, batch), batch);
        const x = batch.x.map((value, i) => each[part(i)]! * value - 3 * part(i));
        const moved = pass(build(spec, batch), { ...batch, x });
        expect(distance(moved.y, y)).toBeLessThan(1e-6);
        const scaled = moved.dx.map((value, i) => each[part(i)]! * value);
        expect(distance(scaled, dx)).toBeLessThan(1e-5);

        const [one, other] = [build(spec, batch), build(spec, batch)];
        pass(one, batch);
        pass(other, { ...batch, x: rowsOf(batch.x, [6, 7, 2, 3, 0, 1, 4, 5], size) });
        expect(distance(stateOf(other), stateOf(one))).toBeLessThan(1e-12);
      }),
      OPTIONS,
    );
  });
});

describe('decorrelated batch normalization', () => {
  it('with groups of one channel is batch normalization', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 20 }), (batch, iterations) => {
        const one = build({ type: 'decorrelated-batch', groupSize: 1, iterations }, batch);
        const other = build({ type: 'batch' }, batch);
        const [found, wanted] = [pass(one, batch), pass(other, batch)];
        expect(distance(found.y, wanted.y)).toBeLessThan(1e-9);
        expect(distance(found.dx, wanted.dx)).toBeLessThan(1e-9);
        expect(distance(found.gradients.flat(), wanted.gradients.flat())).toBeLessThan(1e-9);
        expect(distance(stateOf(one), stateOf(other))).toBeLessThan(1e-12);
      }),
      OPTIONS,
    );
  });

  it('infers what it trained on, but for the factor between biased and unbiased covariance', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 5 }), (batch, groupSize) => {
        const layer = build({ type: 'decorrelated-batch', groupSize, momentum: 1, eps: 0, ...BARE }, batch);
        const { y } = pass(layer, batch);
        const m = batch.x.length / channelsOf(batch.shape);
        const expected = y.map((value) => value * Math.sqrt((m - 1) / m));
        const inferred = layer.forward(tensor(kernels, batch.x), batch.rows, 'running').data;
        expect(distance(inferred, expected)).toBeLessThan(1e-9);
      }),
      OPTIONS,
    );
  });

  /** Covariances of the outputs within each group, by group: row by row. */
  const covariances = (y: readonly number[], channels: number, groupSize: number): number[][] => {
    const m = y.length / channels;
    const groups: number[][] = [];
    for (let start = 0; start < channels; start += groupSize) {
      const members = Array.from({ length: Math.min(groupSize, channels - start) }, (_, i) => start + i);
      const product = (a: number, b: number): number => {
        let sum = 0;
        for (let i = 0; i < m; i++) sum += y[i * channels + a]! * y[i * channels + b]!;
        return sum / m;
      };
      groups.push(members.flatMap((a) => members.map((b) => product(a, b))));
    }
    return groups;
  };

  it('gives uncorrelated outputs of variance 1 where it iterates long enough, and not more than 1 before', () => {
    fc.assert(
      fc.property(large, fc.integer({ min: 1, max: 5 }), (batch, groupSize) => {
        const [channels] = batch.shape;
        // Mixed, so that there is something to decorrelate.
        const x = batch.x.map((value, i) => value + (i % channels! > 0 ? 0.5 * batch.x[i - 1]! : 0));
        const outputs = (iterations: number): number[] =>
          pass(build({ type: 'decorrelated-batch', groupSize, iterations, eps: 0, ...BARE }, batch), { ...batch, x }).y;
        for (const group of covariances(outputs(20), channels!, groupSize)) {
          const size = Math.sqrt(group.length);
          const identity = group.map((_, i) => (i % (size + 1) === 0 ? 1 : 0));
          expect(distance(group, identity)).toBeLessThan(1e-9);
        }
        for (const group of covariances(outputs(3), channels!, groupSize)) {
          const size = Math.sqrt(group.length);
          for (let i = 0; i < size; i++) expect(group[i * size + i]).toBeLessThan(1 + 1e-9);
        }
      }),
      { ...OPTIONS, numRuns: 20 },
    );
  });

  it('turns with its inputs: whitening as near to the inputs as can be (ZCA) knows no axes', () => {
    fc.assert(
      fc.property(any, fc.double({ min: -3, max: 3, noNaN: true }), (batch, angle) => {
        const channels = channelsOf(batch.shape);
        if (channels < 2) return;
        const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
        // The first two channels are in one group.
        const turn = (values: ArrayLike<number>): Float64Array =>
          Float64Array.from(values, (value, i) => {
            if (i % channels === 0) return cos * value - sin * values[i + 1]!;
            return i % channels === 1 ? sin * values[i - 1]! + cos * value : value;
          });
        const spec = { type: 'decorrelated-batch', groupSize: 3, ...BARE } as const;
        const straight = pass(build(spec, batch), batch);
        const turned = pass(build(spec, batch), { ...batch, x: turn(batch.x), dy: turn(batch.dy) });
        expect(distance(turned.y, turn(straight.y))).toBeLessThan(1e-9);
        expect(distance(turned.dx, turn(straight.dx))).toBeLessThan(1e-8);
      }),
      OPTIONS,
    );
  });
});
