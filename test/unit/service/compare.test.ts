/** Comparison: typed spec diffs, best values with ties, steps to a target on all stored points. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareMetrics, createCompareService, firstStepAt } from '../../../app/service/compare.ts';
import { diffSpecs } from '../../../app/service/diff.ts';
import type { CompareService } from '../../../app/service/types.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { finished, measured, series, storedRuns } from '../../support/stored-runs.ts';
import type { StoredRuns } from '../../support/stored-runs.ts';

describe('spec diff', () => {
  const field = (specs: unknown[], path: string) => diffSpecs(specs as RunSpec[]).find((leaf) => leaf.path === path);

  test('false, 0, "", null and missing are five different values', () => {
    const specs = [{ x: false }, { x: 0 }, { x: '' }, { x: null }, {}];
    for (const a of specs)
      for (const b of specs) expect(diffSpecs([a, b] as unknown as RunSpec[])[0]?.differs ?? false).toBe(a !== b);
    expect(field([{ x: 1 }, { x: '1' }], 'x')?.differs).toBe(true);
    expect(field([{ x: null }, {}], 'x')?.values).toEqual([{ missing: false, value: null }, { missing: true }]);
  });

  test('names are shown but do not differ; lists are one value; equal fields stay equal', () => {
    const a = RunSpec.parse({ name: 'a', model: { hidden: [10, 10] } });
    const b = RunSpec.parse({ name: 'b', model: { hidden: [10] } });
    const differing = diffSpecs([a, b]).filter((leaf) => leaf.differs);
    expect(differing).toEqual([
      {
        path: 'model.hidden',
        differs: true,
        values: [
          { missing: false, value: [10, 10] },
          { missing: false, value: [10] },
        ],
      },
    ]);
    expect(field([a, b], 'name')?.values).toEqual([
      { missing: false, value: 'a' },
      { missing: false, value: 'b' },
    ]);
  });

  test('fields stand in the order of the schema, those of a variant where the variant stands', () => {
    const plain = RunSpec.parse({ model: { normalization: { type: 'none' } } });
    const batch = RunSpec.parse({ model: { normalization: { type: 'batch' } } });
    const paths = diffSpecs([plain, batch]).map((leaf) => leaf.path);
    expect(paths).toEqual(diffSpecs([batch]).map((leaf) => leaf.path));
    const shuffled = Object.fromEntries(Object.entries(plain).reverse()) as RunSpec;
    expect(diffSpecs([shuffled, batch]).map((leaf) => leaf.path)).toEqual(paths);
    expect(field([plain, batch], 'model.normalization.center')?.values).toEqual([
      { missing: true },
      { missing: false, value: true },
    ]);
  });
});

describe('metrics', () => {
  test('the best is marked, ties included; NaN and missing are never best', () => {
    const [accuracy, loss, other] = compareMetrics([
      { summary: { 'validation.accuracy': 0.9, 'train.loss': NaN, 'gradient.norm': 1 } },
      { summary: { 'validation.accuracy': 0.9, 'train.loss': 2 } },
      { summary: { 'validation.accuracy': 0.8 } },
    ]);
    expect(accuracy).toMatchObject({ name: 'validation.accuracy', direction: 'higher', best: [0, 1] });
    expect(loss).toEqual({ name: 'train.loss', direction: 'lower', values: [NaN, 2, null], best: [1] });
    expect(other).toMatchObject({ direction: null, best: [] });
  });
});

describe('steps to a target', () => {
  const points = { steps: Float64Array.of(10, 20, 30, 40), values: Float64Array.of(0.5, NaN, 0.9, 0.6) };

  test('the first stored step at or past it, in the right direction', () => {
    expect(firstStepAt(points, 0.9, 'higher')).toBe(30);
    expect(firstStepAt(points, 0.91, 'higher')).toBeNull();
    expect(firstStepAt(points, 0.5, 'lower')).toBe(10);
    expect(firstStepAt({ steps: new Float64Array(0), values: new Float64Array(0) }, 0.1, 'higher')).toBeNull();
  });

  let stored: StoredRuns;
  let compare: CompareService;
  const ids: string[] = [];
  beforeAll(() => {
    stored = storedRuns();
    compare = createCompareService(stored.runs, stored.probes);
    const curve = (rate: number) => (step: number) => (step === 1234 ? 0.999 : 1 - 1 / (1 + rate * step));
    ids.push(stored.add({ name: 'fast' }, [series('validation.accuracy', 5000, curve(0.01)), finished()]));
    ids.push(stored.add({ name: 'slow' }, [series('validation.accuracy', 5000, curve(0.0001)), finished()]));
    ids.push(stored.add({ name: 'waiting' }));
    const gradients = (norm: number) => measured({ type: 'gradients', at: ['end'] }, { 'gradient norm': norm });
    stored.measure(ids[0]!, gradients(2.5));
    stored.measure(ids[1]!, gradients(NaN));
    const loss = (floor: number) => (step: number) => floor + 1 / step;
    ids.push(
      stored.add({ name: 'r1', loss: { type: 'mean-squared-error' } }, [series('validation.loss', 100, loss(0.1))]),
    );
    ids.push(
      stored.add({ name: 'r2', loss: { type: 'mean-squared-error' } }, [series('validation.loss', 100, loss(0.2))]),
    );
  });
  afterAll(() => stored.close());

  test('all stored points count: a single spike between drawn points is found', () => {
    const { stepsToTarget } = compare.compare(['fast', 'slow', 'waiting']);
    expect(stepsToTarget).toEqual({ metric: 'validation.accuracy', target: 0.85, values: [567, 1234, null] });
  });

  test('a loss goes down; without a target, the level that all runs reached', () => {
    expect(compare.compare(['r1', 'r2'], { metric: 'validation.loss', target: 0.25 }).stepsToTarget.values).toEqual([
      7, 20,
    ]);
    const { metric, target, values } = compare.compare(['r1', 'r2']).stepsToTarget;
    expect([metric, target, values]).toEqual(['validation.loss', 0.2 + 1 / 100, [10, 100]]);
  });

  test('a number of a probe is one more metric, only where it is asked for', () => {
    const plain = compare.compare(['fast', 'slow', 'waiting']);
    const asked = compare.compare(['fast', 'slow', 'waiting'], {
      metric: 'probe.gradients.gradient norm',
      target: 0.9,
    });
    const row = { name: 'probe.gradients.gradient norm', direction: null, values: [2.5, NaN, null], best: [] };
    expect(asked.metrics).toEqual([row, ...plain.metrics]);
    expect(asked.stepsToTarget).toMatchObject({ metric: 'validation.accuracy', target: 0.9 });
    expect(() => compare.compare(['fast', 'slow'], { metric: 'probe.gradients.gradient nrom' })).toThrow(
      /Did you mean probe\.gradients\.gradient norm\?/,
    );
  });

  test('wrong input is refused with the remedy', () => {
    expect(() => compare.compare(['fast'])).toThrow(/at least two different runs/);
    expect(() => compare.compare(['fast', ids[0]!])).toThrow(/at least two different runs/);
    expect(() => compare.compare(['fast', 'slow'], { metric: 'validation.acuracy' })).toThrow(
      /validation\.acuracy.*Did you mean validation\.accuracy\?/,
    );
    expect(() => compare.compare(['fast', 'slow'], { metric: 'gradient.norm' })).toThrow(/no target to reach/);
    expect(() => compare.compare(['fast', 'slow'], { target: NaN })).toThrow(/finite/);
  });
});
