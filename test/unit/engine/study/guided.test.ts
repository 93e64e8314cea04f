/** The guided study fits a dataset and a budget, and recommends no more than its numbers say. */
import { describe, expect, it } from 'vitest';
import { findBuiltIn } from '../../../../engine/data/generators/registry.ts';
import { loadKernels } from '../../../../engine/kernels/load.ts';
import { expandStudy } from '../../../../engine/study/expand.ts';
import { guidedStudy, recommend } from '../../../../engine/study/guided.ts';
import { reduceCells, type ArmValues } from '../../../../engine/study/reduce.ts';
import { createTraining } from '../../../../engine/train.ts';

type Question = Parameters<typeof guidedStudy>[0];
const points: Question['dataset'] = { name: 'circles', task: 'classification', shape: [2], samples: 1500 };
const planOf = (question: Question) => {
  const expanded = expandStudy(guidedStudy(question));
  if (!expanded.ok) throw new Error(JSON.stringify(expanded.issues));
  return expanded.plan;
};

describe('a guided study', () => {
  it('spends no more than its budget, and tries less rather than too briefly', () => {
    for (const steps of [1000, 20_000, 30_000, 1_000_000]) {
      const plan = planOf({ dataset: points, steps });
      const spent = 3 * plan.cells.reduce((sum, { spec }) => sum + spec.training.steps, 0);
      expect(spent).toBeLessThanOrEqual(steps);
      expect(plan.arms).toHaveLength(steps >= 200 * 108 ? 12 : 6);
    }
    expect(planOf({ dataset: points, steps: 1e9 }).cells[0]!.spec.training.steps).toBe(3000);
  });

  it('fits the task, the shape and the size of the data', () => {
    const curve = planOf({ dataset: { name: 'curve', task: 'regression', shape: [1], samples: 30 }, steps: 9000 });
    expect(curve.cells[0]!.spec.loss.type).toBe('mean-squared-error');
    expect(curve.cells[0]!.spec.training.batchSize).toBe(6);
    const photos = { ...points, name: 'photos', shape: [3, 64, 64] };
    expect(planOf({ dataset: photos, steps: 9000 }).cells[0]!.spec.model.kind).toBe('cnn');
    expect(() => guidedStudy({ dataset: { ...points, samples: 19 }, steps: 100 })).toThrow('at least 20');
  });

  it('gives a recommendation from real runs', async () => {
    const study = guidedStudy({ dataset: points, steps: 54 * 60, seeds: 3 });
    const plan = planOf({ dataset: points, steps: 54 * 60, seeds: 3 });
    const dataset = findBuiltIn('circles')!.generate();
    const kernels = await loadKernels();
    const values = plan.cells.map(({ spec }) =>
      study.seeds.map((seed) => {
        const training = createTraining({ spec: { ...spec, seed }, dataset, kernels });
        let ending = null;
        while (ending === null) ending = training.advance();
        return ending.summary['best.validation.accuracy'] ?? NaN;
      }),
    );
    const arms = reduceCells(plan, study.measures[0]!, study.seeds, (cell, seed) => values[cell]![seed - 1]!);
    const found = recommend(arms, 'higher')!;
    expect(plan.arms).toContain(found.best);
    expect(found.ties.length + found.worse.length).toBe(plan.arms.length - 1);
    expect(found.median).toBeGreaterThan(0.6);
  });
});

const arm = (name: string, ...values: number[]): ArmValues => ({
  arm: name,
  outcomes: values.map((value, seed) => ({ seed, value })),
  choices: [],
});

describe('a recommendation', () => {
  it('names what cannot be told from the best, and what is worse', () => {
    const arms = [
      arm('low', 0.5, 0.51, 0.52, 0.5),
      arm('near', 0.9, 0.89, 0.93, 0.9),
      arm('best', 0.91, 0.9, 0.92, 0.91),
      arm('diverged', NaN, NaN, NaN, 0.99),
      arm('not run'),
    ];
    const found = recommend(arms, 'higher')!;
    expect(found.best).toBe('best');
    expect(found.median).toBeCloseTo(0.91, 12);
    expect(found.ties.map((one) => one.arm)).toEqual(['near']);
    expect(found.worse.map((one) => one.arm)).toEqual(['low', 'diverged']);
    expect(found.worse[0]!.difference).toBeCloseTo(0.4025, 12);
    expect(found.worse[0]!.interval!.low).toBeGreaterThan(0.35);
  });

  it('goes by the direction of the measure, and says where a grid was too small', () => {
    const edge = { factor: 'learning rate', level: '1', edge: true, of: 3 };
    const arms = [arm('high', 2, 2.1, 2.2), { ...arm('low', 1, 1.1, 1.05), choices: [edge] }];
    expect(recommend(arms, 'lower')).toMatchObject({ best: 'low', atEdge: true, seeds: 3 });
    expect(recommend(arms, 'higher')).toMatchObject({ best: 'high', atEdge: false });
    expect(recommend([arm('a')], 'lower')).toBeNull();
  });
});
