/** From a study to its runs, and from the numbers of runs to those of the arms. */
import { describe, expect, it } from 'vitest';
import { StudySpec, type StudySpecInput } from '../../../../engine/spec/schema/study.ts';
import { expandStudy, type StudyPlan } from '../../../../engine/study/expand.ts';
import { reduceCells } from '../../../../engine/study/reduce.ts';
import { measureRun, valueOf, type RunNumbers } from '../../../../engine/study/values.ts';

const study = (more: Partial<StudySpecInput> = {}): StudySpec =>
  StudySpec.parse({
    name: 'rates',
    title: 'Rates',
    base: { model: { hidden: [4] } },
    factors: [
      {
        type: 'levels',
        name: 'normalization',
        levels: [
          { label: 'plain', set: { 'model.normalization.type': 'none' } },
          { label: 'BN', set: { 'model.normalization.type': 'batch', 'model.normalization.momentum': 0.2 } },
        ],
      },
      { type: 'values', name: 'rate', path: 'optimizer.learningRate', values: [0.1, 1, 10] },
    ],
    measures: [
      {
        name: 'accuracy',
        value: { of: 'validation.accuracy' },
        better: 'higher',
        reduce: [{ type: 'best', factor: 'rate' }],
      },
    ],
    ...more,
  });
const planOf = (spec: StudySpec): StudyPlan => {
  const expanded = expandStudy(spec);
  if (!expanded.ok) throw new Error(JSON.stringify(expanded.issues));
  return expanded.plan;
};

describe('a study', () => {
  it('becomes every combination, and arms of what is not reduced', () => {
    const plan = planOf(study());
    expect(plan.arms).toEqual(['plain', 'BN']);
    expect(plan.cells.map(({ spec }) => [spec.model.normalization.type, spec.optimizer.learningRate])).toEqual([
      ['none', 0.1],
      ['none', 1],
      ['none', 10],
      ['batch', 0.1],
      ['batch', 1],
      ['batch', 10],
    ]);
    expect(plan.cells[3]!.spec.model.normalization).toMatchObject({ momentum: 0.2 });
  });

  it('draws the same random values each time, within their bounds', () => {
    const random = study({
      factors: [{ type: 'random', name: 'rate', path: 'optimizer.learningRate', from: 0.001, to: 1, draws: 20 }],
    });
    const rates = planOf(random).cells.map(({ spec }) => spec.optimizer.learningRate);
    expect(planOf(random).cells.map(({ spec }) => spec.optimizer.learningRate)).toEqual(rates);
    expect(new Set(rates).size).toBe(20);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.001);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1);
  });

  it('says which field of which level is wrong', () => {
    const wrong = expandStudy(
      study({ factors: [{ type: 'values', name: 'rate', path: 'optimizer.learningRat', values: [1] }] }),
    );
    expect(wrong).toMatchObject({
      ok: false,
      issues: [
        { path: 'optimizer.learningRat', message: expect.stringContaining('did you mean optimizer.learningRate') },
      ],
    });
    expect(expandStudy(study({ base: 'paper-mlp-bm' }))).toMatchObject({
      issues: [{ message: expect.stringContaining('did you mean paper-mlp-bn') }],
    });
    expect(() => study({ seeds: [1, 1] })).toThrow('twice');
    expect(() => study({ factors: [] })).toThrow('the factors are none');
  });
});

const run = (more: Partial<RunNumbers> = {}): RunNumbers => ({
  diverged: false,
  step: 30,
  summary: { 'test.accuracy': 0.9 },
  series: (name) =>
    name === 'validation.accuracy'
      ? { steps: [0, 10, 20, 30], values: [0.1, 0.9, 0.5, 0.7] }
      : name === 'validation.loss'
        ? { steps: [0, 10, 20, 30], values: [2, 1, 0.5, 0.6] }
        : null,
  probes: () => [
    { step: 0, end: false, value: 3 },
    { step: 30, end: true, value: 12 },
  ],
  ...more,
});
const summarize = (summary: Record<string, unknown>, of = 'validation.accuracy', numbers = run()) =>
  valueOf(numbers, { of, summary } as never, 'higher');

describe('a run', () => {
  it('becomes one number', () => {
    expect(summarize({ type: 'last' })).toBe(0.7);
    expect(summarize({ type: 'best' })).toBe(0.9);
    expect(summarize({ type: 'at', step: 25 })).toBe(0.5);
    expect(summarize({ type: 'at-best-validation' })).toBe(0.5);
    expect(summarize({ type: 'mean-of-last', count: 2 })).toBeCloseTo(0.6, 12);
    expect(summarize({ type: 'steps-to', level: 0.5 })).toBe(10);
    expect(summarize({ type: 'steps-to', level: 0.95 })).toBe(Infinity);
    expect(summarize({ type: 'steps-to', level: 0.7 }, 'validation.loss')).toBe(20);
    expect(summarize({ type: 'area' })).toBeCloseTo((0.5 + 0.7 + 0.6) / 3, 12);
    expect(summarize({ type: 'median' })).toBe(0.6);
    expect(summarize({ type: 'last' }, 'test.accuracy')).toBe(0.9);
    expect(summarize({ type: 'last' }, 'nothing')).toBeNull();
  });

  it('gives what probes found, at a moment or at the last one, and relations of two values', () => {
    expect(summarize({ type: 'last' }, 'probe.hessian.batch/lambda1')).toBe(12);
    expect(summarize({ type: 'last' }, 'probe.hessian.batch/lambda1@0')).toBe(3);
    expect(summarize({ type: 'last' }, 'probe.hessian.batch/lambda1@end')).toBe(12);
    expect(summarize({ type: 'last' }, 'probe.hessian.batch/lambda1@7')).toBeNull();
    const value = { of: 'probe.hessian.batch/lambda1', summary: { type: 'last' } } as const;
    const to = { of: 'probe.hessian.batch/lambda1@0', summary: { type: 'last' } } as const;
    expect(measureRun(run(), { value, relative: { to, how: 'over' }, better: 'lower' })).toBe(4);
    expect(measureRun(run(), { value, relative: { to, how: 'minus' }, better: 'lower' })).toBe(9);
  });

  it('that diverged has no last value, whatever was recorded before', () => {
    const diverged = run({ diverged: true });
    expect(summarize({ type: 'last' }, 'validation.accuracy', diverged)).toBeNaN();
    expect(summarize({ type: 'last' }, 'test.loss', diverged)).toBeNaN();
    expect(summarize({ type: 'steps-to', level: 0.85 }, 'validation.accuracy', diverged)).toBe(10);
  });
});

describe('the levels of a reduced factor', () => {
  const values: Record<string, number> = { '0/1': 0.5, '1/1': 0.8, '2/1': NaN, '3/1': 0.7, '4/1': 0.9, '5/1': 0.95 };
  const reduce = (reduction: Record<string, unknown>) => {
    const spec = study();
    const measure = { ...spec.measures[0]!, reduce: [{ factor: 'rate', ...reduction }] } as StudySpec['measures'][0];
    return reduceCells(planOf(spec), measure, [1, 2], (cell, seed) => values[`${cell}/${seed}`] ?? null);
  };

  it('become the best one, which says when it lies at the edge of the grid', () => {
    expect(reduce({ type: 'best' })).toEqual([
      {
        arm: 'plain',
        outcomes: [{ seed: 1, value: 0.8 }],
        choices: [{ factor: 'rate', level: '1', edge: false, of: 3 }],
      },
      {
        arm: 'BN',
        outcomes: [{ seed: 1, value: 0.95 }],
        choices: [{ factor: 'rate', level: '10', edge: true, of: 3 }],
      },
    ]);
  });

  it('become the worst, a spread, the largest that reaches, or decades', () => {
    const numbers = (reduction: Record<string, unknown>) => reduce(reduction).map(({ outcomes }) => outcomes[0]!.value);
    expect(numbers({ type: 'worst' })).toEqual([NaN, 0.7]);
    expect(numbers({ type: 'spread' })).toEqual([Infinity, 0.95 / 0.7]);
    expect(numbers({ type: 'largest-reaching', level: 0.85 })).toEqual([0, 10]);
    expect(numbers({ type: 'decades-reaching', level: 0.5 })).toEqual([1, 2]);
  });
});
