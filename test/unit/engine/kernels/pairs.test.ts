/**
 * The matrix product for hosts that join pairs of vectors: the same bits as the ordinary one. Where the host cannot use it
 * only the choice is tested.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadKernels, productVectorBits } from '../../../../engine/kernels/load.ts';
import { mayJoinPairs } from '../../../../engine/kernels/wasm/pairs.ts';
import { numbers } from './sets.ts';

/** Around the edges of tiles (4, 6), panels (8, 16), blocks of p (256) and of rows (288), packed left factors, real ones. */
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 23, 24, 25, 31, 33, 60, 100];
const BIG: [number, number, number][] = [
  [60, 100, 784],
  [60, 10, 100],
  [128, 512, 784],
  [128, 512, 512],
  [289, 20, 257],
  [577, 9, 513],
  [7, 130, 300],
  [1, 784, 100],
];

const BUILD = new URL('../../../../engine/kernels/wasm/build/', import.meta.url).href;

describe('mayJoinPairs', () => {
  const host = { arch: 'x64', versions: { v8: '13.6.233.17-node.53' }, env: {} } as unknown as NodeJS.Process;
  it('asks only where it was seen to work', () => {
    expect(mayJoinPairs(host)).toBe(true);
    expect(mayJoinPairs({ ...host, arch: 'arm64' })).toBe(false);
    expect(mayJoinPairs({ ...host, versions: { ...host.versions, v8: '13.6.233.17-electron.0' } })).toBe(false);
    expect(mayJoinPairs({ ...host, env: { NORMSCOPE_VECTORS: '128' } })).toBe(false);
  });
});

describe.skipIf((await productVectorBits()) === 128)('the product of pairs', () => {
  it('leaves the other builds alone, even if they are compiled while the flag is set', async () => {
    // In a process of its own, because what goes wrong here is an abort. Another thread may compile at any time.
    const script = `
      import { readFileSync } from 'node:fs';
      for (const name of ['wasm-simd', 'wasm-relaxed-simd', 'wasm-relaxed-simd-pairs'])
        new WebAssembly.Module(readFileSync(new URL(name + '.wasm', ${JSON.stringify(BUILD)})));
      console.log('compiled');`;
    const flags = ['--experimental-wasm-revectorize', '--no-liftoff', '--no-wasm-lazy-compilation'];
    const run = promisify(execFile)(process.execPath, [...flags, '--input-type=module', '-e', script]);
    expect((await run).stdout).toBe('compiled\n');
  });

  it('gives the bits of the ordinary product', async () => {
    const sets = await Promise.all([loadKernels('wasm-relaxed-simd', 128), loadKernels('wasm-relaxed-simd', 256)]);
    const largest = 577 * 784;
    const left = numbers(largest, 1);
    const right = numbers(largest, 2);
    const tensors = sets.map((k) => {
      const [a, b, bias, out] = [k.allocate(largest), k.allocate(largest), k.allocate(784), k.allocate(largest)];
      a.data.set(left);
      b.data.set(right);
      bias.data.set(numbers(784, 3));
      return { k, a, b, bias, out };
    });
    const shapes = SIZES.flatMap((m) =>
      SIZES.flatMap((n) => [1, 6, 33].map((k): [number, number, number] => [m, n, k])),
    );
    const different: string[] = [];
    for (const [m, n, k] of [...shapes, ...BIG]) {
      const results = tensors.map(({ k: set, a, b, bias, out }) => {
        const copies: Uint8Array[] = [];
        const keep = (size: number): void => {
          copies.push(new Uint8Array(out.data.slice(0, size).buffer));
          set.fill(out, NaN);
        };
        set.fill(out, NaN);
        set.dense(a, b, bias, out, m, n, k);
        keep(m * n + 16);
        set.dense(a, b, null, out, m, n, k);
        keep(m * n + 16);
        set.denseInputGradient(a, b, out, m, n, k);
        keep(m * k + 16);
        set.denseWeightGradient(a, b, out, m, n, k);
        keep(n * k + 16);
        return Buffer.concat(copies);
      });
      if (!results[0]!.equals(results[1]!)) different.push(`${m} x ${n} x ${k}`);
    }
    expect(different).toEqual([]);
  });

  it('gives the bits of the ordinary convolution', async () => {
    const shapes = [
      { rows: 3, height: 9, width: 7, inChannels: 1, outChannels: 16, kernel: 3, stride: 1, padding: 1 },
      { rows: 2, height: 8, width: 8, inChannels: 16, outChannels: 20, kernel: 3, stride: 2, padding: 1 },
      { rows: 5, height: 6, width: 5, inChannels: 7, outChannels: 9, kernel: 1, stride: 2, padding: 0 },
      { rows: 16, height: 14, width: 14, inChannels: 32, outChannels: 33, kernel: 5, stride: 1, padding: 2 },
    ];
    const sets = await Promise.all([loadKernels('wasm-relaxed-simd', 128), loadKernels('wasm-relaxed-simd', 256)]);
    for (const shape of shapes) {
      const outHeight = Math.floor((shape.height + 2 * shape.padding - shape.kernel) / shape.stride) + 1;
      const outWidth = Math.floor((shape.width + 2 * shape.padding - shape.kernel) / shape.stride) + 1;
      const geometry = { ...shape, outHeight, outWidth };
      const [one, other] = sets.map((k) => {
        const inputs = shape.rows * shape.height * shape.width * shape.inChannels;
        const outputs = shape.rows * outHeight * outWidth * shape.outChannels;
        const weights = shape.outChannels * shape.kernel ** 2 * shape.inChannels;
        const [x, dx, w, dw] = [k.allocate(inputs), k.allocate(inputs), k.allocate(weights), k.allocate(weights)];
        const [out, dy, bias] = [k.allocate(outputs), k.allocate(outputs), k.allocate(shape.outChannels)];
        for (const [i, tensor] of [x, w, dy, bias].entries()) tensor.data.set(numbers(tensor.size, i + 1));
        k.convolve(x, w, bias, out, geometry);
        k.convolveInputGradient(dy, w, dx, geometry);
        k.convolveWeightGradient(dy, x, dw, geometry);
        return [out, dx, dw].map(({ data }) => Float32Array.from(data));
      });
      expect(one).toEqual(other);
    }
  });
});
