/** Which curves stand in which figure of runs. */
import { describe, expect, test } from 'vitest';
import { curvesFigure } from '../../../../app/view/figures/curves.ts';
import { gapFigure } from '../../../../app/view/figures/gap.ts';
import type { RunSubject } from '../../../../app/view/figures/subject.ts';
import { legendOf, type LineMark } from '../../../../app/view/figure.ts';
import { EMPTY } from '../../../../app/view/points.ts';
import { styleAt } from '../../../../app/view/styles.ts';

const points = (steps: number[], values: number[]) => ({
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
});
const stored: Record<string, ReturnType<typeof points>> = {
  'train.loss': points([1, 2], [3, 1]),
  'validation.loss': points([2], [0.5]),
  'validation.loss.batch': points([2], [0.75]),
};
const run = (label: string, index: number): RunSubject => ({
  ...{ label, style: styleAt(index), loss: 'cross-entropy', divergedAt: null },
  series: (name) => stored[name] ?? EMPTY,
});
const lines = (figure: ReturnType<typeof curvesFigure>): LineMark[] =>
  figure!.panels.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'line' ? [mark] : [])));

describe('curves of one run', () => {
  test('have raw values behind smoothed ones, and batch beside running statistics', () => {
    const looks = lines(curvesFigure([run('a', 0)], 'loss', { tau: 10 })).map(({ label, look }) => [label, look]);
    expect(looks).toEqual([
      ['Training', 'raw'],
      ['Training', 'plain'],
      ['Validation, batch', 'hollow'],
      ['Validation, running', 'main'],
    ]);
    const plain = curvesFigure([run('a', 0)], 'loss', { tau: 0, both: false });
    expect(lines(plain).map(({ label }) => label)).toEqual(['Training', 'Validation']);
  });

  test('are none where nothing was recorded', () => {
    expect(curvesFigure([run('a', 0)], 'accuracy', { tau: 0 })).toBeNull();
  });

  test('count the gap as batch minus running', () => {
    const gap = gapFigure([run('a', 0)], 'loss')!;
    const [line] = gap.panels[0]!.marks.filter((mark) => mark.kind === 'line');
    expect(Array.from(line!.y)).toEqual([0.25]);
  });
});

test('curves of several runs: a panel for training and one for validation, a line a run in its style', () => {
  const figure = curvesFigure([run('a', 2), { ...run('b', 5), divergedAt: 9 }], 'loss', { tau: 0 })!;
  expect(figure.panels.map(({ key }) => key)).toEqual(['train', 'validation']);
  for (const { marks } of figure.panels)
    expect(marks.map((mark) => (mark.kind === 'line' ? mark.style : null))).toEqual([styleAt(2), styleAt(5)]);
  expect(legendOf(figure).map(({ label }) => label)).toEqual(['a', 'b, diverged at step 9']);
});
