/** Pooling in every kernel set against sums and maxima over windows in float64. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PoolingGeometry } from '../../../../engine/kernels/interface/pooling.ts';
import { type Bench, SETS, epsilon, numbers, openBench, worstError } from './sets.ts';

/** rows, height, width, channels, kernel, stride, padding. */
const SHAPES: [number, number, number, number, number, number, number][] = [
  [1, 2, 2, 1, 2, 2, 0],
  [2, 5, 4, 3, 2, 2, 0],
  [2, 4, 6, 4, 3, 2, 1],
  [1, 7, 5, 5, 3, 1, 1],
  [2, 3, 3, 9, 3, 3, 0],
  [1, 6, 6, 2, 2, 3, 1],
];

function geometry([rows, height, width, channels, kernel, stride, padding]: number[]) {
  const side = (length: number): number => Math.floor((length + 2 * padding! - kernel!) / stride!) + 1;
  return {
    rows: rows!,
    height: height!,
    width: width!,
    channels: channels!,
    kernel: kernel!,
    stride: stride!,
    padding: padding!,
    outHeight: side(height!),
    outWidth: side(width!),
  } satisfies PoolingGeometry;
}

/** Whether the window of output `o` holds the input `i`; null where row or channel differ. */
function holds(g: PoolingGeometry, o: number, i: number): boolean {
  const place = (n: number, height: number, width: number): number[] => [
    Math.floor(n / g.channels / width / height),
    Math.floor(n / g.channels / width) % height,
    Math.floor(n / g.channels) % width,
    n % g.channels,
  ];
  const [r, a, b, c] = place(o, g.outHeight, g.outWidth) as [number, number, number, number];
  const [row, h, w, channel] = place(i, g.height, g.width) as [number, number, number, number];
  const inside = (at: number, out: number): boolean => {
    const start = out * g.stride - g.padding;
    return at >= start && at < start + g.kernel;
  };
  return r === row && c === channel && inside(h, a) && inside(w, b);
}

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(SHAPES)('%i images of %i x %i x %i, windows of %i, stride %i, padding %i', (...shape) => {
    const g = geometry(shape);
    const inputs = g.rows * g.height * g.width * g.channels;
    const outputs = g.rows * g.outHeight * g.outWidth * g.channels;
    // Few values, so that there are ties.
    const x = numbers(inputs, 1, 3).map(Math.round);
    const dy = numbers(outputs, 2);
    const windows = Array.from({ length: outputs }, (_, o) => [...x.keys()].filter((i) => holds(g, o, i)));

    it('maxPool and its gradient', () => {
      const { k, of, out } = bench;
      const [y, winners, dx] = [out(outputs), out(outputs), out(inputs)];
      k.maxPool(of(x), y, winners, g);
      const best = windows.map((w) => w.find((i) => x[i] === Math.max(...w.map((j) => x[j]!)))!);
      expect([...y.data]).toEqual(best.map((i) => x[i]));
      k.maxPoolGradient(of(dy), winners, dx, g);
      const wanted = new Float64Array(inputs);
      best.forEach((i, o) => (wanted[i]! += dy[o]!));
      expect(worstError(dx.data, wanted, 4)).toBeLessThan(4 * epsilon(k));
    });

    it('averagePool and its gradient', () => {
      const { k, of, out } = bench;
      const [y, dx] = [out(outputs), out(inputs)];
      k.averagePool(of(x), y, g);
      const area = g.kernel ** 2;
      const means = windows.map((w) => w.reduce((sum, i) => sum + x[i]!, 0) / area);
      expect(worstError(y.data, means, 3)).toBeLessThan(8 * epsilon(k));
      k.averagePoolGradient(of(dy), dx, g);
      const wanted = new Float64Array(inputs);
      windows.forEach((w, o) => {
        for (const i of w) wanted[i]! += dy[o]! / area;
      });
      expect(worstError(dx.data, wanted, 4)).toBeLessThan(8 * epsilon(k));
    });

    it('globalAverage and its gradient', () => {
      const { k, of, out } = bench;
      const positions = g.height * g.width;
      const count = g.rows * g.channels;
      const [y, dx] = [out(count), out(inputs)];
      k.globalAverage(of(x), y, g.rows, positions, g.channels);
      const cell = (i: number): number => Math.floor(i / positions / g.channels) * g.channels + (i % g.channels);
      const wanted = new Float64Array(count);
      x.forEach((v, i) => (wanted[cell(i)]! += v / positions));
      expect(worstError(y.data, wanted, 3)).toBeLessThan(8 * epsilon(k));
      const slope = numbers(count, 3);
      k.globalAverageGradient(of(slope), dx, g.rows, positions, g.channels);
      const share = Array.from(x, (_, i) => slope[cell(i)]! / positions);
      expect(worstError(dx.data, share)).toBeLessThan(4 * epsilon(k));
    });
  });

  it('lets NaN win, and smallest numbers too', () => {
    const { k, of, out } = bench;
    const g = geometry([1, 2, 2, 5, 2, 2, 0]);
    for (let pixel = 0; pixel < 4; pixel++) {
      const x = new Float32Array(20).fill(-Infinity);
      x[pixel * 5 + 3] = NaN;
      x[((pixel + 1) % 4) * 5 + 3] = 7;
      const [y, winners, dx] = [out(5), out(5), out(20)];
      k.maxPool(of(x), y, winners, g);
      expect([...y.data]).toEqual([-Infinity, -Infinity, -Infinity, NaN, -Infinity]);
      k.maxPoolGradient(of([1, 2, 3, 4, 5]), winners, dx, g);
      const wanted = new Float32Array(20);
      wanted.set([1, 2, 3, 0, 5]);
      wanted[pixel * 5 + 3] = 4;
      expect([...dx.data]).toEqual([...wanted]);
    }
  });
});
