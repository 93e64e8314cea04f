/** Kernels that treat numbers one by one, copying, and the arena, in every kernel set. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, SETS, checksSizes, epsilon, numbers, openBench, worstError } from './sets.ts';

const SIZES = [1, 2, 3, 4, 5, 7, 8, 31, 100, 257];
describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  it('adds, multiplies and scales, in place too', () => {
    const { k, of, out } = bench;
    for (const size of SIZES) {
      const [a, b] = [numbers(size, 1), numbers(size, 2)];
      const sum = Array.from(a, (v, i) => v + b[i]!);
      const product = Array.from(a, (v, i) => v * b[i]!);
      for (const [kernel, wanted] of [
        [k.add, sum],
        [k.multiply, product],
      ] as const) {
        const [x, y, z] = [of(a), of(b), out(size)];
        kernel(x, y, z, size);
        expect(worstError(z.data, wanted)).toBeLessThan(2 * epsilon(k));
        kernel(x, of(b), x, size);
        kernel(of(a), y, y, size);
        expect([...x.data]).toEqual([...z.data]);
        expect([...y.data]).toEqual([...z.data]);
      }
      const scaled = out(size);
      k.scale(of(a), -1.5, scaled, size);
      expect(
        worstError(
          scaled.data,
          Array.from(a, (v) => -1.5 * v),
        ),
      ).toBeLessThan(2 * epsilon(k));
      k.addScaled(of(b), 0.75, scaled, size);
      const wanted = Array.from(a, (v, i) => -1.5 * v + 0.75 * b[i]!);
      expect(worstError(scaled.data, wanted, 2)).toBeLessThan(4 * epsilon(k));
    }
  });

  it('adds up squares in float64', () => {
    for (const size of SIZES) {
      const x = numbers(size, size, 3);
      const wanted = x.reduce((sum, v) => sum + v * v, 0);
      expect(Math.abs(bench.k.sumOfSquares(bench.of(x), size) / wanted - 1)).toBeLessThan(1e-14);
    }
  });

  it('finds a number that is not finite wherever it is', () => {
    const { k, of } = bench;
    for (const size of SIZES) {
      expect(k.allFinite(of(numbers(size, 1, 1e38)), size)).toBe(true);
      for (let i = 0; i < size; i++)
        for (const value of [NaN, Infinity, -Infinity]) {
          const x = numbers(size + 1, 1);
          x[size] = NaN; // outside
          const tensor = of(x);
          expect(k.allFinite(tensor, size)).toBe(true);
          tensor.data[i] = value;
          expect(k.allFinite(tensor, size)).toBe(false);
        }
    }
  });

  it('fills, copies and gathers', () => {
    const { k, of, out } = bench;
    for (const columns of [1, 2, 3, 4, 6, 63, 64, 65, 784]) {
      const source = numbers(5 * columns, 1);
      const rows = [4, 0, 0, 2];
      const taken = out(rows.length * columns);
      k.gatherRows(of(source), Int32Array.from([...rows, 99]), rows.length, columns, taken);
      expect([...taken.data]).toEqual(rows.flatMap((r) => [...source.subarray(r * columns, (r + 1) * columns)]));
      const copied = out(taken.size);
      k.copy(taken, copied);
      expect([...copied.data]).toEqual([...taken.data]);
      k.fill(copied, 2.5);
      expect(copied.data.every((v) => v === 2.5)).toBe(true);
    }
  });

  it('gives zeros, and views that live through growth', () => {
    const { k } = bench;
    const first = k.allocate(5);
    expect([...first.data]).toEqual([0, 0, 0, 0, 0]);
    const part = k.slice(first, 1, 3);
    k.allocate(30_000_000).data[29_999_999] = 1;
    part.data[1] = 7;
    expect([...first.data]).toEqual([0, 0, 7, 0, 0]);
    k.fill(part, 8);
    expect([...first.data]).toEqual([0, 8, 8, 8, 0]);
    expect(() => k.slice(first, 3, 3)).toThrow('slice of 3 from 3 does not fit in a tensor of 5');
  });

  it('refuses rows and labels that are not there', () => {
    if (!checksSizes(choice)) return;
    const { k, of, out } = bench;
    expect(() => {
      k.gatherRows(of(numbers(6, 1)), Int32Array.of(0, 3), 2, 2, out(4));
    }).toThrow('row indices: 3 at position 1 is not between 0 and 2');
    expect(() => k.countCorrect(of(numbers(4, 1)), Int32Array.of(-1, 0), 2, 2)).toThrow(
      'labels: -1 at position 0 is not between 0 and 1',
    );
    expect(() => k.allocate(2 ** 31)).toThrow('8192 MiB do not fit');
  });
});
