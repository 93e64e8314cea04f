/** Convolution and pooling kernels against PyTorch: the numbers were written by make_convolution.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConvolutionGeometry } from '../../engine/kernels/interface/convolution.ts';
import { distance, KERNEL_SETS, load, tensor } from '../support/kernel-sets.ts';

interface Pooled {
  x: number[];
  out: number[];
  dx: number[];
}
interface Case extends ConvolutionGeometry {
  x: number[];
  w: number[];
  bias: number[];
  dy: number[];
  out: number[];
  dx: number[];
  dw: number[];
  poolDy: number[];
  max: Pooled;
  average: Pooled;
}
const { cases } = JSON.parse(readFileSync(new URL('convolution.json', import.meta.url), 'utf8')) as { cases: Case[] };

describe.each(KERNEL_SETS)('$name kernels against PyTorch', ({ name, tolerance }) => {
  describe.each(cases)('$height x $width, kernel $kernel, stride $stride, padding $padding', (golden) => {
    it('convolution', async () => {
      const k = await load(name);
      const [x, w, dy] = [tensor(k, golden.x), tensor(k, golden.w), tensor(k, golden.dy)];
      const [out, dx, dw] = [k.allocate(dy.size), k.allocate(x.size), k.allocate(w.size)];
      k.convolve(x, w, tensor(k, golden.bias), out, golden);
      k.convolveInputGradient(dy, w, dx, golden);
      k.convolveWeightGradient(dy, x, dw, golden);
      expect(distance(out.data, golden.out)).toBeLessThan(tolerance);
      expect(distance(dx.data, golden.dx)).toBeLessThan(tolerance);
      expect(distance(dw.data, golden.dw)).toBeLessThan(tolerance);
    });

    it('pooling', async () => {
      const k = await load(name);
      const geometry = { ...golden, channels: golden.inChannels };
      const dy = tensor(k, golden.poolDy);
      const [out, winners, dx] = [k.allocate(dy.size), k.allocate(dy.size), k.allocate(golden.x.length)];
      const x = tensor(k, golden.max.x);
      k.maxPool(x, out, winners, geometry);
      expect([...out.data]).toEqual(golden.max.out);
      k.maxPoolGradient(dy, winners, dx, geometry);
      expect(distance(dx.data, golden.max.dx)).toBeLessThan(tolerance);
      k.averagePool(x, out, geometry);
      expect(distance(out.data, golden.average.out)).toBeLessThan(tolerance);
      k.averagePoolGradient(dy, dx, geometry);
      expect(distance(dx.data, golden.average.dx)).toBeLessThan(tolerance);
    });
  });
});
