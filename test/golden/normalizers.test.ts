/** Normalizers against PyTorch, for dense layers and images: every normalizers-*.json beside this file. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Mode } from '../../engine/layers/layer.ts';
import { distance, KERNEL_SETS, load, tensor } from '../support/kernel-sets.ts';
import { normalizer } from '../support/specs.ts';

interface Case {
  normalization: Parameters<typeof normalizer>[1];
  rows: number;
  shape: number[];
  /** By the last part of the name: `gamma` stands for `norm1.gamma`. */
  parameters: Record<string, number[]>;
  x1: number[];
  x: number[];
  dy: number[];
  y: number[];
  dx: number[];
  gradients: Record<string, number[]>;
  state: Record<string, number[]>;
  inference: number[];
}

const files = readdirSync(import.meta.dirname).filter((name) => /^normalizers-.*\.json$/.test(name));
const cases = files.flatMap((name) =>
  (JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as { cases: Case[] }).cases.map((golden) => ({
    ...golden,
    title: `${JSON.stringify(golden.normalization)} on ${golden.rows} x [${golden.shape.join(', ')}]`,
  })),
);

describe.each(KERNEL_SETS)('$name kernels', ({ name, tolerance }) => {
  it.each(cases)('$title', async (golden) => {
    const kernels = await load(name);
    const { rows } = golden;
    const layer = normalizer(kernels, golden.normalization, golden.shape, rows);
    const named = <T extends { name: string }>(list: readonly T[], key: string): T =>
      list.find((one) => one.name === `norm1.${key}`)!;
    expect(layer.parameters.map((p) => p.name).sort()).toEqual(
      Object.keys(golden.parameters)
        .map((key) => `norm1.${key}`)
        .sort(),
    );
    for (const [key, values] of Object.entries(golden.parameters)) named(layer.parameters, key).value.data.set(values);
    const forward = (x: number[], mode: Mode): number[] =>
      Array.from(layer.forward(tensor(kernels, x), rows, mode).data);

    forward(golden.x1, 'train');
    expect(distance(forward(golden.x, 'train'), golden.y)).toBeLessThan(tolerance);
    const dx = layer.backward(tensor(kernels, golden.dy), rows)!;
    expect(distance(dx.data, golden.dx)).toBeLessThan(tolerance);
    for (const [key, values] of Object.entries(golden.gradients))
      expect(distance(named(layer.parameters, key).gradient.data, values), key).toBeLessThan(tolerance);
    for (const [key, values] of Object.entries(golden.state))
      expect(distance(named(layer.state, key).value.data, values), key).toBeLessThan(tolerance);
    expect(distance(forward(golden.x1, 'running'), golden.inference)).toBeLessThan(tolerance);
  });
});
