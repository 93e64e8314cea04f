/**
 * Over random shapes: a kernel call that is cut in parts, done in any order by instances with scratch space of their own,
 * writes exactly the bits of the whole call. Not about threads: see test/unit/engine/kernels/team.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels, Tensor } from '../../../engine/kernels/kernels.ts';
import { WASM_BUILDS, loadModules, supportsBuild } from '../../../engine/kernels/load.ts';
import { createMemory } from '../../../engine/kernels/wasm/arena.ts';
import { SCRATCH_BYTES, instantiate } from '../../../engine/kernels/wasm/instance.ts';
import { createKernelSet } from '../../../engine/kernels/wasm/kernels.ts';
import { CUTS } from '../../../engine/kernels/wasm/team/cuts.ts';
import { performWith, split } from '../../../engine/kernels/wasm/team/split.ts';
import { ACTIVATIONS } from '../../../engine/spec/schema.ts';
import { numbers } from '../../unit/engine/kernels/sets.ts';

const OPTIONS = { seed: 20150306, numRuns: 40 };
const dimension = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

type Build = (typeof WASM_BUILDS)[number];
/** One computation on a kernel set: from arrays to arrays. */
type Computation = (k: Kernels, of: (x: ArrayLike<number>) => Tensor, out: (size: number) => Tensor) => void;

/** The kernels that were cut so far. */
const cut = new Set<string>();

/** A kernel set that cuts every call into `parts`; 1 for whole calls. */
async function cutting(build: Build, parts: number): Promise<Kernels> {
  const modules = await loadModules(build);
  const memory = createMemory();
  const instances = [0, 1, 2].map((place) => instantiate(modules, memory, place));
  const performers = instances.map(performWith);
  const run: Parameters<typeof split>[1] = (kernel, args, count) => {
    cut.add(CUTS[kernel]!.name);
    for (let part = count - 1; part >= 0; part--) performers[part % 3]!(kernel, args, part, count);
  };
  return createKernelSet(build, split(instances[0]!, run, () => parts, 0), memory, 3 * SCRATCH_BYTES); // prettier-ignore
}

/** Every number of every tensor in bits, so that signs of zeros count, and what lies behind the tensors. */
async function bitsOf(build: Build, parts: number, computation: Computation): Promise<string[]> {
  const k = await cutting(build, parts);
  const tensors: Tensor[] = [];
  const out = (size: number): Tensor => {
    const whole = k.allocate(size + 32);
    whole.data.fill(NaN);
    tensors.push(whole);
    return k.slice(whole, 0, size);
  };
  const of = (values: ArrayLike<number>): Tensor => {
    const tensor = out(values.length);
    tensor.data.set(values);
    return tensor;
  };
  computation(k, of, out);
  return tensors.map(({ data }) => Buffer.from(Float32Array.from(data).buffer).toString('base64'));
}

async function same(build: Build, parts: number, computation: Computation): Promise<void> {
  expect(await bitsOf(build, parts, computation)).toEqual(await bitsOf(build, 1, computation));
}

const parts = fc.integer({ min: 2, max: 5 });

/** Numbers of both signs, with some that are not finite. */
const wild = (count: number, seed: number): Float32Array =>
  numbers(count, seed, 4).map((v, i) => (i % 97 === 96 ? NaN : i % 89 === 88 ? Infinity : v));

describe.each(WASM_BUILDS.filter(supportsBuild))('%s', (build) => {
  it('multiplies in parts', () =>
    fc.assert(
      fc.asyncProperty(parts, dimension(150), dimension(300), dimension(300), (count, m, n, k) =>
        same(build, count, (kernels, of, out) => {
          const [x, w, dy] = [of(numbers(m * k, 1)), of(numbers(n * k, 2)), of(numbers(m * n, 3))];
          const [y, plain, dx, dw] = [out(m * n), out(m * n), out(m * k), out(n * k)];
          kernels.dense(x, w, of(numbers(n, 4)), y, m, n, k);
          kernels.dense(x, w, null, plain, m, n, k);
          kernels.denseInputGradient(dy, w, dx, m, n, k);
          kernels.denseWeightGradient(dy, x, dw, m, n, k);
        }),
      ),
      OPTIONS,
    ));

  it('works on columns and rows in parts', () =>
    fc.assert(
      fc.asyncProperty(parts, dimension(90), dimension(150), (count, rows, columns) =>
        same(build, count, (k, of, out) => {
          const size = rows * columns;
          const [x, dy] = [of(wild(size, 1)), of(wild(size, 2))];
          const [gamma, beta, tau] = [of(numbers(columns, 3)), of(numbers(columns, 4)), of(numbers(columns, 5))];
          const columnwise = Array.from({ length: 8 }, () => out(columns));
          const [mean, variance, inverse, sum, sumDy, sumDyXhat, dtau] = columnwise as [Tensor, ...Tensor[]];
          const whole = Array.from({ length: 8 }, () => out(size));
          const [xhat, y, plain, dx, plainDx, largest, dlargest, gathered] = whole as [Tensor, ...Tensor[]];
          k.columnMoments(x, { mean, variance: variance! }, rows, columns);
          k.sumRows(x, sum!, rows, columns);
          k.inverseDeviation(variance!, 0.1, inverse!, columns);
          k.standardize(x, mean, inverse!, xhat!, rows, columns);
          k.affine(xhat!, gamma, beta, y!, rows, columns);
          k.affine(xhat!, null, null, plain!, rows, columns);
          k.affineGradient(dy, xhat!, sumDy!, sumDyXhat!, rows, columns);
          k.standardizeGradient(dy, xhat!, gamma, inverse!, sumDy!, sumDyXhat!, dx!, rows, columns);
          k.standardizeGradient(dy, xhat!, null, inverse!, sumDy!, sumDyXhat!, plainDx!, rows, columns);
          k.columnMaximum(x, tau, largest!, rows, columns);
          k.columnMaximumGradient(x, tau, dy, dlargest!, dtau!, rows, columns);
          const order = Int32Array.from({ length: rows }, (_, i) => (i * 7) % rows);
          k.gatherRows(x, order, rows, columns, gathered!);
        }),
      ),
      OPTIONS,
    ));

  it('works on groups of channels in parts', () =>
    fc.assert(
      fc.asyncProperty(
        ...[parts, dimension(9), dimension(30), dimension(12), dimension(12)],
        (count, rows, positions, groups, width) =>
          same(build, count, (k, of, out) => {
            const layout = { rows: rows!, positions: positions!, channels: groups! * width!, groups: groups! };
            const [size, coefficients] = [rows! * positions! * groups! * width!, rows! * groups!];
            const [x, dy] = [of(numbers(size, 1, 3)), of(wild(size, 2))];
            const [p, q, r] = [3, 4, 5].map((seed) => of(numbers(coefficients, seed))) as [Tensor, Tensor, Tensor];
            const small = Array.from({ length: 5 }, () => out(coefficients));
            const [mean, variance, square, sum, product] = small as [Tensor, ...Tensor[]];
            const large = Array.from({ length: 4 }, () => out(size));
            const [y, scaled, dx, plainDx] = large as [Tensor, ...Tensor[]];
            k.groupMoments(x, mean, variance!, layout);
            k.groupMeanSquares(x, square!, layout);
            k.groupScale(x, mean, p, y!, layout);
            k.groupScale(x, null, p, scaled!, layout);
            k.groupSums(dy, y!, sum!, product!, layout);
            k.groupCombine(dy, p, y!, q, r, dx!, layout);
            k.groupCombine(dy, p, y!, q, null, plainDx!, layout);
          }),
      ),
      OPTIONS,
    ));

  it('convolves and pools in parts', () =>
    fc.assert(
      fc.asyncProperty(
        parts,
        fc.tuple(dimension(9), dimension(9), dimension(9), dimension(20), dimension(40)),
        fc.tuple(dimension(4), dimension(3), fc.nat(2)),
        (count, [rows, height, width, inChannels, outChannels], [kernel, stride, some]) => {
          const padding = Math.min(some, Math.floor(kernel / 2));
          const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
          const [outHeight, outWidth] = [side(height), side(width)];
          fc.pre(outHeight > 0 && outWidth > 0);
          const geometry = { rows, height, width, kernel, stride, padding, outHeight, outWidth };
          return same(build, count, (k, of, out) => {
            const [inputs, places] = [rows * height * width * inChannels, rows * outHeight * outWidth];
            const x = of(numbers(inputs, 1));
            const w = of(numbers(outChannels * kernel * kernel * inChannels, 2));
            const dy = of(numbers(places * outChannels, 3));
            const [y, plain, dx, dw] = [out(dy.size), out(dy.size), out(inputs), out(w.size)];
            const g = { ...geometry, inChannels, outChannels };
            k.convolve(x, w, of(numbers(outChannels, 4)), y, g);
            k.convolve(x, w, null, plain, g);
            k.convolveInputGradient(dy, w, dx, g);
            k.convolveWeightGradient(dy, x, dw, g);
            const pooling = { ...geometry, channels: inChannels };
            const dp = of(numbers(places * inChannels, 5));
            const [largest, winners, mean] = [out(dp.size), out(dp.size), out(dp.size)];
            const [dLargest, dMean] = [out(inputs), out(inputs)];
            k.maxPool(x, largest, winners, pooling);
            k.maxPoolGradient(dp, winners, dLargest, pooling);
            k.averagePool(x, mean, pooling);
            k.averagePoolGradient(dp, dMean, pooling);
            const [global, dGlobal] = [out(rows * inChannels), out(inputs)];
            k.globalAverage(x, global, rows, height * width, inChannels);
            k.globalAverageGradient(global, dGlobal, rows, height * width, inChannels);
          });
        },
      ),
      OPTIONS,
    ));

  it('works on single numbers in parts', () =>
    fc.assert(
      fc.asyncProperty(parts, dimension(700), (count, size) =>
        same(build, count, (k, of, out) => {
          const [x, dy] = [of(wild(size, 1)), of(wild(size, 2))];
          const results: Tensor[] = [];
          const result = (): Tensor => results[results.push(out(size)) - 1]!;
          for (const kind of ACTIVATIONS) {
            const y = result();
            k.activate(kind, x, y, size);
            k.activateBackward(kind, x, y, dy, result(), size);
          }
          for (const kind of ['tanh', 'erf'] as const)
            k.scaledActivation(kind, x, of([0.7]), of([0.2]), result(), size);
          k.fill(result(), 0.3);
          k.copy(x, result());
          k.add(x, dy, result(), size);
          k.multiply(x, dy, result(), size);
          k.scale(x, 0.3, result(), size);
          const sum = of(numbers(size, 6));
          k.addScaled(x, 0.3, sum, size);
        }),
      ),
      OPTIONS,
    ));

  it('updates parameters in parts', () =>
    fc.assert(
      fc.asyncProperty(parts, dimension(700), fc.boolean(), (count, size, other) =>
        same(build, count, (k, of, out) => {
          const gradient = of(numbers(size, 1));
          const state = Array.from({ length: 6 }, () =>
            [2, 3, 4].map((seed) => of(numbers(size, seed).map((v) => v * v))),
          );
          const [plain, momentum, rms, adam, lamb, adagrad] = state as [Tensor, Tensor, Tensor][];
          const direction = out(size);
          const decay = other ? 0.01 : 0;
          k.sgd(plain![0], gradient, 0.1, size, decay);
          k.sgdMomentum(momentum![0], gradient, momentum![1], 0.1, 0.9, size, decay, other);
          const rmsStep = { rate: 0.1, alpha: 0.99, eps: 1e-8, momentum: 0.5, decay };
          k.rmsProp(rms![0], gradient, rms![1], other ? rms![2] : null, rmsStep, size);
          const step = { rate: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, decay, decoupled: other, step: 3 };
          k.adam(adam![0], gradient, adam![1], adam![2], step, size);
          k.adamDirection(lamb![0], gradient, lamb![1], lamb![2], direction, step, size);
          k.adagrad(adagrad![0], gradient, adagrad![1], { rate: 0.1, eps: 1e-8, decay }, size);
        }),
      ),
      OPTIONS,
    ));
});

it('has tried every kernel that can be cut', () => {
  expect(CUTS.map(({ name }) => name).filter((name) => !cut.has(name))).toEqual([]);
});
