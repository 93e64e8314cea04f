/** Kernels whose layers have no golden file of their own, against PyTorch: see make_activations.py, make_losses.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScaledActivation } from '../../engine/kernels/interface/activation.ts';
import { distance, KERNEL_SETS, load, tensor } from '../support/kernel-sets.ts';

const golden = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;

interface ScaledCase {
  name: ScaledActivation;
  slope: number;
  shift: number;
  x: number[];
  dy: number[];
  y: number[];
  dx: number[];
  dslope: number;
  dshift: number;
}

describe.each(KERNEL_SETS)('$name kernels against PyTorch', ({ name, tolerance }) => {
  it.each(golden<{ scaled: ScaledCase[] }>('activations.json').scaled)('scaled $name', async (golden) => {
    const kernels = await load(name);
    const size = golden.x.length;
    const [x, dy] = [tensor(kernels, golden.x), tensor(kernels, golden.dy)];
    const [y, dx, dslope, dshift] = [size, size, 1, 1].map((n) => kernels.allocate(n)) as [
      typeof x,
      typeof x,
      typeof x,
      typeof x,
    ];
    kernels.scaledActivation(golden.name, x, golden.slope, golden.shift, y, size);
    kernels.scaledActivationBackward(golden.name, x, golden.slope, golden.shift, y, dy, dx, dslope, dshift, size);
    expect(distance(y.data, golden.y)).toBeLessThan(tolerance);
    expect(distance(dx.data, golden.dx)).toBeLessThan(tolerance);
    expect(distance(dslope.data, [golden.dslope])).toBeLessThan(tolerance);
    expect(distance(dshift.data, [golden.dshift])).toBeLessThan(tolerance);
  });
});
