/** What the page of a study computes for its figures, beside those of app/view. */
import { describe, expect, it } from 'vitest';
import type { StudyRow } from '../../../../app/contract/studies.ts';
import type { StudyResult } from '../../../../app/contract/study-results.ts';
import { isBrushed, parallelOf } from '../../../../renderer/pages/studies/parallel.ts';
import { starsOf } from '../../../../renderer/pages/studies/significance.ts';
import { formatP } from '../../../../app/view/numbers.ts';
import { standingOf } from '../../../../app/view/statuses.ts';
import { actionsOf, claimsOf } from '../../../../renderer/pages/studies/study-status.ts';

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

describe('parallel coordinates', () => {
  const { axes, lines } = parallelOf(result);

  it('have an axis for each factor and measure, numbers in the logarithm', () => {
    expect(axes.map(({ title }) => title)).toEqual(['norm', 'rate', 'accuracy']);
    expect(axes[1]!.ticks.map(({ at }) => at)).toEqual([0, 0.5, 1]);
    expect(lines).toHaveLength(12);
    expect(lines[10]!.positions).toEqual([0, 1, null]);
  });

  it('keep the runs that pass through all that is brushed', () => {
    const kept = (brushes: Parameters<typeof isBrushed>[1]) => lines.filter((line) => isBrushed(line, brushes)).length;
    expect(kept([null, null, null])).toBe(12);
    expect(kept([[0.9, 1], null, null])).toBe(6);
    expect(kept([null, null, [0, 1]])).toBe(10);
    expect(kept([null, null, [-0.06, -0.01]])).toBe(2);
    expect(
      kept([
        [0, 0.1],
        [0.4, 0.6],
        [0.9, 1],
      ]),
    ).toBe(2);
  });

  it('leave out runs that have no number yet', () => {
    const partly = { ...result, measures: [{ ...result.measures[0]!, values: values.map((row) => [row[0]!, null]) }] };
    expect(parallelOf(partly).lines).toHaveLength(6);
  });
});

describe('significance', () => {
  it('has stars and no p of 0', () => {
    expect([0.0002, 0.004, 0.03, 0.2].map(starsOf)).toEqual(['***', '**', '*', 'n.s.']);
    expect([0.0002, 0.0321].map(formatP)).toEqual(['< 0.001', '0.032']);
  });
});

describe('where a study stands', () => {
  const progress = { runs: 6, ended: 0, diverged: 0, underWay: 0, queued: 0, broken: 0, missing: 6 };
  it.each([
    ['new', 'idle', {}, ['start']],
    ['running', 'running', { underWay: 1, queued: 2, missing: 3 }, ['pause', 'stop']],
    ['paused', 'paused', { ended: 1 }, ['resume', 'stop']],
    ['stopped', 'stopped', { ended: 1 }, ['continue', 'more-seeds']],
    ['partial', 'idle', { ended: 1, broken: 1 }, ['continue', 'more-seeds']],
    ['done', 'running', { ended: 6, missing: 0 }, ['more-seeds']],
  ] as const)('%s, and what can be done then', (standing, state, change, actions) => {
    expect(standingOf({ state, progress: { ...progress, ...change } })).toBe(standing);
    expect(actionsOf(standing)).toEqual(actions);
  });

  it('puts both sizes of a claim together', () => {
    const rows = ['c10-b-quick', 'c2-a-quick', 'c2-a-full', 'other'].map((name) => ({ name }) as StudyRow);
    expect(claimsOf(rows).map(({ key, sizes }) => [key, sizes.map(({ size }) => size)])).toEqual([
      ['c2-a', ['quick', 'full']],
      ['c10-b', ['quick']],
      ['other', ['']],
    ]);
  });
});
