/** Optimizers, schedules and gradient clipping against PyTorch; the numbers were written by make_optimizers.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clipGradients, gradientNorm } from '../../engine/clipping.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { createParameter, type Parameter } from '../../engine/layers/layer.ts';
import { createOptimizer } from '../../engine/optimizers/create.ts';
import { createSchedule } from '../../engine/schedules/schedule.ts';
import { RunSpec, type OptimizerSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load } from '../support/kernel-sets.ts';

type Numbers = Record<'weight' | 'bias' | 'gamma', number[]>;
type Clipping = RunSpec['training']['clipping'];

const golden = JSON.parse(readFileSync(new URL('optimizers.json', import.meta.url), 'utf8')) as {
  initial: Numbers;
  gradients: Numbers[];
  cases: { spec: Partial<OptimizerSpec>; final: Numbers }[];
  schedules: { spec: RunSpecInput['schedule']; losses?: number[]; rates: number[] }[];
  base: number;
  steps: number;
  /** Gradients of what is not frozen. */
  clipping: { spec: Clipping; frozen: (keyof Numbers)[]; gradients: Partial<Numbers> }[];
};
const ROLES = { weight: 'weight', bias: 'bias', gamma: 'normalization' } as const;
const NAMES = ['weight', 'bias', 'gamma'] as const;

const parametersOf = (kernels: Kernels): Parameter[] =>
  NAMES.map((name) => {
    const parameter = createParameter(kernels, name, ROLES[name], golden.initial[name].length);
    parameter.value.data.set(golden.initial[name]);
    return parameter;
  });

describe.each(KERNEL_SETS)('$name kernels', ({ name, tolerance }) => {
  it.each(golden.cases.map((one) => ({ ...one, title: JSON.stringify(one.spec) })))(
    '$title',
    async ({ spec, final }) => {
      const kernels = await load(name);
      const parameters = parametersOf(kernels);
      const { optimizer: complete } = RunSpec.parse({ optimizer: spec });
      const optimizer = createOptimizer(kernels, parameters, complete);
      for (const gradients of golden.gradients) {
        parameters.forEach(({ gradient }, i) => gradient.data.set(gradients[NAMES[i]!]));
        optimizer.update(complete.learningRate);
      }
      parameters.forEach(({ value }, i) => {
        expect(distance(value.data, final[NAMES[i]!]), NAMES[i]).toBeLessThan(tolerance);
      });
    },
  );

  it.each(golden.clipping)(
    'clips by $spec.type at $spec.maximum, frozen: $frozen',
    async ({ spec, frozen, gradients }) => {
      const kernels = await load(name);
      const parameters = parametersOf(kernels);
      parameters.forEach(({ gradient }, i) => gradient.data.set(golden.gradients[0]![NAMES[i]!]));
      parameters.forEach((parameter, i) => (parameter.trainable = !frozen.includes(NAMES[i]!)));
      clipGradients(kernels, parameters, spec, gradientNorm(kernels, parameters));
      expect(Object.keys(gradients)).toHaveLength(NAMES.length - frozen.length);
      parameters.forEach(({ gradient }, i) => {
        const wanted = gradients[NAMES[i]!];
        if (wanted !== undefined) expect(distance(gradient.data, wanted)).toBeLessThan(tolerance);
      });
    },
  );

  it('leaves a frozen parameter as it is', async () => {
    const kernels = await load(name);
    const parameters = parametersOf(kernels);
    parameters[0]!.trainable = false;
    for (const { gradient } of parameters) gradient.data.fill(1);
    createOptimizer(kernels, parameters, RunSpec.parse({ optimizer: 'adam' }).optimizer).update(0.1);
    expect(distance(parameters[0]!.value.data, golden.initial.weight)).toBeLessThan(1e-7);
    expect(distance(parameters[1]!.value.data, golden.initial.bias)).toBeGreaterThan(0.01);
  });
});

describe('schedules', () => {
  it.each(golden.schedules.map((one) => ({ ...one, title: JSON.stringify(one.spec) })))(
    '$title',
    ({ spec, losses, rates }) => {
      const schedule = createSchedule(RunSpec.parse({ schedule: spec }).schedule, golden.base, golden.steps);
      rates.forEach((rate, i) => {
        expect(Math.abs(schedule.rate(i + 1) - rate) / rate, `step ${i + 1}`).toBeLessThan(1e-12);
        if (losses !== undefined) schedule.observe(losses[i]!);
      });
    },
  );
});
