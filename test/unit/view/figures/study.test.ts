/** Figures of studies: means over seeds, what factors did, and arms beside each other. */
import { describe, expect, it } from 'vitest';
import type { StudyResult } from '../../../../app/contract/study-results.ts';
import { tInterval } from '../../../../engine/statistics/t-interval.ts';
import { extentOf } from '../../../../app/view/extents.ts';
import { layoutOf, sizeOf } from '../../../../app/view/draw/layout.ts';
import { armsFigure } from '../../../../app/view/figures/study/arms.ts';
import { bandOf, intervalOf } from '../../../../app/view/figures/study/band.ts';
import { armCurves, armCurvesFigure } from '../../../../app/view/figures/study/curves.ts';
import { heatOf, mainEffect } from '../../../../app/view/figures/study/effects.ts';
import { factorHeatFigure } from '../../../../app/view/figures/study/factor-heat.ts';
import { mainEffectsFigure } from '../../../../app/view/figures/study/main-effects.ts';
import { styleAt } from '../../../../app/view/styles.ts';

const points = (steps: number[], values: number[]) => ({
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
});

/** Two normalizations at three learning rates, two seeds; the second normalization diverges at the largest rate. */
const values = [
  [0.5, 0.7],
  [0.6, 0.6],
  [0.1, 0.3],
  [0.8, 0.8],
  [0.9, 0.9],
  [NaN, NaN],
];

const result = {
  plan: {
    factors: [
      {
        name: 'norm',
        path: 'model.normalization.type',
        reduced: false,
        levels: [
          { label: 'none', number: null },
          { label: 'batch', number: null },
        ],
      },
      {
        name: 'rate',
        path: 'optimizer.learningRate',
        reduced: true,
        levels: [0.01, 0.1, 1].map((number) => ({ label: String(number), number })),
      },
    ],
    arms: ['none', 'batch'],
    cells: [0, 1].flatMap((norm) => [0, 1, 2].map((rate) => ({ levels: [norm, rate], arm: ['none', 'batch'][norm]! }))),
    seeds: [1, 2],
  },
  runs: values.flatMap((_, cell) =>
    [1, 2].map((seed) => ({ cell, seed, runId: `${cell}-${seed}`, status: 'completed' as const, step: 1, steps: 1 })),
  ),
  measures: [{ name: 'accuracy', unit: '', better: 'higher' as const, values, arms: [] }],
  verdict: null,
  progress: [],
  problems: [],
} satisfies StudyResult;

describe('bands over seeds', () => {
  it('are the interval of the mean at each step, however many seeds there are', () => {
    for (const count of [2, 4, 31, 32, 33, 60]) {
      const values = Array.from({ length: count }, (_, i) => Math.sin(i * i));
      const { low, high } = intervalOf(values);
      const engine = tInterval(values, 0.95)!;
      expect(low).toBeCloseTo(engine.low, 12);
      expect(high).toBeCloseTo(engine.high, 12);
    }
  });

  it('go on with the seeds that are left where one diverges', () => {
    const band = bandOf([points([0, 10, 20], [1, 2, NaN]), points([0, 10, 20], [3, 4, 7])]);
    expect(band).toMatchObject({ steps: [0, 10, 20], mean: [2, 3, 7], n: [2, 2, 1] });
    expect([band.low[2], band.high[2]]).toEqual([7, 7]);
  });
});

describe('curves of arms', () => {
  const steps = [0, 1, 2, 3, 4];
  const curves: Record<string, ReturnType<typeof points>> = {
    a: points(steps, [1, 0.9, 0.8, 0.7, 0.6]),
    b: points(steps, [1, 0.8, 0.7, 0.6, 0.5]),
    wild: points(steps, [1, 2, 1e10, 1e30, NaN]),
  };
  const arms = armCurves(
    [
      { arm: 'calm', runIds: ['a', 'b'] },
      { arm: 'wild', runIds: ['wild'] },
    ],
    (id) => curves[id],
  );

  it('have a band, a pale line a seed and a mean, in the style of the arm', () => {
    const { panels } = armCurvesFigure(arms, { title: 'Loss', scale: 'auto' }, 2)!;
    expect(panels[0]!.marks.map((mark) => ('look' in mark ? mark.look : mark.kind))).toEqual([
      ...['band', 'raw', 'raw', 'main', 'band', 'raw', 'main'],
    ]);
    for (const mark of panels[0]!.marks.slice(4)) expect('style' in mark && mark.style).toEqual(styleAt(1));
  });

  it('of an arm that ran away do not flatten the others', () => {
    const figure = armCurvesFigure(arms, { title: 'Loss', scale: 'auto' }, 2)!;
    expect(extentOf(figure.panels, 'y').high).toBeLessThan(5);
  });
});

describe('what factors did', () => {
  it('is the mean at each level, runs without a finite value counted apart', () => {
    const [none, batch] = mainEffect(result.plan, result.measures[0]!, 0);
    expect(none).toMatchObject({ label: 'none', n: 6, finite: 6 });
    expect(none!.mean).toBeCloseTo(2.8 / 6, 12);
    expect(batch).toMatchObject({ n: 6, finite: 4 });
    expect(batch!.mean).toBeCloseTo(0.85, 12);
  });

  it('is a table of two factors, empty where all diverged', () => {
    const cells = heatOf(result.plan, result.measures[0]!, 0, 1);
    expect(cells[0]!.map(({ mean }) => mean!.toFixed(2))).toEqual(['0.60', '0.60', '0.20']);
    expect(cells[1]![2]).toEqual({ mean: null, n: 2, finite: 0 });
  });
});

describe('figures of factors and arms', () => {
  const textsOf = (figure: NonNullable<ReturnType<typeof armsFigure>>): string[] =>
    figure.panels.flatMap((panel) => {
      const frame = { width: 500, height: sizeOf(figure).height, colors: null };
      const { shapes } = layoutOf(panel, { ...frame, x: extentOf([panel], 'x'), y: extentOf([panel], 'y') });
      return shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
    });

  it('show the mean of each level, and count what has no value', () => {
    const figure = mainEffectsFigure(result.plan, result.measures[0]!)!;
    expect(figure.panels.map(({ title }) => title)).toEqual(result.plan.factors.map(({ name }) => name));
    expect(figure.panels[0]!.x.categories).toContain('batch (2 of 6 lost)');
    expect(figure.panels[0]!.marks.find((mark) => mark.kind === 'intervals')?.intervals).toHaveLength(2);
  });

  it('write the mean of each pair of levels on its colour', () => {
    const texts = textsOf(factorHeatFigure(result.plan, result.measures[0]!, 0, 1)!);
    expect(texts.filter((text) => text === '0.6')).toHaveLength(2);
    expect(texts).toContain('2 of 2 not finite');
    expect(texts).toContain('NaN');
  });

  it('name arms from the top, with their seeds that have no value', () => {
    const arm = (name: string, numbers: number[]) => ({
      arm: name,
      outcomes: numbers.map((value) => ({ value })),
      summary: {
        mean: numbers.find(Number.isFinite) ?? null,
        nonFinite: numbers.filter((value) => !Number.isFinite(value)).length,
        meanInterval: { t: null },
      },
    });
    const figure = armsFigure({ name: 'loss', unit: '', arms: [arm('none', [1, NaN]), arm('batch', [2, 3])] })!;
    expect(figure.panels[0]!.y.categories).toEqual(['batch', 'none (1 without value)']);
    expect(armsFigure({ name: 'loss', unit: '', arms: [arm('none', [NaN])] })).toBeNull();
  });
});
