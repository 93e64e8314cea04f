/** That a change of a schema without its step is noticed, whatever the change is, and that the step settles it. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../engine/spec/steps.ts';
import { holds, missingSteps } from '../../support/schema-changes.ts';
import { storedSchemas, type SchemaPaths } from '../../support/schema-paths.ts';

const { run, study } = storedSchemas();
const about = { list: 'RUN_HISTORY', version: '9.0.0', next: '9.1.0' };
const since = '9.1.0';
const check = (change: SchemaPaths, steps: Step[] = [], without: string[] = []): string[] =>
  missingSteps(about, run, { ...without.reduce((all, path) => omit(all, path), run), ...change }, steps);
const omit = (all: SchemaPaths, gone: string): SchemaPaths =>
  Object.fromEntries(Object.entries(all).filter(([path]) => path !== gone));

describe('a new field', () => {
  it.each([
    ['', 'training.mixup', 'training.mixup'],
    [' of all kinds of networks', 'model(kind=cnn).gain', 'model.gain'],
    [' of a variant', 'model(kind=mlp).normalization(type=batch).clip', 'model.normalization(type=batch).clip'],
    [' of an item', 'probes.*(type=hessian).shift', 'probes.*(type=hessian).shift'],
    [
      ' of layers in layers',
      'model(kind=layers).layers.*(type=residual).layers.*(type=dense).gain',
      'model.layers.**(type=dense).gain',
    ],
    [' in a new group', 'training.mixing.share', 'training.mixing'],
  ])('needs a step%s', (_title, path, added) => {
    const change = { [path]: { is: ['number'], default: 0 } };
    expect(check(change)).toEqual([
      `${path} is not in version 9.0.0. Say what that version meant without it: add { since: '9.1.0', added: '${path}', ` +
        `meant: ... } to RUN_HISTORY in engine/spec/history.ts.`,
    ]);
    expect(check(change, [{ since, added, meant: 0 }])).toEqual([]);
    expect(check(change, [{ since: '9.0.0', added, meant: 0 }]), 'a step that is too old').toHaveLength(1);
  });

  it('needs none in a variant that is new itself', () => {
    const norm = run['model(kind=mlp).normalization']!;
    const more = { ...norm, is: [...norm.is, '(type=new)'] };
    expect(
      check({
        'model(kind=mlp).normalization': more,
        'model(kind=mlp).normalization(type=new).eps': { is: ['number'] },
      }),
    ).toEqual([]);
  });

  it('is asked for once where all variants of a choice have it', () => {
    const kinds = run['model']!.is;
    const change = Object.fromEntries(
      kinds.map((kind) => [`model${kind}.normalization(type=batch).clip`, { is: ['number'], default: 0 }]),
    );
    expect(check(change)).toHaveLength(1);
    expect(check(change)[0]).toContain("added: 'model.normalization(type=batch).clip'");
  });

  it('is asked for once, not for each of its parts', () => {
    expect(check({ 'training.mixing': { is: ['group'] }, 'training.mixing.share': { is: ['number'] } })).toHaveLength(
      1,
    );
  });
});

describe('another default', () => {
  const change = { 'training.batchSize': { is: ['integer'], default: 64 } };
  it('needs a step that says what it was', () => {
    expect(check(change)).toHaveLength(1);
    expect(check(change)[0]).toContain("{ since: '9.1.0', defaulted: 'training.batchSize', was: 60 }");
    expect(check(change, [{ since, defaulted: 'training.batchSize', was: 60 }])).toEqual([]);
    expect(check(change, [{ since, defaulted: 'training.batchSize', was: 61 }])).toHaveLength(1);
  });
  it('of a group is told as a whole', () => {
    const other = { optimizer: { ...run['optimizer']!, default: { type: 'adam' } } };
    expect(check(other)).toHaveLength(1);
    expect(check(other, [{ since, defaulted: 'optimizer', was: { type: 'sgd', learningRate: 0.3 } }])).toEqual([]);
  });
});

it('a field that is gone, or has another name, needs a step', () => {
  const change = { 'optimizer(type=sgd).inertia': run['optimizer(type=sgd).momentum']! };
  expect(check(change, [], ['optimizer(type=sgd).momentum'])).toHaveLength(2);
  const moved = { since, moved: 'optimizer(type=sgd).momentum', to: 'optimizer(type=sgd).inertia' };
  expect(check(change, [moved], ['optimizer(type=sgd).momentum'])).toEqual([]);
  expect(check({}, [], ['seed'])[0]).toContain("{ since: '9.1.0', moved: 'seed', to: ... }");
  expect(check({}, [{ since, removed: 'seed', meant: 1 }], ['seed'])).toEqual([]);
});

it('a value or a variant that is gone needs a step; a wider field needs none', () => {
  const change = { 'model(kind=mlp).bias': { is: ['"auto"', '"always"'], default: 'auto' } };
  expect(check(change)[0]).toContain('can no longer be "never"');
  const same = (value: unknown): unknown => value;
  expect(check(change, [{ since, reshaped: 'model.bias', forth: same, back: same }])).toEqual([]);
  expect(check({ 'training.steps': { is: ['number', 'null'], default: 1500 } })).toEqual([]);
});

it('paths of parts that hold their own kind are named once for all depths', () => {
  const criterion = Object.keys(study).filter((path) => holds('criterion.**(type=difference).threshold', path));
  expect(criterion).toEqual(['criterion(type=difference).threshold']);
  expect(holds('criterion.**(type=difference).threshold', 'criterion(type=all).of.*(type=difference).threshold')).toBe(
    true,
  );
  expect(holds('model.layers.**(type=dense).units', 'model(kind=layers).layers.*(type=dense).units')).toBe(true);
  expect(holds('model.layers.**(type=dense).units', 'model(kind=layers).layers.*(type=dropout).rate')).toBe(false);
});
