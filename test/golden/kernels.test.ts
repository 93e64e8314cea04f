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

interface Losses {
  rows: number;
  classes: number;
  labels: number[];
  smoothed: { epsilon: number; z: number[]; loss: number; dz: number[] };
  binaryCrossEntropy: { z: number[]; loss: number; dz: number[] };
  huber: { delta: number; y: number[]; loss: number; dy: number[] };
}

describe.each(KERNEL_SETS)('$name kernels against PyTorch', ({ name, tolerance }) => {
  it.each(golden<{ scaled: ScaledCase[] }>('activations.json').scaled)('scaled $name', async (golden) => {
    const kernels = await load(name);
    const size = golden.x.length;
    const [x, dy] = [tensor(kernels, golden.x), tensor(kernels, golden.dy)];
    const [slope, shift] = [tensor(kernels, [golden.slope]), tensor(kernels, [golden.shift])];
    const [y, dx, dslope, dshift] = [size, size, 1, 1].map((n) => kernels.allocate(n)) as [
      typeof x,
      typeof x,
      typeof x,
      typeof x,
    ];
    kernels.scaledActivation(golden.name, x, slope, shift, y, size);
    kernels.scaledActivationBackward(golden.name, x, slope, shift, y, dy, dx, dslope, dshift, size);
    expect(distance(y.data, golden.y)).toBeLessThan(tolerance);
    expect(distance(dx.data, golden.dx)).toBeLessThan(tolerance);
    expect(distance(dslope.data, [golden.dslope])).toBeLessThan(tolerance);
    expect(distance(dshift.data, [golden.dshift])).toBeLessThan(tolerance);
  });

  it('losses', async () => {
    const k = await load(name);
    const { rows, classes, labels, smoothed, binaryCrossEntropy, huber } = golden<Losses>('losses.json');
    const size = rows * classes;
    const list = Int32Array.from(labels);
    const oneHot = tensor(
      k,
      labels.flatMap((label) => Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0))),
    );
    const gradient = k.allocate(size);
    const check = (loss: number, wanted: number, slope: number[]): void => {
      expect(distance([loss], [wanted])).toBeLessThan(tolerance);
      expect(distance(gradient.data, slope)).toBeLessThan(tolerance);
    };
    const entropy = k.softmaxCrossEntropy(tensor(k, smoothed.z), list, gradient, rows, classes, smoothed.epsilon);
    k.softmaxCrossEntropyGradient(gradient, list, gradient, rows, classes, smoothed.epsilon);
    check(entropy, smoothed.loss, smoothed.dz);
    const z = tensor(k, binaryCrossEntropy.z);
    k.binaryCrossEntropyGradient(z, oneHot, gradient, size);
    check(k.binaryCrossEntropy(z, oneHot, size), binaryCrossEntropy.loss, binaryCrossEntropy.dz);
    const y = tensor(k, huber.y);
    k.huberGradient(y, oneHot, huber.delta, gradient, size);
    check(k.huber(y, oneHot, huber.delta, size), huber.loss, huber.dy);
  });
});
