/** Reparameterized weights against PyTorch: the numbers were written by make_batch_normalizers.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createWeight } from '../../engine/reparameterization/create.ts';
import { RunSpec, type ReparameterizationSpec } from '../../engine/spec/schema.ts';
import { distance, KERNEL_SETS, load } from '../support/kernel-sets.ts';
import { contextOf } from '../support/specs.ts';

interface Case {
  spec: { type: Exclude<ReparameterizationSpec['type'], 'none'> };
  units: number;
  fanIn: number;
  dw: number[];
  w: number[];
  /** By the last part of the name: `weight_g` stands for `dense1.weight_g`. */
  parameters: Record<string, number[]>;
  gradients: Record<string, number[]>;
}

const { cases } = JSON.parse(readFileSync(new URL('reparameterizations.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

describe.each(KERNEL_SETS)('$name kernels', ({ name, tolerance }) => {
  it.each(cases)('$spec.type of $units x $fanIn', async (golden) => {
    const kernels = await load(name);
    const { model } = RunSpec.parse({ model: { reparameterization: golden.spec } });
    const shape = { units: golden.units, fanIn: golden.fanIn, fanOut: golden.units };
    const weight = createWeight(contextOf(kernels, 1), 'dense1', shape, { weightFactor: 1, hidden: true }, model);
    const named = (key: string) => weight.parameters.find((p) => p.name === `dense1.${key}`)!;
    expect(weight.parameters).toHaveLength(Object.keys(golden.parameters).length);
    for (const [key, values] of Object.entries(golden.parameters)) named(key).value.data.set(values);
    weight.refresh();
    expect(distance(weight.effective.data, golden.w)).toBeLessThan(tolerance);
    weight.gradient.data.set(golden.dw);
    weight.backward();
    for (const [key, values] of Object.entries(golden.gradients))
      expect(distance(named(key).gradient.data, values), key).toBeLessThan(tolerance);
  });
});
