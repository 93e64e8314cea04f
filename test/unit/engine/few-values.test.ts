/** Groups of one and two values, and samples that do not vary: what the headers in engine/normalization promise of them. */
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../engine/layers/layer.ts';
import { stream } from '../../../engine/random.ts';
import { sizeOf } from '../../../engine/spec/plan.ts';
import { KERNEL_SETS, load, tensor } from '../../support/kernel-sets.ts';
import { normalizer } from '../../support/specs.ts';

type Normalization = Parameters<typeof normalizer>[1];
const ROWS = 3;
const BETA = 0.75;
const GAMMA = 2;

describe.each(KERNEL_SETS)('$name kernels', ({ name }) => {
  const run = async (normalization: Normalization, shape: number[], x?: number[]) => {
    const kernels = await load(name);
    const layer: Layer = normalizer(kernels, normalization, shape, ROWS);
    const random = stream(1, 'values');
    const numbers = Array.from({ length: ROWS * sizeOf(shape) }, () => random.normal());
    for (const parameter of layer.parameters) {
      if (parameter.name.endsWith('.gamma')) kernels.fill(parameter.value, GAMMA);
      if (parameter.name.endsWith('.beta')) kernels.fill(parameter.value, BETA);
    }
    const y = Array.from(layer.forward(tensor(kernels, x ?? numbers), ROWS, 'train').data);
    const dx = Array.from(layer.backward(tensor(kernels, numbers.toReversed()), ROWS)!.data);
    return { y, dx, x: x ?? numbers, dy: numbers.toReversed() };
  };

  it.each<[string, Normalization, number[]]>([
    ['layer normalization of one unit', { type: 'layer' }, [1]],
    ['group normalization with as many groups as units', { type: 'group', groups: 4 }, [4]],
  ])('%s gives beta and passes no gradient', async (_title, normalization, shape) => {
    const { y, dx } = await run(normalization, shape);
    expect(new Set(y)).toEqual(new Set([BETA]));
    expect(dx.every((value) => value === 0)).toBe(true);
  });

  it.each<[string, Normalization, number[]]>([
    ['layer normalization of two units', { type: 'layer', eps: 0 }, [2]],
    ['group normalization of two values a group', { type: 'group', groups: 3, eps: 0 }, [6]],
    ['instance normalization of two positions', { type: 'instance', scale: true, center: true, eps: 0 }, [1, 1, 2]],
  ])('%s gives 1 and -1 and passes no gradient', async (_title, normalization, shape) => {
    const { y, dx } = await run(normalization, shape);
    for (const value of y) expect(Math.abs(Math.abs(value - BETA) / GAMMA - 1)).toBeLessThan(1e-6);
    // In float32 what is left is rounding of terms that cancel.
    for (const value of dx) expect(Math.abs(value)).toBeLessThan(name === 'wasm' ? 1e-4 : 1e-12);
  });

  it('passes through two units what epsilon lets through', async () => {
    const eps = 0.5;
    const { x, dx, dy } = await run({ type: 'layer', eps, scale: false, center: false }, [2]);
    for (let row = 0; row < ROWS; row++) {
      const [a, b] = [x[2 * row]!, x[2 * row + 1]!];
      const variance = ((a - b) / 2) ** 2;
      const expected = (((dy[2 * row]! - dy[2 * row + 1]!) / 2) * eps) / (variance + eps) ** 1.5;
      expect(Math.abs(dx[2 * row]! - expected)).toBeLessThan(1e-6);
      expect(Math.abs(dx[2 * row + 1]! + expected)).toBeLessThan(1e-6);
    }
  });

  it('gives the sign where one value is divided by its own root mean square', async () => {
    for (const [normalization, shape, beta] of [
      [{ type: 'rms', eps: 0 }, [1], 0],
      [{ type: 'filter-response', eps: 0, threshold: false }, [4], BETA],
    ] satisfies [Normalization, number[], number][]) {
      const { x, y, dx } = await run(normalization, shape);
      y.forEach((value, i) => {
        expect(Math.abs(value - (GAMMA * Math.sign(x[i]!) + beta))).toBeLessThan(1e-6);
      });
      for (const value of dx) expect(Math.abs(value)).toBeLessThan(name === 'wasm' ? 1e-4 : 1e-12);
    }
  });

  it('gives beta for a sample that does not vary, and multiplies its gradient by 1 / sqrt(eps)', async () => {
    const { y, dx, dy } = await run({ type: 'layer', eps: 1e-4, scale: false }, [4], new Array<number>(12).fill(3));
    expect(new Set(y)).toEqual(new Set([BETA]));
    for (let row = 0; row < ROWS; row++) {
      const sample = dy.slice(4 * row, 4 * row + 4);
      const mean = sample.reduce((a, b) => a + b) / 4;
      sample.forEach((value, i) => {
        expect(Math.abs(dx[4 * row + i]! - 100 * (value - mean))).toBeLessThan(1e-3);
      });
    }
  });

  it('leaves no gradient where all weight is on instance statistics of two positions', async () => {
    const kernels = await load(name);
    const layer = normalizer(kernels, { type: 'switchable', eps: 0 }, [2, 1, 2], ROWS);
    for (const parameter of layer.parameters) if (parameter.size === 3) parameter.value.data.set([100, -100, -100]);
    const random = stream(2, 'values');
    const numbers = () =>
      tensor(
        kernels,
        Array.from({ length: ROWS * 4 }, () => random.normal()),
      );
    layer.forward(numbers(), ROWS, 'train');
    for (const value of layer.backward(numbers(), ROWS)!.data)
      expect(Math.abs(value)).toBeLessThan(name === 'wasm' ? 1e-4 : 1e-12);
  });

  it('reports gamma and beta of images as means over the positions', async () => {
    const kernels = await load(name);
    const layer = normalizer(kernels, { type: 'layer' }, [2, 1, 3], ROWS);
    const [gamma, beta] = layer.parameters;
    gamma!.value.data.set([1, 2, 3, 4, 8, 9]);
    beta!.value.data.set([0, 3, 0, 6, 3, 0]);
    layer.refreshReport!();
    expect(Array.from(layer.norm!.gamma!.data)).toEqual([4, 5]);
    expect(Array.from(layer.norm!.beta!.data)).toEqual([1, 3]);
  });
});
