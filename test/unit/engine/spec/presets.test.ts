import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countParameters, describeModel } from '../../../../engine/spec/describe.ts';
import { canonicalJson, groupHash, specHash } from '../../../../engine/spec/hash.ts';
import { findPreset, PRESETS } from '../../../../engine/spec/presets.ts';
import { planIssue } from '../../../../engine/spec/plan-networks.ts';
import { RunSpec, runSpecJsonSchema, type RunSpecInput } from '../../../../engine/spec/schema.ts';

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
    expect(groupHash({ ...spec, loss: RunSpec.parse({ loss: 'huber' }).loss })).not.toBe(groupHash(spec));
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

describe('shorthands', () => {
  it('take a name for a choice, and conventions by their source', () => {
    const spec = RunSpec.parse({
      loss: 'huber',
      optimizer: 'adamw',
      model: { normalization: { type: 'batch', semantics: 'keras' } },
    });
    expect(spec.loss).toEqual({ type: 'huber', delta: 1, low: 0, high: 1 });
    expect(spec.optimizer).toMatchObject({ type: 'adamw', weightDecay: 0.01 });
    expect(spec.model).toMatchObject({
      kind: 'mlp',
      normalization: { momentum: 0.01, eps: 1e-3, runningVariance: 'biased' },
    });
  });

  it('leave what is said beside the conventions', () => {
    const { normalization } = RunSpec.parse({
      model: { normalization: { type: 'batch', semantics: 'keras', eps: 1e-5 } },
    }).model;
    expect(normalization).toMatchObject({ momentum: 0.01, eps: 1e-5 });
  });
});

describe('networks', () => {
  const names = (model: object, shape: number[]): string[] =>
    describeModel(RunSpec.parse({ model } as RunSpecInput).model, shape, 10).map(
      ({ name, shape: s }) => `${name} ${s.join('x')}`,
    );

  it('plans a convolutional network with pooling between the convolutions', () => {
    expect(names({ kind: 'cnn' }, [28, 28])).toEqual([
      'input 28x28',
      ...['conv1', 'norm1', 'activation1'].map((name) => `${name} 16x28x28`),
      'pool1 16x14x14',
      ...['conv2', 'norm2', 'activation2'].map((name) => `${name} 32x14x14`),
      'pool2 32x7x7',
      ...['conv3', 'norm3', 'activation3'].map((name) => `${name} 64x7x7`),
      'pool3 64',
      'dense1 10',
    ]);
  });

  it('plans a residual network of 6 n + 2 layers with weights, a projection where the shape changes', () => {
    const { model } = RunSpec.parse({
      model: { kind: 'resnet', depth: 8, normalization: 'batch' },
    } as unknown as RunSpecInput);
    const layers = describeModel(model, [3, 32, 32], 10);
    expect(
      layers.filter(({ kind, name }) => (kind === 'conv2d' && !name.includes('shortcut')) || kind === 'dense'),
    ).toHaveLength(8);
    expect(layers.filter(({ name }) => name.includes('shortcut.conv'))).toHaveLength(2);
    expect(layers.filter(({ kind }) => kind === 'residual').map(({ shape }) => shape)).toEqual([
      [16, 32, 32],
      [32, 16, 16],
      [64, 8, 8],
    ]);
    expect(new Set(layers.map(({ name }) => name)).size).toBe(layers.length);
  });

  it('says which field does not fit the data, and what to do', () => {
    const { model } = RunSpec.parse({ model: { kind: 'cnn' } });
    expect(planIssue(model, [2], 3)).toMatchObject({
      path: 'model.kind',
      message: expect.stringContaining('needs images') as string,
    });
    const grouped = RunSpec.parse({ model: { kind: 'cnn', normalization: { type: 'group', groups: 5 } } }).model;
    expect(planIssue(grouped, [8, 8], 3)).toMatchObject({ path: 'model.normalization.groups' });
  });
});
