/** Convolution in every kernel set against sums over a padded image, and its gradients against unit vectors. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConvolutionGeometry } from '../../../../engine/kernels/interface/convolution.ts';
import { type Bench, SETS, checksSizes, epsilon, numbers, openBench, worstError } from './sets.ts';

/** rows, height, width, inChannels, outChannels, kernel, stride, padding. */
const SHAPES: [number, number, number, number, number, number, number, number][] = [
  [1, 1, 1, 1, 1, 1, 1, 0],
  [2, 5, 4, 3, 2, 3, 1, 1],
  [2, 5, 4, 1, 5, 3, 1, 0],
  [1, 6, 7, 4, 3, 3, 2, 1],
  [2, 4, 4, 5, 9, 1, 2, 0],
  [1, 7, 5, 2, 2, 5, 2, 2],
  [3, 2, 2, 2, 1, 5, 1, 3],
  [1, 6, 6, 2, 3, 2, 3, 0],
];

function geometry([rows, height, width, inChannels, outChannels, kernel, stride, padding]: number[]) {
  const side = (length: number): number => Math.floor((length + 2 * padding! - kernel!) / stride!) + 1;
  return {
    rows: rows!,
    height: height!,
    width: width!,
    inChannels: inChannels!,
    outChannels: outChannels!,
    kernel: kernel!,
    stride: stride!,
    padding: padding!,
    outHeight: side(height!),
    outWidth: side(width!),
  } satisfies ConvolutionGeometry;
}

/** Writes the image into a larger one of zeros, then slides the filters over it. */
function correlate(x: ArrayLike<number>, w: ArrayLike<number>, g: ConvolutionGeometry): number[] {
  const [tall, wide] = [g.height + 2 * g.padding, g.width + 2 * g.padding];
  const out: number[] = [];
  for (let r = 0; r < g.rows; r++) {
    const image = new Float64Array(tall * wide * g.inChannels);
    for (let h = 0; h < g.height; h++)
      for (let i = 0; i < g.width * g.inChannels; i++)
        image[((h + g.padding) * wide + g.padding) * g.inChannels + i] =
          x[(r * g.height + h) * g.width * g.inChannels + i]!;
    for (let i = 0; i < g.outHeight; i++)
      for (let j = 0; j < g.outWidth; j++)
        for (let o = 0; o < g.outChannels; o++) {
          let sum = 0;
          for (let q = 0; q < g.kernel * g.kernel * g.inChannels; q++) {
            const c = q % g.inChannels;
            const b = Math.floor(q / g.inChannels) % g.kernel;
            const a = Math.floor(q / g.inChannels / g.kernel);
            const pixel = (i * g.stride + a) * wide + j * g.stride + b;
            sum += image[pixel * g.inChannels + c]! * w[o * g.kernel * g.kernel * g.inChannels + q]!;
          }
          out.push(sum);
        }
  }
  return out;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, v, i) => sum + v * b[i]!, 0);
const unit = (size: number, i: number): Float64Array => {
  const e = new Float64Array(size);
  e[i] = 1;
  return e;
};

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(SHAPES)('%i images of %i x %i x %i, %i filters of %i, stride %i, padding %i', (...shape) => {
    const g = geometry(shape);
    const patch = g.kernel * g.kernel * g.inChannels;
    const x = numbers(g.rows * g.height * g.width * g.inChannels, 1);
    const w = numbers(g.outChannels * patch, 2);
    const dy = numbers(g.rows * g.outHeight * g.outWidth * g.outChannels, 3);
    const bias = numbers(g.outChannels, 4);

    it('convolve', () => {
      const { k, of, out } = bench;
      const plain = correlate(x, w, g);
      for (const shift of [bias, null]) {
        const y = out(dy.length);
        k.convolve(of(x), of(w), shift && of(shift), y, g);
        const wanted = plain.map((v, i) => v + (shift?.[i % g.outChannels] ?? 0));
        expect(worstError(y.data, wanted, patch + 1)).toBeLessThan(8 * epsilon(k));
      }
    });

    it('convolveInputGradient', () => {
      const { k, of, out } = bench;
      const dx = out(x.length);
      k.convolveInputGradient(of(dy), of(w), dx, g);
      const wanted = Array.from(x, (_, i) => dot(dy, correlate(unit(x.length, i), w, g)));
      expect(worstError(dx.data, wanted, g.outChannels * g.kernel ** 2)).toBeLessThan(8 * epsilon(k));
    });

    it('convolveWeightGradient', () => {
      const { k, of, out } = bench;
      const dw = out(w.length);
      k.convolveWeightGradient(of(dy), of(x), dw, g);
      const wanted = Array.from(w, (_, i) => dot(dy, correlate(x, unit(w.length, i), g)));
      expect(worstError(dw.data, wanted, g.rows * g.outHeight * g.outWidth)).toBeLessThan(8 * epsilon(k));
    });
  });

  it('gives an image the same bits whatever other images are in the batch, over many blocks', () => {
    const { k, of, out } = bench;
    // More numbers of patches than the scratch space holds: 3 * 24 * 24 positions of 147.
    const g = geometry([3, 24, 24, 3, 4, 7, 1, 3]);
    const [input, output] = [24 * 24 * 3, 24 * 24 * 4];
    const [x, w, dy] = [numbers(3 * input, 1), of(numbers(4 * 147, 2)), numbers(3 * output, 3)];
    const [y, dx, dw] = [out(3 * output), out(3 * input), out(4 * 147)];
    k.convolve(of(x), w, null, y, g);
    k.convolveInputGradient(of(dy), w, dx, g);
    k.convolveWeightGradient(of(dy), of(x), dw, g);
    const wanted = new Float64Array(dw.size);
    for (let r = 0; r < 3; r++) {
      const one = { ...g, rows: 1 };
      const [oneX, oneDy] = [of(x.subarray(r * input, (r + 1) * input)), of(dy.subarray(r * output, (r + 1) * output))];
      const [oneY, oneDx, oneDw] = [out(output), out(input), out(dw.size)];
      k.convolve(oneX, w, null, oneY, one);
      k.convolveInputGradient(oneDy, w, oneDx, one);
      k.convolveWeightGradient(oneDy, oneX, oneDw, one);
      expect([...oneY.data]).toEqual([...y.data.subarray(r * output, (r + 1) * output)]);
      expect([...oneDx.data]).toEqual([...dx.data.subarray(r * input, (r + 1) * input)]);
      oneDw.data.forEach((v, i) => (wanted[i]! += v));
    }
    expect(worstError(dw.data, wanted, 40)).toBeLessThan(16 * epsilon(k));
  });

  it('refuses a tensor that is too small', () => {
    if (!checksSizes(choice)) return;
    const { k, of, out } = bench;
    expect(() => {
      k.convolve(of(numbers(8, 1)), of(numbers(1, 2)), null, out(8), geometry([1, 3, 3, 1, 1, 1, 1, 0]));
    }).toThrow('needs 9 numbers, but the tensor holds 8');
  });
});
