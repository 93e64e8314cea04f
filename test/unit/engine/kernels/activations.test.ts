/** Activations in every kernel set against formulas in float64. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTIVATIONS, type Activation } from '../../../../engine/spec/schema.ts';
import { type Bench, SETS, checksSizes, epsilon, numbers, openBench, worstError } from './sets.ts';

const SIZES = [1, 2, 3, 4, 5, 7, 8, 31, 100, 257];
const TANH_SCALE = 1.7159;
const TANH_SLOPE = 2 / 3;

/**
 * 1 - erf(x) for x > 0, within about 1e-16: the trapezoidal rule with its correction (Goodwin 1949), which shares nothing
 * with the series of the reference.
 */
function complement(x: number): number {
  const h = 0.5;
  let sum = 1 / (x * x);
  for (let n = 1; n < 16; n++) sum += (2 * Math.exp(-n * n * h * h)) / (n * n * h * h + x * x);
  const correction = x < Math.PI / h ? 2 / Math.expm1((2 * Math.PI * x) / h) : 0;
  return ((h * x) / Math.PI) * Math.exp(-x * x) * sum - correction;
}
/** The alternating series where the trapezoidal rule would subtract large numbers. */
function maclaurin(x: number): number {
  let sum = 0;
  for (let n = 0, power = x; n < 30; n++, power *= (-x * x) / n) sum += power / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const erf = (x: number): number => (Math.abs(x) < 1 ? maclaurin(x) : Math.sign(x) * (1 - complement(Math.abs(x))));
const normalShare = (x: number): number =>
  x < -2 ? complement(-x * Math.SQRT1_2) / 2 : (1 + erf(x * Math.SQRT1_2)) / 2;

/** f(x) in float64, written so that small results keep their precision. */
const FUNCTION: Record<Activation, (x: number) => number> = {
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  tanh: Math.tanh,
  'scaled-tanh': (x) => TANH_SCALE * Math.tanh(TANH_SLOPE * x),
  relu: (x) => (x <= 0 ? 0 : x),
  'leaky-relu': (x) => (x <= 0 ? 0.01 * x : x),
  elu: (x) => (x <= 0 ? Math.expm1(x) : x),
  gelu: (x) => x * normalShare(x),
  silu: (x) => x * FUNCTION.sigmoid(x),
  softplus: (x) => (x > 20 ? x : Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  identity: (x) => x,
};
/** f'(x) from x alone. */
const SLOPE: Record<Activation, (x: number) => number> = {
  sigmoid: (x) => FUNCTION.sigmoid(x) * FUNCTION.sigmoid(-x),
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  'scaled-tanh': (x) => TANH_SCALE * TANH_SLOPE * (1 - Math.tanh(TANH_SLOPE * x) ** 2),
  relu: (x) => (x > 0 ? 1 : 0),
  'leaky-relu': (x) => (x > 0 ? 1 : 0.01),
  elu: (x) => (x > 0 ? 1 : Math.exp(x)),
  gelu: (x) => normalShare(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  silu: (x) => FUNCTION.sigmoid(x) * (1 + x * FUNCTION.sigmoid(-x)),
  softplus: (x) => FUNCTION.sigmoid(x),
  identity: () => 1,
};
/** What an activation makes of +Infinity and -Infinity. */
const LIMITS: Record<Activation, [number, number]> = {
  sigmoid: [1, 0],
  tanh: [1, -1],
  'scaled-tanh': [Math.fround(TANH_SCALE), -Math.fround(TANH_SCALE)],
  relu: [Infinity, 0],
  'leaky-relu': [Infinity, -Infinity],
  elu: [Infinity, -1],
  // As in PyTorch: 0 times minus infinity.
  gelu: [Infinity, NaN],
  silu: [Infinity, NaN],
  softplus: [Infinity, 0],
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
        // GELU is a share of its input, and that share has an absolute error.
        const units = wanted.map((w, i) => Math.max(Math.abs(kind === 'gelu' ? x[i]! : w), 2 ** -126));
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
    if (!checksSizes(choice)) return;
    const y = bench.out(3);
    bench.k.activate('sigmoid', bench.of([-80, -100, -120]), y, 3);
    expect(y.data[0]! / Math.exp(-80)).toBeCloseTo(1, 5);
    expect(y.data[1]! / Math.exp(-100)).toBeCloseTo(1, 1);
    expect(y.data[2]).toBe(0);
  });

  describe.each(['tanh', 'erf'] as const)('scaled %s', (kind) => {
    const f = kind === 'tanh' ? Math.tanh : erf;
    const slope = (z: number): number =>
      kind === 'tanh' ? 1 - Math.tanh(z) ** 2 : (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z);

    it('is within a few units in the last place of the function', () => {
      const { k, of, out } = bench;
      for (const scale of [1e-5, 1e-2, 1, 4, 30]) {
        const x = numbers(2003, scale, scale);
        const y = out(x.length);
        k.scaledActivation(kind, of(x), of([1]), null, y, x.length);
        const wanted = Array.from(x, f);
        // The yardstick itself has an absolute error.
        const units = wanted.map((w) => Math.abs(w) + (k.precision === 'float64' ? 1 : 0));
        expect(worstError(y.data, wanted, units)).toBeLessThan(8 * epsilon(k));
      }
    });

    it('stretches, shifts, and has the right derivatives, in place too', () => {
      const { k, of, out } = bench;
      for (const size of SIZES) {
        const [x, dy] = [numbers(size, size, 3), numbers(size, size + 1)];
        const [y, dx, dslope, dshift] = [out(size), out(size), out(1), out(1)];
        const [source, upstream] = [of(x), of(dy)];
        k.scaledActivation(kind, source, of([0.75]), of([-0.25]), y, size);
        const z = Array.from(x, (v) => 0.75 * v - 0.25);
        expect(worstError(y.data, z.map(f), 1)).toBeLessThan(8 * epsilon(k));
        k.scaledActivationBackward(kind, source, of([0.75]), of([-0.25]), y, upstream, dx, dslope, dshift, size);
        const dz = z.map((v, i) => dy[i]! * slope(v));
        const wanted = dz.map((v) => 0.75 * v);
        expect(worstError(dx.data, wanted, 2)).toBeLessThan(8 * epsilon(k));
        const sums = [dz.reduce((sum, v, i) => sum + v * x[i]!, 0), dz.reduce((sum, v) => sum + v, 0)];
        expect(worstError([dslope.data[0]!, dshift.data[0]!], sums, 3 * size)).toBeLessThan(8 * epsilon(k));
        k.scaledActivationBackward(kind, source, of([0.75]), of([-0.25]), y, upstream, upstream, dslope, null, size);
        expect([...upstream.data]).toEqual([...dx.data]);
        k.scaledActivation(kind, source, of([0.75]), of([-0.25]), source, size);
        expect([...source.data]).toEqual([...y.data]);
      }
    });

    it('keeps NaN and takes infinities to 1 and -1', () => {
      const { k, of, out } = bench;
      const y = out(5);
      k.scaledActivation(kind, of([NaN, Infinity, -Infinity, 0, NaN]), of([2]), of([0]), y, 5);
      expect([...y.data]).toEqual([NaN, 1, -1, 0, NaN]);
      const [dx, dslope, dshift] = [out(5), out(1), out(1)];
      const [slope, shift, zeros] = [of([2]), of([0]), of([0, 0, 0, 0, 0])];
      k.scaledActivationBackward(kind, zeros, slope, shift, zeros, y, dx, dslope, dshift, 5);
      expect([...dx.data].map(Number.isNaN)).toEqual([true, false, false, false, true]);
      expect(dshift.data[0]).toBeNaN();
    });
  });
});
