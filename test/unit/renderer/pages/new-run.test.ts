import { beforeEach, describe, expect, it } from 'vitest';
import { RunSpec } from '../../../../engine/spec/schema.ts';
import { draft } from '../../../../renderer/pages/new/draft.svelte.ts';
import { FORM, sectionOf } from '../../../../renderer/pages/new/form-schema.ts';
import { parseSeeds } from '../../../../renderer/pages/new/seeds.ts';
import { probeTime } from '../../../../renderer/state/probe-time.ts';
import { childrenOf, switchVariant, variantsOf } from '../../../../renderer/state/schema-nodes.ts';
import { specLeaves, specSchema } from '../../../../renderer/state/spec-fields.ts';

describe('the form', () => {
  it('has a place for every setting of the schema', () => {
    const shown = [...FORM.values()].flat().map((field) => field.path);
    const missing = specLeaves(RunSpec.parse({}))
      .map(([path]) => path)
      .filter((path) => !['format', 'name', 'seed', 'model.kind'].includes(path))
      .filter((path) => !shown.some((place) => path === place || path.startsWith(`${place}.`)));
    expect(missing).toEqual([]);
    expect([...FORM.values()].every((fields) => fields.length > 0)).toBe(true);
  });

  it('puts normalization into its own section', () => {
    expect(sectionOf('model.normalization.eps')).toBe('normalization');
    expect(sectionOf('model.hidden')).toBe('model');
  });

  it('carries over what two variants share, and fills in the defaults of the rest', () => {
    const node = specSchema.properties!['model']!.oneOf![0]!.properties!['normalization']!;
    expect(switchVariant(node, 'affine', { type: 'batch', placement: 'after-activation', center: false })).toEqual({
      type: 'affine',
      placement: 'after-activation',
      center: false,
      scale: true,
    });
    expect(switchVariant(node, 'none', { type: 'batch', eps: 1 })).toEqual({ type: 'none' });
  });
});

describe('probes in the form', () => {
  beforeEach(() => draft.clear());

  it('have a section, and every option has a default, a title and help', () => {
    expect(sectionOf('probes.0.at')).toBe('probes');
    const items = specSchema.properties!['probes']!.items!;
    for (const { value, node } of variantsOf(items).variants) {
      const fresh = switchVariant(items, value, {});
      draft.set('probes', [fresh]);
      expect([value, draft.issues]).toEqual([value, []]);
      for (const { path, node: field } of childrenOf('', node)) {
        expect(fresh[path]).not.toBeUndefined();
        expect(field.title).not.toBe('');
        expect(field.description).not.toBe('');
      }
    }
  });

  it('keep their moments when another type is chosen, and say beside the field what is wrong', () => {
    const items = specSchema.properties!['probes']!.items!;
    const hessian = switchVariant(items, 'hessian', { at: [0, 5] });
    expect(hessian['at']).toEqual([0, 5]);
    draft.set('training.steps', 100);
    draft.set('probes', [switchVariant(items, 'gradients', {}), { ...hessian, at: [0, 101], samples: 'x' }]);
    expect(draft.problemOf('probes.1.samples')).toContain('must be a number');
    draft.set('probes.1.samples', 50);
    expect(draft.problemOf('probes.1.at')).toContain('is 101, but training.steps is 100');
    expect(draft.problemOf('probes.0')).toBe('');
    draft.set('probes.1.at', [100]);
    expect(draft.ready).toBe(true);
    expect(draft.changed).toContain('probes');
  });

  it('say how long they take', () => {
    const each = { seconds: 12, moments: 1, total: 12, bytes: 1 };
    expect(probeTime(each)).toMatch(/^about 12\ss$/);
    expect(probeTime({ ...each, moments: 3, total: 36 })).toMatch(/^about 12\ss each, 36\ss in all$/);
    expect(probeTime({ ...each, total: 20 })).toMatch(/20\ss in all with training repeated up to there$/);
  });
});

describe('seeds', () => {
  it.each([
    ['1', [1]],
    ['1, 2, 5', [1, 2, 5]],
    ['3-5 1', [3, 4, 5, 1]],
    ['2,2', [2]],
    ['4294967295', [4294967295]],
  ])('reads %s', (text, seeds) => {
    expect(parseSeeds(text)).toEqual({ ok: true, seeds });
  });

  it.each(['', 'one', '5-1', '-1', '1.5', '4294967296', '1-5000'])('refuses "%s" and says why', (text) => {
    const read = parseSeeds(text);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.message).not.toBe('');
  });
});

describe('the draft', () => {
  beforeEach(() => draft.clear());

  it('knows what was changed and takes it back, one or all', () => {
    draft.set('optimizer.learningRate', 0.01);
    draft.set('training.steps', 10);
    expect(draft.changed).toEqual(['optimizer.learningRate', 'training.steps']);
    draft.reset('training.steps');
    expect(draft.changed).toEqual(['optimizer.learningRate']);
    draft.resetAll();
    expect(draft.changed).toEqual([]);
  });

  it('counts neither the name nor fields that came with another variant', () => {
    draft.set('name', 'mine');
    draft.set('data.scaling', { method: 'standardize', per: 'feature' });
    expect(draft.changed).toEqual(['data.scaling.method']);
  });

  it('says what is wrong beside the field, whatever stands in it', () => {
    draft.set('optimizer.learningRate', 'fast');
    expect(draft.ready).toBe(false);
    expect(draft.problemOf('optimizer.learningRate')).toContain('a number');
    expect(draft.problemOf('training.steps')).toBe('');
    draft.set('optimizer.learningRate', 0.1);
    expect(draft.ready).toBe(true);
  });

  it('shows problems inside a list beside the list, and forgets those of the program with the next change', () => {
    draft.set('model.hidden', [100, 'x']);
    expect(draft.problemOf('model.hidden')).not.toBe('');
    draft.reset('model.hidden');
    draft.remote = [{ path: 'data.dataset', message: 'is gone' }];
    expect(draft.problemOf('data.dataset')).toBe('is gone');
    draft.set('training.steps', 5);
    expect(draft.problemOf('data.dataset')).toBe('');
  });
});
