/** Kernels that treat numbers one by one, and the arena, in every kernel set. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTIVATIONS, type Activation } from '../../../../engine/spec/schema.ts';
import { type Bench, SETS, epsilon, numbers, openBench, worstError } from './sets.ts';

const SIZES = [1, 2, 3, 4, 5, 7, 8, 31, 100, 257];
const TANH_SCALE = 1.7159;
const TANH_SLOPE = 2 / 3;

/** f(x) in float64, written so that small results keep their precision. */
const FUNCTION: Record<Activation, (x: number) => number> = {
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  tanh: Math.tanh,
  'scaled-tanh': (x) => TANH_SCALE * Math.tanh(TANH_SLOPE * x),
  relu: (x) => (x <= 0 ? 0 : x),
  identity: (x) => x,
};
/** f'(x) from x alone. */
const SLOPE: Record<Activation, (x: number) => number> = {
  sigmoid: (x) => FUNCTION.sigmoid(x) * FUNCTION.sigmoid(-x),
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  'scaled-tanh': (x) => TANH_SCALE * TANH_SLOPE * (1 - Math.tanh(TANH_SLOPE * x) ** 2),
  relu: (x) => (x > 0 ? 1 : 0),
  identity: () => 1,
};
/** What an activation makes of +Infinity and -Infinity. */
const LIMITS: Record<Activation, [number, number]> = {
  sigmoid: [1, 0],
  tanh: [1, -1],
  'scaled-tanh': [Math.fround(TANH_SCALE), -Math.fround(TANH_SCALE)],
  relu: [Infinity, 0],
  identity: [Infinity, -Infinity],
};

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(ACTIVATIONS)('%s', (kind) => {
    it('is within 4 units in the last place of the function', () => {
      const { k, of, out } = bench;
      for (const scale of [1e-3, 1, 20, 87]) {
        const x = numbers(2003, scale, scale);
        const y = out(x.length);
        k.activate(kind, of(x), y, x.length);
        // Results below the smallest normal number have fewer digits; the reference sigmoid loses some far out.
        const wanted = Array.from(x, FUNCTION[kind]);
        const units = wanted.map((w) => Math.max(Math.abs(w), 2 ** -126));
        expect(worstError(y.data, wanted, units)).toBeLessThan(8 * epsilon(k));
      }
    });

    it('has the right derivative', () => {
      const { k, of, out } = bench;
      for (const size of SIZES) {
        const x = of(numbers(size, size, 6));
        const dy = numbers(size, size + 1);
        const y = out(size);
        const dx = out(size);
        k.activate(kind, x, y, size);
        k.activateBackward(kind, x, y, of(dy), dx, size);
        const wanted = Array.from(x.data, (v, i) => dy[i]! * SLOPE[kind](v));
        // The derivative comes from the rounded output, so its error is a share of the largest slope.
        expect(worstError(dx.data, wanted, 2)).toBeLessThan(4 * epsilon(k));
      }
    });

    it('works in place, with the same bits', () => {
      const { k, of, out } = bench;
      for (const size of SIZES) {
        const values = numbers(size, size, 4);
        const x = of(values);
        const y = out(size);
        const same = of(values);
        k.activate(kind, x, y, size);
        k.activate(kind, same, same, size);
        expect([...same.data]).toEqual([...y.data]);
        const dy = of(numbers(size, 9));
        const dx = out(size);
        k.activateBackward(kind, x, y, dy, dx, size);
        k.activateBackward(kind, x, y, dy, dy, size);
        expect([...dy.data]).toEqual([...dx.data]);
      }
    });

    it('keeps NaN and takes infinities to their limits, in every lane', () => {
      const { k, of, out } = bench;
      for (let lane = 0; lane < 7; lane++)
        for (const [value, wanted] of [
          [NaN, NaN],
          [Infinity, LIMITS[kind][0]],
          [-Infinity, LIMITS[kind][1]],
        ] as const) {
          const x = numbers(7, 1);
          x[lane] = value;
          const y = out(7);
          k.activate(kind, of(x), y, 7);
          y.data.forEach((v, i) => {
            if (i === lane) expect(Math.fround(v)).toBe(wanted);
            else expect(Number.isFinite(v)).toBe(true);
          });
          const dy = numbers(7, 2);
          dy[lane] = NaN;
          const dx = out(7);
          const finite = of(numbers(7, 1));
          k.activate(kind, finite, y, 7);
          k.activateBackward(kind, finite, y, of(dy), dx, 7);
          dx.data.forEach((v, i) => {
            expect(Number.isNaN(v)).toBe(i === lane);
          });
        }
    });
  });

  it('keeps tiny sigmoids', () => {
    if (choice === 'reference') return;
    const y = bench.out(3);
    bench.k.activate('sigmoid', bench.of([-80, -100, -120]), y, 3);
    expect(y.data[0]! / Math.exp(-80)).toBeCloseTo(1, 5);
    expect(y.data[1]! / Math.exp(-100)).toBeCloseTo(1, 1);
    expect(y.data[2]).toBe(0);
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

  it('adds up products in float64', () => {
    for (const size of SIZES) {
      const [a, b] = [numbers(size, 1, 3), numbers(size, 2, 3)];
      const wanted = a.reduce((sum, v, i) => sum + v * b[i]!, 0);
      const outside = bench.of([...b, NaN]);
      expect(Math.abs(bench.k.dot(bench.of(a), outside, size) - wanted)).toBeLessThan(1e-12);
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
    if (choice === 'reference') return;
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
