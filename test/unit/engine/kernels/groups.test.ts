/** Statistics of groups of channels, in every kernel set, against formulas in float64. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupLayout } from '../../../../engine/kernels/interface/group.ts';
import { type Bench, SETS, checksSizes, epsilon, numbers, openBench, worstError } from './sets.ts';

/** rows, positions, channels, groups: layer, instance and group normalization, dense and with positions. */
const LAYOUTS: [number, number, number, number][] = [
  [1, 1, 1, 1],
  [3, 1, 7, 1],
  [2, 1, 100, 1],
  [2, 9, 5, 1],
  [2, 9, 5, 5],
  [3, 4, 8, 2],
  [2, 25, 6, 3],
  [2, 1, 12, 4],
  [1, 2, 131, 131],
];

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(LAYOUTS)('%i x %i x %i in %i groups', (rows, positions, channels, groups) => {
    const layout: GroupLayout = { rows, positions, channels, groups };
    const size = rows * positions * channels;
    const count = rows * groups;
    const n = size / count;
    const x = numbers(size, 1, 3).map((v) => v + 1);
    const other = numbers(size, 2);
    const [p, q, r] = [numbers(count, 3), numbers(count, 4), numbers(count, 5)];
    /** Index of the coefficient of the number at `i`. */
    const groupOf = (i: number): number =>
      Math.floor(i / (positions * channels)) * groups + Math.floor((i % channels) / (channels / groups));
    const sums = (f: (i: number) => number): number[] => {
      const sum = new Array<number>(count).fill(0);
      for (let i = 0; i < size; i++) sum[groupOf(i)]! += f(i);
      return sum;
    };

    it('groupMoments and groupMeanSquares', () => {
      const { k, of, out } = bench;
      const [mean, variance, square] = [out(count), out(count), out(count)];
      k.groupMoments(of(x), mean, variance, layout);
      k.groupMeanSquares(of(x), square, layout);
      const wantedMean = sums((i) => x[i]! / n);
      const wantedVariance = sums((i) => (x[i]! - wantedMean[groupOf(i)]!) ** 2 / n);
      expect(worstError(mean.data, wantedMean, 4)).toBeLessThan(8 * epsilon(k));
      expect(worstError(variance.data, wantedVariance, 4)).toBeLessThan(8 * epsilon(k));
      const wantedSquare = sums((i) => x[i]! ** 2 / n);
      expect(worstError(square.data, wantedSquare, 16)).toBeLessThan(8 * epsilon(k));
    });

    it('groupScale, in place too', () => {
      const { k, of, out } = bench;
      for (const shift of [p, null]) {
        const y = out(size);
        const source = of(x);
        k.groupScale(source, shift && of(shift), of(q), y, layout);
        const wanted = Array.from(x, (v, i) => (v - (shift?.[groupOf(i)] ?? 0)) * q[groupOf(i)]!);
        expect(worstError(y.data, wanted, 5)).toBeLessThan(3 * epsilon(k));
        k.groupScale(source, shift && of(shift), of(q), source, layout);
        expect([...source.data]).toEqual([...y.data]);
      }
    });

    it('groupSums', () => {
      const { k, of, out } = bench;
      const [sum, product] = [out(count), out(count)];
      k.groupSums(of(x), of(other), sum, product, layout);
      const wanted = sums((i) => x[i]!);
      expect(worstError(sum.data, wanted, 4 * n)).toBeLessThan(8 * epsilon(k));
      const dots = sums((i) => x[i]! * other[i]!);
      expect(worstError(product.data, dots, 4 * n)).toBeLessThan(8 * epsilon(k));
    });

    it('groupCombine, in place too', () => {
      const { k, of, out } = bench;
      for (const shift of [r, null]) {
        const [a, b, y] = [of(x), of(other), out(size)];
        k.groupCombine(a, of(p), b, of(q), shift && of(shift), y, layout);
        const wanted = Array.from(x, (v, i) => {
          const g = groupOf(i);
          return p[g]! * v + q[g]! * other[i]! + (shift?.[g] ?? 0);
        });
        expect(worstError(y.data, wanted, 6)).toBeLessThan(4 * epsilon(k));
        k.groupCombine(a, of(p), b, of(q), shift && of(shift), a, layout);
        expect([...a.data]).toEqual([...y.data]);
        a.data.set(x);
        k.groupCombine(a, of(p), b, of(q), shift && of(shift), b, layout);
        expect([...b.data]).toEqual([...y.data]);
      }
    });

    it('gives a row the same bits whatever other rows are in the batch', () => {
      const { k, of, out } = bench;
      const [mean, variance] = [out(count), out(count)];
      k.groupMoments(of(x), mean, variance, layout);
      const last = x.subarray((rows - 1) * positions * channels);
      const [oneMean, oneVariance] = [out(groups), out(groups)];
      k.groupMoments(of(last), oneMean, oneVariance, { ...layout, rows: 1 });
      expect([...oneMean.data]).toEqual([...mean.data].slice(-groups));
      expect([...oneVariance.data]).toEqual([...variance.data].slice(-groups));
    });
  });

  it('keeps the variance of numbers far from zero', () => {
    const { k, of, out } = bench;
    for (const groups of [1, 2]) {
      const layout = { rows: 1, positions: 5000, channels: 4, groups };
      const [mean, variance] = [out(groups), out(groups)];
      k.groupMoments(of(Float32Array.from({ length: 20_000 }, (_, i) => 100_000 + (i % 2))), mean, variance, layout);
      expect([...variance.data]).toEqual(new Array(groups).fill(0.25));
    }
  });

  it('shows NaN in the statistics of its group only', () => {
    const { k, of, out } = bench;
    const layout = { rows: 2, positions: 3, channels: 6, groups: 2 };
    const x = numbers(36, 1);
    x[18 + 6 + 4] = NaN; // second row, second group
    const [mean, variance, sum, product] = [out(4), out(4), out(4), out(4)];
    k.groupMoments(of(x), mean, variance, layout);
    k.groupSums(of(x), of(numbers(36, 2)), sum, product, layout);
    for (const result of [mean, variance, sum, product])
      expect([...result.data].map(Number.isNaN)).toEqual([false, false, false, true]);
  });

  it('refuses groups that do not divide the channels', () => {
    if (!checksSizes(choice)) return;
    const { k, of, out } = bench;
    expect(() => {
      k.groupMeanSquares(of(numbers(5, 1)), out(2), { rows: 1, positions: 1, channels: 5, groups: 2 });
    }).toThrow('5 channels cannot be split into 2 groups');
  });
});
