/** Matrix products of every kernel set against sums in float64, at sizes around the edges of tiles, panels and blocks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, SETS, checksSizes, epsilon, numbers, openBench, worstError } from './sets.ts';

/** [m, n, k]: one row, one column, edges of 4, 6 and 8, several blocks of p (256) and of rows (288), and the real ones. */
const SHAPES: [number, number, number][] = [
  [1, 1, 1],
  [1, 10, 7],
  [2, 3, 5],
  [5, 8, 4],
  [6, 16, 9],
  [7, 17, 3],
  [8, 2, 2],
  [9, 15, 33],
  [10, 9, 257],
  [13, 5, 521],
  [60, 10, 100],
  [289, 4, 3],
  [3, 1, 300],
  [300, 3, 2],
  [4, 300, 6],
];

/** out[i][j] = start[j] + sum over p of a(i, p) b(p, j), and the same of magnitudes, which bounds the rounding error. */
function product(
  m: number,
  n: number,
  k: number,
  a: (i: number, p: number) => number,
  b: (p: number, j: number) => number,
  start: ArrayLike<number> | null = null,
): { wanted: number[]; magnitude: number[] } {
  const wanted: number[] = [];
  const magnitude: number[] = [];
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = start?.[j] ?? 0;
      let size = Math.abs(sum);
      for (let p = 0; p < k; p++) {
        const term = a(i, p) * b(p, j);
        sum += term;
        size += Math.abs(term);
      }
      wanted.push(sum);
      magnitude.push(size);
    }
  return { wanted, magnitude };
}

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(SHAPES)('%i x %i x %i', (m, n, k) => {
    const x = numbers(m * k, 1);
    const w = numbers(n * k, 2);
    const dy = numbers(m * n, 3);
    const bias = numbers(n, 4);
    /** A chain of `terms` additions is off by less than `terms` roundings of the sum of magnitudes. */
    const limit = (terms: number): number => (terms + 1) * epsilon(bench.k);

    it('dense', () => {
      const { k: kernels, of, out } = bench;
      const plain = out(m * n);
      kernels.dense(of(x), of(w), null, plain, m, n, k);
      const at = (i: number, p: number): number => x[i * k + p]!;
      const by = (p: number, j: number): number => w[j * k + p]!;
      const without = product(m, n, k, at, by);
      expect(worstError(plain.data, without.wanted, without.magnitude)).toBeLessThan(limit(k));
      const shifted = out(m * n);
      kernels.dense(of(x), of(w), of(bias), shifted, m, n, k);
      const withBias = product(m, n, k, at, by, bias);
      expect(worstError(shifted.data, withBias.wanted, withBias.magnitude)).toBeLessThan(limit(k));
    });

    it('denseInputGradient', () => {
      const dx = bench.out(m * k);
      bench.k.denseInputGradient(bench.of(dy), bench.of(w), dx, m, n, k);
      const { wanted, magnitude } = product(
        m,
        k,
        n,
        (i, p) => dy[i * n + p]!,
        (p, j) => w[p * k + j]!,
      );
      expect(worstError(dx.data, wanted, magnitude)).toBeLessThan(limit(n));
    });

    it('denseWeightGradient', () => {
      const dw = bench.out(n * k);
      bench.k.denseWeightGradient(bench.of(dy), bench.of(x), dw, m, n, k);
      const { wanted, magnitude } = product(
        n,
        k,
        m,
        (i, p) => dy[p * n + i]!,
        (p, j) => x[p * k + j]!,
      );
      expect(worstError(dw.data, wanted, magnitude)).toBeLessThan(limit(m));
    });
  });

  it('gives a row the same bits whatever other rows are in the batch', () => {
    const [n, k] = [11, 300];
    const w = bench.of(numbers(n * k, 1));
    const x = numbers(13 * k, 2);
    const all = bench.out(13 * n);
    bench.k.dense(bench.of(x), w, null, all, 13, n, k);
    for (let i = 0; i < 13; i++) {
      const one = bench.out(n);
      bench.k.dense(bench.of(x.subarray(i * k, (i + 1) * k)), w, null, one, 1, n, k);
      expect([...one.data]).toEqual([...all.data.subarray(i * n, (i + 1) * n)]);
    }
  });

  it.each([NaN, Infinity, -Infinity])('carries %d into exactly the row that it belongs to', (value) => {
    const [m, n, k] = [7, 9, 5];
    const x = numbers(m * k, 1);
    x[3 * k + 2] = value;
    const out = bench.out(m * n);
    bench.k.dense(bench.of(x), bench.of(numbers(n * k, 2)), null, out, m, n, k);
    out.data.forEach((v, i) => {
      expect(Number.isFinite(v)).toBe(Math.floor(i / n) !== 3);
    });
  });

  it('refuses a tensor that is too small', () => {
    if (!checksSizes(choice)) return;
    const { k: kernels, of, out } = bench;
    expect(() => {
      kernels.dense(of(numbers(6, 1)), of(numbers(6, 2)), null, out(3), 2, 2, 3);
    }).toThrow('needs 4 numbers, but the tensor holds 3');
  });
});
