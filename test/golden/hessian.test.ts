/** Hessians against double backward in PyTorch (make_hessian.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDualKernels } from '../../engine/kernels/dual.ts';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import { fullSpectrum } from '../../engine/probes/hessian/full-spectrum.ts';
import { openHessian } from '../../engine/probes/hessian/hessian.ts';
import { topEigenvalues } from '../../engine/probes/hessian/top-eigenvalues.ts';
import { stream } from '../../engine/random.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { finish, product } from '../support/hessian.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import { lossOf } from '../support/specs.ts';

type Numbers = Record<string, number[]>;
interface Case {
  name: string;
  model: RunSpecInput['model'];
  statistics: 'batch' | 'running';
  shape: number[];
  rows: number;
  classes: number;
  x: number[];
  labels: number[];
  parameters: Numbers;
  running: Numbers;
  vector: Numbers;
  loss: number;
  gradient: Numbers;
  product: Numbers;
  eigenvalues: number[];
}
const { cases } = JSON.parse(readFileSync(new URL('hessian.json', import.meta.url), 'utf8')) as { cases: Case[] };

function open({ model: input, shape, rows, classes, statistics, ...golden }: Case) {
  const kernels = createDualKernels();
  const { model: spec } = RunSpec.parse({ model: input });
  const streams = { initialization: stream(1, 'initialization') };
  const model = compileModel(kernels, spec, { shape, outputs: classes, capacity: rows }, streams);
  expect(model.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(golden.parameters).sort());
  for (const { name, value } of model.parameters) value.data.set(golden.parameters[name]!);
  for (const { name, value } of model.layers.flatMap(({ state }) => state))
    if (name in golden.running) value.data.set(golden.running[name]!);
  const labels = Int32Array.from(golden.labels);
  const batch = { x: tensor(kernels, golden.x), rows, labels, targets: new Float32Array() };
  const loss = createLoss(kernels, lossOf('cross-entropy'), classes, rows);
  return openHessian({ model, loss, statistics, batches: [batch] });
}

describe('Hessians are those of PyTorch', () => {
  it.each(cases.map((golden) => ({ ...golden, title: `${golden.name}, ${golden.statistics}` })))('$title', (golden) => {
    const hessian = open(golden);
    const flat = (numbers: Numbers): number[] => hessian.parameters.flatMap(({ name }) => numbers[name]!);
    expect(Math.abs(hessian.loss() - golden.loss)).toBeLessThan(1e-13);
    expect(distance(hessian.gradient(), flat(golden.gradient))).toBeLessThan(1e-12);
    expect(distance(product(hessian, Float64Array.from(flat(golden.vector))), flat(golden.product))).toBeLessThan(
      1e-12,
    );
    expect(distance(finish(fullSpectrum(hessian)), golden.eigenvalues)).toBeLessThan(1e-12);
    const top = finish(topEigenvalues(hessian, { count: 11, tolerance: 1e-11, most: 200 }, stream(1, 'lanczos')));
    const values = top.largest.map(({ value }) => value);
    expect(distance(values, golden.eigenvalues.slice(0, 11))).toBeLessThan(1e-10);
  });
});
