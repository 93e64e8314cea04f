/** How each kind of step reads what was stored, and what it hashes as. Any schema and any step: test/property/history. */
import { describe, expect, it } from 'vitest';
import { placesOf, rootOf, wayTo } from '../../../../engine/spec/places.ts';
import {
  asOf,
  completed,
  earliest,
  isLater,
  renamed,
  withFormerDefaults,
  type Step,
} from '../../../../engine/spec/steps.ts';

const since = '0.2.0';
const at = (value: unknown, pattern: string): string[] =>
  placesOf(rootOf(value), pattern).map((place) => wayTo(place).join('.'));

describe('places', () => {
  const value = {
    model: { kind: 'cnn', norm: { type: 'batch', eps: 1 } },
    list: [{ type: 'a' }, { type: 'b', inner: [{ type: 'a' }] }],
  };
  it('are fields, of one variant where it is named, and need not be there', () => {
    expect(at(value, 'model.norm.eps')).toEqual(['model.norm.eps']);
    expect(at(value, 'model(kind=cnn).norm(type=batch).new')).toEqual(['model.norm.new']);
    expect(at(value, 'model(kind=mlp).norm.eps')).toEqual([]);
    expect(at(value, 'gone.norm.eps')).toEqual([]);
    expect(at(value, 'new')).toEqual(['new']);
  });
  it('are items of lists, and whatever is below a node', () => {
    expect(at(value, 'list.*.new')).toEqual(['list.0.new', 'list.1.new']);
    expect(at(value, 'list.*(type=b).new')).toEqual(['list.1.new']);
    expect(at(value, 'list.**(type=a).new')).toEqual(['list.0.new', 'list.1.inner.0.new']);
    expect(at(value, 'model.*')).toEqual([]);
  });
  it('are said when they cannot be read', () => {
    expect(() => at(value, 'model(kind).norm')).toThrow('model(kind)');
  });
});

describe('a field that was added', () => {
  const steps: Step[] = [{ since, added: 'norm(type=batch).clip', meant: null }];
  it('is there when read, and not hashed where it means what its absence meant', () => {
    expect(completed(steps, { norm: { type: 'batch' } })).toEqual({ norm: { type: 'batch', clip: null } });
    expect(completed(steps, { norm: { type: 'batch', clip: 3 } })).toEqual({ norm: { type: 'batch', clip: 3 } });
    expect(completed(steps, { norm: { type: 'layer' } })).toEqual({ norm: { type: 'layer' } });
    expect(earliest(steps, { norm: { type: 'batch', clip: null } })).toEqual({ norm: { type: 'batch' } });
    expect(earliest(steps, { norm: { type: 'batch', clip: 3 } })).toEqual({ norm: { type: 'batch', clip: 3 } });
  });
  it('may be a group, and get fields of its own later', () => {
    const grown: Step[] = [
      { since, added: 'mixing', meant: { share: 0 } },
      { since: '0.3.0', added: 'mixing.how', meant: 'linear' },
    ];
    expect(completed(grown, {})).toEqual({ mixing: { share: 0, how: 'linear' } });
    expect(completed(grown, { mixing: { share: 1 } })).toEqual({ mixing: { share: 1, how: 'linear' } });
    expect(earliest(grown, { mixing: { share: 0, how: 'linear' } })).toEqual({});
    expect(earliest(grown, { mixing: { share: 1, how: 'linear' } })).toEqual({ mixing: { share: 1 } });
  });
  it('leaves what it was given as it is', () => {
    const stored = { norm: { type: 'batch' } };
    completed(steps, stored);
    expect(stored).toEqual({ norm: { type: 'batch' } });
  });
});

describe('a field with another name or place', () => {
  it('is read from the old one and hashed under it', () => {
    const steps: Step[] = [{ since, moved: 'optimizer(type=sgd).momentum', to: 'optimizer(type=sgd).inertia' }];
    expect(completed(steps, { optimizer: { type: 'sgd', momentum: 1 } })).toEqual({
      optimizer: { type: 'sgd', inertia: 1 },
    });
    expect(completed(steps, { optimizer: { type: 'adam', momentum: 1 } })).toEqual({
      optimizer: { type: 'adam', momentum: 1 },
    });
    expect(earliest(steps, { optimizer: { type: 'sgd', inertia: 1 } })).toEqual({
      optimizer: { type: 'sgd', momentum: 1 },
    });
  });
  it('may go into a group that is made for it, and out of one that it leaves empty', () => {
    const into: Step[] = [
      { since, moved: 'norm.momentum', to: 'norm.running.momentum' },
      { since, moved: 'norm.variance', to: 'norm.running.variance' },
    ];
    const [before, after] = [
      { norm: { momentum: 1, variance: 2 } },
      { norm: { running: { momentum: 1, variance: 2 } } },
    ];
    expect(completed(into, before)).toEqual(after);
    expect(earliest(into, after)).toEqual(before);
    const across: Step[] = [{ since, moved: 'training.clipping', to: 'optimizer.clipping' }];
    const there = { training: { steps: 1 }, optimizer: { clipping: 5 } };
    expect(completed(across, { training: { steps: 1, clipping: 5 }, optimizer: {} })).toEqual(there);
    expect(earliest(across, there)).toEqual({ training: { steps: 1, clipping: 5 } });
  });
});

describe('a field that was removed', () => {
  const steps: Step[] = [{ since, removed: 'mode', meant: 'plain' }];
  it('is hashed as if it were there; a value that nothing does any more stays, to be refused', () => {
    expect(completed(steps, { mode: 'plain' })).toEqual({});
    expect(earliest(steps, {})).toEqual({ mode: 'plain' });
    expect(completed(steps, { mode: 'fancy' })).toEqual({ mode: 'fancy' });
    expect(earliest(steps, { mode: 'fancy' })).toEqual({ mode: 'fancy' });
  });
});

/** A number that became two. */
const SPLIT: Step = {
  since: '0.3.0',
  reshaped: 'pad',
  forth: (pad) => (typeof pad === 'number' ? { x: pad, y: pad } : pad),
  back: (pad) => {
    const { x, y, ...more } = pad as { x: number; y: number };
    return x === y && Object.keys(more).length === 0 ? x : pad;
  },
};

it('a field that was split is hashed as one where one could say it', () => {
  expect(completed([SPLIT], { pad: 2 })).toEqual({ pad: { x: 2, y: 2 } });
  expect(completed([SPLIT], { pad: { x: 1, y: 2 } })).toEqual({ pad: { x: 1, y: 2 } });
  expect(earliest([SPLIT], { pad: { x: 2, y: 2 } })).toEqual({ pad: 2 });
  expect(earliest([SPLIT], { pad: { x: 1, y: 2 } })).toEqual({ pad: { x: 1, y: 2 } });
});

describe('what a person wrote', () => {
  const steps: Step[] = [
    { since: '0.2.0', added: 'noise', meant: 0 },
    { since: '0.2.0', defaulted: 'rate', was: 0.3 },
    { since: '0.3.0', moved: 'rate', to: 'speed.rate' },
    { since: '0.4.0', defaulted: 'speed.rate', was: 0.2 },
    SPLIT,
  ];
  // As the schema of today would complete it: other defaults than any before.
  const complete = (input: Record<string, unknown>) => ({
    noise: 0.5,
    pad: { x: 0, y: 0 },
    ...input,
    speed: { rate: 0.1, ...(input['speed'] as object) },
  });
  const read = (written: unknown, version: string): unknown => {
    const now = renamed(steps, written) as Record<string, unknown>;
    return withFormerDefaults(steps, now, complete(now), version);
  };

  it('gets the names of today, and no more', () => {
    expect(renamed(steps, { rate: 1, pad: 2 })).toEqual({ speed: { rate: 1 }, pad: { x: 2, y: 2 } });
    expect(renamed(steps, {})).toEqual({});
  });
  it.each([
    ['0.1.0', { noise: 0, speed: { rate: 0.3 } }],
    ['0.2.0', { noise: 0.5, speed: { rate: 0.2 } }],
    ['0.3.0', { noise: 0.5, speed: { rate: 0.2 } }],
    ['0.4.0', { noise: 0.5, speed: { rate: 0.1 } }],
  ])('means in version %s what was left out then', (version, expected) => {
    expect(read({ pad: 1 }, version)).toEqual({ ...expected, pad: { x: 1, y: 1 } });
    expect(read({ noise: 7, rate: 9 }, version)).toMatchObject({ noise: 7, speed: { rate: 9 } });
    expect(read({ speed: { rate: 9 } }, version)).toMatchObject({ speed: { rate: 9 } });
  });
  it('finds the fields of today under the names of its version', () => {
    const now = { noise: 0, speed: { rate: 4 }, pad: { x: 2, y: 2 } };
    expect(asOf(steps, now, '0.1.0')).toEqual({ rate: 4, pad: 2 });
    expect(asOf(steps, now, '0.3.0')).toEqual(now);
    expect(asOf(steps, now, '0.2.0')).toEqual({ noise: 0, rate: 4, pad: 2 });
  });
});

it('versions are compared number by number', () => {
  expect([
    isLater('0.10.0', '0.9.9'),
    isLater('0.2.0', '0.2.0'),
    isLater('1.0.0', '0.9.0'),
    isLater('0.1.9', '0.2.0'),
  ]).toEqual([...[true, false, true, false]]);
});
