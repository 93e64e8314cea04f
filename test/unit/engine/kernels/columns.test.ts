/** Statistics, standardization and affine maps of columns, in every kernel set, against formulas in float64. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, SETS, epsilon, numbers, openBench, worstError } from './sets.ts';

const SHAPES: [number, number][] = [
  [1, 1],
  [2, 3],
  [3, 4],
  [5, 7],
  [60, 10],
  [60, 100],
  [9, 64],
  [4, 65],
  [2, 131],
  [1000, 2],
];

/** f over the column `c` of x. */
const column = (x: ArrayLike<number>, rows: number, columns: number, c: number): number[] =>
  Array.from({ length: rows }, (_, r) => x[r * columns + c]!);
const sum = (x: number[]): number => x.reduce((a, b) => a + b, 0);
const overColumns = <T>(columns: number, f: (c: number) => T): T[] => Array.from({ length: columns }, (_, c) => f(c));

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(SHAPES)('%i rows of %i', (rows, columns) => {
    const size = rows * columns;
    const x = numbers(size, 1, 3).map((v) => v + 1);
    const dy = numbers(size, 2);
    const a = numbers(columns, 3);
    const b = numbers(columns, 4);
    const c = numbers(columns, 5);
    const d = numbers(columns, 6);
    const col = (i: number): number => i % columns;

    it('columnMoments and sumRows', () => {
      const { k, of, out } = bench;
      const into = { mean: out(columns), variance: out(columns) };
      k.columnMoments(of(x), into, rows, columns);
      const mean = overColumns(columns, (j) => sum(column(x, rows, columns, j)) / rows);
      const variance = overColumns(
        columns,
        (j) => sum(column(x, rows, columns, j).map((v) => (v - mean[j]!) ** 2)) / rows,
      );
      expect(worstError(into.mean.data, mean, 4)).toBeLessThan(2 * epsilon(k));
      expect(worstError(into.variance.data, variance, 4)).toBeLessThan(2 * epsilon(k));
      const sums = out(columns);
      k.sumRows(of(x), sums, rows, columns);
      expect(
        worstError(
          sums.data,
          mean.map((m) => m * rows),
          rows * 4,
        ),
      ).toBeLessThan(2 * epsilon(k));
    });

    it('standardize and affine, in place too', () => {
      const { k, of, out } = bench;
      const xhat = out(size);
      k.standardize(of(x), of(a), of(b), xhat, rows, columns);
      const centred = Array.from(x, (v, i) => (v - a[col(i)]!) * b[col(i)]!);
      expect(worstError(xhat.data, centred, 5)).toBeLessThan(3 * epsilon(k));
      for (const [gamma, beta] of [
        [a, b],
        [null, b],
        [a, null],
        [null, null],
      ]) {
        const y = out(size);
        const source = of(x);
        const factor = gamma ? of(gamma) : null;
        const shift = beta ? of(beta) : null;
        k.affine(source, factor, shift, y, rows, columns);
        const mapped = Array.from(x, (v, i) => (gamma?.[col(i)] ?? 1) * v + (beta?.[col(i)] ?? 0));
        expect(worstError(y.data, mapped, 5)).toBeLessThan(3 * epsilon(k));
        k.affine(source, factor, shift, source, rows, columns);
        expect([...source.data]).toEqual([...y.data]);
      }
      const same = of(x);
      k.standardize(same, of(a), of(b), same, rows, columns);
      expect([...same.data]).toEqual([...xhat.data]);
    });

    it('affineGradient and standardizeGradient', () => {
      const { k, of, out } = bench;
      const sumDy = out(columns);
      const sumDyXhat = out(columns);
      k.affineGradient(of(dy), of(x), sumDy, sumDyXhat, rows, columns);
      const products = Array.from(dy, (v, i) => v * x[i]!);
      const sums = overColumns(columns, (j) => sum(column(dy, rows, columns, j)));
      const dots = overColumns(columns, (j) => sum(column(products, rows, columns, j)));
      expect(worstError(sumDy.data, sums, rows)).toBeLessThan(2 * epsilon(k));
      expect(worstError(sumDyXhat.data, dots, rows * 4)).toBeLessThan(2 * epsilon(k));
      for (const gamma of [a, null]) {
        const dx = out(size);
        const upstream = of(dy);
        const g = gamma ? of(gamma) : null;
        k.standardizeGradient(upstream, of(x), g, of(b), of(c), of(d), dx, rows, columns);
        const wanted = Array.from(dy, (v, i) => {
          const j = col(i);
          return (gamma?.[j] ?? 1) * b[j]! * (v - c[j]! / rows - (x[i]! * d[j]!) / rows);
        });
        expect(worstError(dx.data, wanted, 6)).toBeLessThan(4 * epsilon(k));
        k.standardizeGradient(upstream, of(x), g, of(b), of(c), of(d), upstream, rows, columns);
        expect([...upstream.data]).toEqual([...dx.data]);
      }
    });

    it('columnMaximum and its gradient', () => {
      const { k, of, out } = bench;
      // Few values, so that there are ties.
      const [coarse, tau] = [x.map(Math.round), a.map((v) => Math.round(2 * v))];
      const [y, dx, dtau] = [out(size), out(size), out(columns)];
      k.columnMaximum(of(coarse), of(tau), y, rows, columns);
      expect([...y.data]).toEqual(Array.from(coarse, (v, i) => Math.max(v, tau[col(i)]!)));
      const upstream = of(dy);
      k.columnMaximumGradient(of(coarse), of(tau), upstream, dx, dtau, rows, columns);
      const share = Array.from(coarse, (v, i) => (Math.sign(v - tau[col(i)]!) + 1) / 2);
      expect([...dx.data]).toEqual(share.map((s, i) => s * dy[i]!));
      const rest = share.map((s, i) => (1 - s) * dy[i]!);
      const sums = overColumns(columns, (j) => sum(column(rest, rows, columns, j)));
      expect(worstError(dtau.data, sums, rows)).toBeLessThan(2 * epsilon(k));
      k.columnMaximumGradient(of(coarse), of(tau), upstream, upstream, out(columns), rows, columns);
      expect([...upstream.data]).toEqual([...dx.data]);
    });

    it('inverseDeviation and updateRunning', () => {
      const { k, of, out } = bench;
      const variance = a.map(Math.abs);
      const inverse = out(columns);
      k.inverseDeviation(of(variance), 2 ** -10, inverse, columns);
      expect(
        worstError(
          inverse.data,
          Array.from(variance, (v) => 1 / Math.sqrt(v + 2 ** -10)),
        ),
      ).toBeLessThan(4 * epsilon(k));
      const running = of(c);
      k.updateRunning(running, of(d), 0.125, 1.5, columns);
      const wanted = Array.from(c, (v, j) => 0.875 * v + 0.125 * 1.5 * d[j]!);
      expect(worstError(running.data, wanted, 2)).toBeLessThan(2 * epsilon(k));
    });
  });

  it('keeps the variance of numbers far from zero', () => {
    const { k, of, out } = bench;
    const into = { mean: out(1), variance: out(1) };
    const x = Float32Array.from({ length: 50_000 }, (_, i) => 100_000 + (i % 2));
    k.columnMoments(of(x), into, x.length, 1);
    expect(into.variance.data[0]).toBe(0.25);
    expect(into.mean.data[0]).toBe(100_000.5);
  });

  it('shows NaN of a column or its threshold', () => {
    const { k, of, out } = bench;
    const [y, dx, dtau] = [out(5), out(5), out(5)];
    const [x, tau] = [of([1, NaN, 3, 4, NaN]), of([2, 0, 0, NaN, NaN])];
    k.columnMaximum(x, tau, y, 1, 5);
    k.columnMaximumGradient(x, tau, of([1, 1, 1, 1, 1]), dx, dtau, 1, 5);
    expect([...y.data]).toEqual([2, NaN, 3, NaN, NaN]);
    expect([...dx.data]).toEqual([0, NaN, 1, NaN, NaN]);
    expect([...dtau.data]).toEqual([1, NaN, 0, NaN, NaN]);
  });

  it('makes infinity of a variance of zero without epsilon', () => {
    const inverse = bench.out(1);
    bench.k.inverseDeviation(bench.of([0]), 0, inverse, 1);
    expect(inverse.data[0]).toBe(Infinity);
  });

  it.each([NaN, Infinity])('shows %d in the statistics of its column only', (value) => {
    const { k, of, out } = bench;
    const [rows, columns] = [5, 7];
    for (let j = 0; j < columns; j++) {
      const x = numbers(rows * columns, 1);
      x[2 * columns + j] = value;
      const into = { mean: out(columns), variance: out(columns) };
      k.columnMoments(of(x), into, rows, columns);
      const sums = out(columns);
      const dots = out(columns);
      k.affineGradient(of(x), of(numbers(rows * columns, 2)), sums, dots, rows, columns);
      for (const result of [into.mean, into.variance, sums, dots])
        result.data.forEach((v, i) => {
          expect(Number.isFinite(v)).toBe(i !== j);
        });
    }
  });
});
