/** What must hold for reparameterized weights of any shape: the directions that cannot matter have no gradient. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../engine/kernels/load.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { stream } from '../../engine/random.ts';
import { createWeight } from '../../engine/reparameterization/create.ts';
import type { Weight } from '../../engine/reparameterization/weight.ts';
import { RunSpec, type ReparameterizationSpec } from '../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load } from '../support/kernel-sets.ts';
import { contextOf } from '../support/specs.ts';

const OPTIONS = { seed: 20160225, numRuns: 60 };
const kernels = createReferenceKernels();

interface Matrix {
  units: number;
  fanIn: number;
  v: Float64Array;
  dw: Float64Array;
  seed: number;
}
const matrices = fc
  .record({ units: fc.integer({ min: 1, max: 7 }), fanIn: fc.integer({ min: 3, max: 30 }), seed: fc.integer() })
  .map(({ units, fanIn, seed }): Matrix => {
    const random = stream(seed, 'weights');
    const numbers = () => Float64Array.from({ length: units * fanIn }, () => random.normal());
    return { units, fanIn, seed, v: numbers(), dw: numbers() };
  });
const factors = fc.double({ min: 0.01, max: 100, noNaN: true });

type Type = Exclude<ReparameterizationSpec['type'], 'none'>;
interface Result {
  w: number[];
  /** Gradient of the matrix that is learned, and of g. */
  dv: number[];
  dg: number[];
  g: number[];
}

/** The weights for the matrix v, and the gradients of what is learned for dw. */
function run(
  type: Type,
  { units, fanIn, v, dw, seed }: Matrix,
  more: Record<string, unknown> = {},
  on: Kernels = kernels,
): Result {
  const { model } = RunSpec.parse({ model: { reparameterization: { type, ...more } } });
  const shape = { units, fanIn, fanOut: units };
  const weight: Weight = createWeight(contextOf(on, 1), 'dense1', shape, { weightFactor: 1, hidden: true }, model);
  const random = stream(seed, 'lengths');
  const matrix = weight.parameters.find(({ size }) => size === units * fanIn)!;
  const lengths = weight.parameters.find(({ name }) => name === 'dense1.weight_g');
  matrix.value.data.set(v);
  if (lengths !== undefined) for (let u = 0; u < units; u++) lengths.value.data[u] = random.normal();
  weight.refresh();
  weight.gradient.data.set(dw);
  weight.backward();
  const list = (data: ArrayLike<number> | undefined): number[] => Array.from(data ?? []);
  return {
    w: list(weight.effective.data),
    dv: list(matrix.gradient.data),
    dg: list(lengths?.gradient.data),
    g: list(lengths?.value.data),
  };
}

/** One sum a unit. */
const perUnit = ({ units, fanIn }: Matrix, of: (i: number) => number): number[] =>
  Array.from({ length: units }, (_, u) => {
    let sum = 0;
    for (let i = u * fanIn; i < (u + 1) * fanIn; i++) sum += of(i);
    return sum;
  });
const zeros = ({ units }: Matrix): number[] => new Array<number>(units).fill(0);

describe('weight normalization', () => {
  it('gives each unit weights of length |g|, whatever the length of v, along which there is no gradient', () => {
    fc.assert(
      fc.property(matrices, factors, (matrix, factor) => {
        const { w, dv, dg, g } = run('weight-norm', matrix);
        const lengths = perUnit(matrix, (i) => w[i]! ** 2).map(Math.sqrt);
        expect(distance(lengths, g.map(Math.abs))).toBeLessThan(1e-12);
        expect(
          distance(
            perUnit(matrix, (i) => dv[i]! * matrix.v[i]!),
            zeros(matrix),
          ),
        ).toBeLessThan(1e-11);
        // The gradient of g is that of w along w.
        const along = perUnit(matrix, (i) => matrix.dw[i]! * w[i]!);
        expect(
          distance(
            dg.map((value, u) => value * g[u]!),
            along,
          ),
        ).toBeLessThan(1e-11);
        const scaled = run('weight-norm', { ...matrix, v: matrix.v.map((value) => factor * value) });
        expect(distance(scaled.w, w)).toBeLessThan(1e-11);
        expect(
          distance(
            scaled.dv.map((value) => factor * value),
            dv,
          ),
        ).toBeLessThan(1e-11);
        expect(distance(scaled.dg, dg)).toBeLessThan(1e-11);
      }),
      OPTIONS,
    );
  });
});

describe('weight standardization', () => {
  it('gives each unit weights of mean 0 and (unbiased) variance 1, and no gradient along shift and scale', () => {
    fc.assert(
      fc.property(matrices, factors, fc.double({ min: -3, max: 3, noNaN: true }), (matrix, factor, shift) => {
        const { w, dv } = run('weight-standardization', matrix, { eps: 0 });
        expect(
          distance(
            perUnit(matrix, (i) => w[i]!),
            zeros(matrix),
          ),
        ).toBeLessThan(1e-11);
        const variances = perUnit(matrix, (i) => w[i]! ** 2 / (matrix.fanIn - 1));
        expect(distance(variances, zeros(matrix).fill(1))).toBeLessThan(1e-12);
        expect(
          distance(
            perUnit(matrix, (i) => dv[i]!),
            zeros(matrix),
          ),
        ).toBeLessThan(1e-9);
        expect(
          distance(
            perUnit(matrix, (i) => dv[i]! * matrix.v[i]!),
            zeros(matrix),
          ),
        ).toBeLessThan(1e-9);
        const v = matrix.v.map((value) => factor * value + shift);
        const moved = run('weight-standardization', { ...matrix, v }, { eps: 0 });
        expect(distance(moved.w, w)).toBeLessThan(1e-9);
        expect(
          distance(
            moved.dv.map((value) => factor * value),
            dv,
          ),
        ).toBeLessThan(1e-9);
      }),
      OPTIONS,
    );
  });
});

it('is on the fast kernels what it is on the reference kernels', async () => {
  await fc.assert(
    fc.asyncProperty(matrices, async (matrix) => {
      const fast = await loadKernels('wasm');
      for (const type of ['weight-norm', 'weight-standardization'] as const) {
        const [wanted, found] = [run(type, matrix, {}), run(type, matrix, {}, fast)];
        for (const key of ['w', 'dv', 'dg'] as const)
          expect(distance(found[key], wanted[key]), `${type}, ${key}`).toBeLessThan(1e-4);
      }
    }),
    OPTIONS,
  );
});

it.each(KERNEL_SETS)(
  'standardizes a unit of equal weights to 0, and passes it the gradient times 1 / eps on $name kernels',
  async ({ name }) => {
    const matrix = { units: 1, fanIn: 4, v: Float64Array.of(2, 2, 2, 2), dw: Float64Array.of(1, 2, 3, 6), seed: 1 };
    const { w, dv } = run('weight-standardization', matrix, { eps: 0.01 }, await load(name));
    expect(w).toEqual([0, 0, 0, 0]);
    expect(distance(dv, [-200, -100, 0, 300])).toBeLessThan(1e-6);
  },
);
