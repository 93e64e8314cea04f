/**
 * Over random shapes: the fast kernels agree with the reference kernels within rounding, repeat their own bits, and
 * write nothing outside their outputs.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels, Tensor } from '../../../engine/kernels/kernels.ts';
import { WASM_BUILDS, loadKernels, supportsBuild } from '../../../engine/kernels/load.ts';
import { labelsOf, numbers, openBench, worstError } from '../../unit/engine/kernels/sets.ts';

const OPTIONS = { seed: 20150306, numRuns: 30 };
const dimension = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** One computation on a kernel set: from arrays to arrays. */
type Computation = (k: Kernels, of: (x: ArrayLike<number>) => Tensor, out: (size: number) => Tensor) => Tensor[];

/** Runs it on both sets, twice on the fast one; `limit` is in units of the largest wanted magnitude. */
async function agree(build: (typeof WASM_BUILDS)[number], computation: Computation, limit: number): Promise<void> {
  const fast = await openBench(build);
  const slow = await openBench('reference');
  const results = computation(fast.k, fast.of, fast.out).map((t) => [...t.data]);
  const again = computation(fast.k, fast.of, fast.out).map((t) => [...t.data]);
  expect(again).toEqual(results);
  expect(fast.damage()).toEqual([]);
  computation(slow.k, slow.of, slow.out).forEach((wanted, i) => {
    const scale = Math.max(...Array.from(wanted.data, Math.abs), 1e-3);
    expect(worstError(results[i]!, wanted.data, scale)).toBeLessThan(limit);
  });
}

describe.each(WASM_BUILDS.filter(supportsBuild))('%s', (build) => {
  it('multiplies like the reference', () =>
    fc.assert(
      fc.asyncProperty(dimension(70), dimension(40), dimension(600), (m, n, k) =>
        agree(
          build,
          (kernels, of, out) => {
            const [x, w, dy, b] = [
              of(numbers(m * k, 1)),
              of(numbers(n * k, 2)),
              of(numbers(m * n, 3)),
              of(numbers(n, 4)),
            ];
            const [y, dx, dw] = [out(m * n), out(m * k), out(n * k)];
            kernels.dense(x, w, b, y, m, n, k);
            kernels.denseInputGradient(dy, w, dx, m, n, k);
            kernels.denseWeightGradient(dy, x, dw, m, n, k);
            return [y, dx, dw];
          },
          1e-5,
        ),
      ),
      OPTIONS,
    ));

  it('normalizes a batch, forward and backward, like the reference', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 90 }), dimension(150), (rows, columns) =>
        agree(
          build,
          (k, of, out) => {
            const size = rows * columns;
            const x = of(numbers(size, 1, 3).map((v) => v + 2));
            const dy = of(numbers(size, 2));
            const [gamma, beta] = [of(numbers(columns, 3)), of(numbers(columns, 4))];
            const [mean, variance, inverse] = [out(columns), out(columns), out(columns)];
            const [xhat, y, dx] = [out(size), out(size), out(size)];
            const [sumDy, sumDyXhat] = [out(columns), out(columns)];
            k.columnMoments(x, { mean, variance }, rows, columns);
            // A large epsilon keeps columns of two nearly equal numbers from magnifying rounding errors.
            k.inverseDeviation(variance, 0.1, inverse, columns);
            k.standardize(x, mean, inverse, xhat, rows, columns);
            k.affine(xhat, gamma, beta, y, rows, columns);
            k.affineGradient(dy, xhat, sumDy, sumDyXhat, rows, columns);
            k.standardizeGradient(dy, xhat, gamma, inverse, sumDy, sumDyXhat, dx, rows, columns);
            return [mean, variance, inverse, xhat, y, sumDy, sumDyXhat, dx];
          },
          2e-5,
        ),
      ),
      OPTIONS,
    ));

  it('computes losses and updates like the reference', () =>
    fc.assert(
      fc.asyncProperty(dimension(70), dimension(30), fc.integer({ min: 1, max: 30 }), (rows, classes, scale) =>
        agree(
          build,
          (k, of, out) => {
            const size = rows * classes;
            const labels = labelsOf(rows, classes, 2);
            const logits = of(numbers(size, 1, scale));
            const [p, d, velocity, parameter] = [out(size), out(size), of(numbers(size, 3)), of(numbers(size, 4))];
            const loss = k.softmaxCrossEntropy(logits, labels, p, rows, classes);
            k.softmaxCrossEntropyGradient(p, labels, d, rows, classes);
            k.sgdMomentum(parameter, d, velocity, 0.1, 0.9, size);
            const correct = k.countCorrect(logits, labels, rows, classes);
            const squares = k.meanSquaredError(p, d, size);
            return [p, d, velocity, parameter, of([loss, correct, squares])];
          },
          1e-5,
        ),
      ),
      OPTIONS,
    ));

  it('normalizes groups of channels like the reference', () =>
    fc.assert(
      fc.asyncProperty(dimension(5), dimension(30), dimension(12), dimension(12), (rows, positions, groups, width) =>
        agree(
          build,
          (k, of, out) => {
            const layout = { rows, positions, channels: groups * width, groups };
            const [size, count] = [rows * positions * groups * width, rows * groups];
            const x = of(numbers(size, 1, 3).map((v) => v + 2));
            const dy = of(numbers(size, 2));
            const [p, q, r] = [of(numbers(count, 3)), of(numbers(count, 4)), of(numbers(count, 5))];
            const [mean, variance, square] = [out(count), out(count), out(count)];
            const [sum, product, y, dx] = [out(count), out(count), out(size), out(size)];
            k.groupMoments(x, mean, variance, layout);
            k.groupMeanSquares(x, square, layout);
            k.groupScale(x, mean, p, y, layout);
            k.groupSums(dy, y, sum, product, layout);
            k.groupCombine(dy, p, y, q, r, dx, layout);
            return [mean, variance, square, y, sum, product, dx];
          },
          2e-5,
        ),
      ),
      OPTIONS,
    ));

  it('convolves and pools like the reference', () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(dimension(3), dimension(9), dimension(9), dimension(6), dimension(9)),
        fc.tuple(dimension(4), dimension(3), fc.nat(2)),
        ([rows, height, width, inChannels, outChannels], [kernel, stride, some]) => {
          const padding = Math.min(some, Math.floor(kernel / 2));
          const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
          const [outHeight, outWidth] = [side(height), side(width)];
          fc.pre(outHeight > 0 && outWidth > 0);
          const geometry = { rows, height, width, kernel, stride, padding, outHeight, outWidth };
          return agree(
            build,
            (k, of, out) => {
              const [inputs, places] = [rows * height * width * inChannels, rows * outHeight * outWidth];
              const x = of(numbers(inputs, 1));
              const w = of(numbers(outChannels * kernel * kernel * inChannels, 2));
              const dy = of(numbers(places * outChannels, 3));
              const [y, dx, dw] = [out(dy.size), out(inputs), out(w.size)];
              const g = { ...geometry, inChannels, outChannels };
              k.convolve(x, w, of(numbers(outChannels, 4)), y, g);
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
              return [y, dx, dw, largest, dLargest, mean, dMean];
            },
            1e-5,
          );
        },
      ),
      OPTIONS,
    ));

  it('gives the same bits in a fresh memory', async () => {
    const results = [];
    for (let round = 0; round < 2; round++) {
      const k = await loadKernels(build);
      // Where tensors lie must not matter.
      k.allocate(1 + round * 1000);
      const [x, w, y] = [k.allocate(17 * 301), k.allocate(23 * 301), k.allocate(17 * 23)];
      x.data.set(numbers(17 * 301, 1));
      w.data.set(numbers(23 * 301, 2));
      k.dense(x, w, null, y, 17, 23, 301);
      k.activate('sigmoid', y, y, y.size);
      results.push([...y.data]);
    }
    expect(results[1]).toEqual(results[0]);
  });
});
