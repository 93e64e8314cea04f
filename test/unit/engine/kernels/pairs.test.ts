/**
 * The matrix product for hosts that join pairs of vectors: the same bits as the ordinary one. Where the host cannot use it
 * only the choice is tested.
 */
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
});
