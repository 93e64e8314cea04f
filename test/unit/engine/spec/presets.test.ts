import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countParameters, describeModel } from '../../../../engine/spec/describe.ts';
import { canonicalJson, groupHash, specHash } from '../../../../engine/spec/hash.ts';
import { findPreset, PRESETS } from '../../../../engine/spec/presets.ts';
import { RunSpec, runSpecJsonSchema } from '../../../../engine/spec/schema.ts';

describe('presets', () => {
  it('have unique names and are complete specifications', () => {
    expect(new Set(PRESETS.map((preset) => preset.name)).size).toBe(PRESETS.length);
    for (const { spec } of PRESETS) expect(RunSpec.parse(spec)).toEqual(spec);
  });

  it('are found by name, or answered with the nearest', () => {
    expect(findPreset('relu-bn')).toMatchObject({ preset: { name: 'relu-bn' } });
    expect(findPreset('relu-bm')).toEqual({ preset: null, nearest: 'relu-bn' });
  });
});

describe('hashes', () => {
  const spec = RunSpec.parse({});

  it('ignore the name; the group hash ignores the seed too', () => {
    expect(specHash({ ...spec, name: 'other' })).toBe(specHash(spec));
    expect(specHash({ ...spec, seed: 2 })).not.toBe(specHash(spec));
    expect(groupHash({ ...spec, seed: 2 })).toBe(groupHash(spec));
    expect(groupHash({ ...spec, loss: 'mean-squared-error' })).not.toBe(groupHash(spec));
  });

  it('do not depend on the order of the fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
      { seed: 1 },
    );
  });
});

describe('describeModel', () => {
  it('counts the network of the paper: no bias before a centring normalization', () => {
    const { model } = RunSpec.parse({});
    const layers = describeModel(model, [28, 28], 10);
    expect(layers.map((layer) => layer.name)).toEqual([
      'input',
      'dense1',
      'norm1',
      'activation1',
      'dense2',
      'norm2',
      'activation2',
      'dense3',
      'norm3',
      'activation3',
      'dense4',
    ]);
    expect(countParameters(layers)).toBe(784 * 100 + 2 * 100 * 100 + 3 * 200 + 1010);
  });

  it('counts biases where nothing cancels them', () => {
    const { model } = RunSpec.parse({ model: { normalization: { type: 'none' }, hidden: [3] } });
    expect(countParameters(describeModel(model, [2], 2))).toBe(2 * 3 + 3 + 3 * 2 + 2);
  });
});

describe('JSON Schema', () => {
  it('describes every field with a title', () => {
    const untitled: string[] = [];
    const visit = (node: Record<string, unknown>, path: string): void => {
      const properties = (node['properties'] ?? {}) as Record<string, Record<string, unknown>>;
      for (const [name, child] of Object.entries(properties)) {
        if (child['const'] === undefined && child['title'] === undefined) untitled.push(`${path}${name}`);
        visit(child, `${path}${name}.`);
        for (const option of (child['oneOf'] ?? []) as Record<string, unknown>[]) visit(option, `${path}${name}.`);
      }
    };
    visit(runSpecJsonSchema(), '');
    expect(untitled).toEqual([]);
  });
});
