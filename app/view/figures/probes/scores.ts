/** Panels of losses and accuracies that one network has with different statistics. */
import { texts } from '../../../../engine/words/words.ts';
import type { Mark, Panel } from '../../figure.ts';
import { styleAt } from '../../styles.ts';
import type { Measured } from './measured.ts';
import { axisTexts, beside, dots, linear } from './parts.ts';

const t = texts('view.figures.scores', {
  running: 'Running',
  batch: 'Batch',
  precise: 'Population',
  original: 'Original',
  before: 'Before',
  after: 'After',
});

/** One panel for the accuracies, where there are classes, and one for the losses. */
export function scorePanels(all: readonly Measured[], names: readonly (keyof typeof t)[]): Panel[] {
  return (['accuracy', 'loss'] as const).map((score): Panel => {
    const there = names.filter((name) => all.some(({ record }) => record.numbers[`${name}/${score}`] !== undefined));
    const title = axisTexts[score];
    return {
      ...{ key: score, title },
      y:
        score === 'accuracy'
          ? { title, scale: 'linear', unit: 'percent', include: all.length === 1 ? [0, 1] : [] }
          : linear(title, all.length === 1 ? [0] : []),
      x: { title: axisTexts.statistics, scale: 'category', categories: there.map((name) => t[name]) },
      marks: there.length === 0 ? [] : all.map((measured, run) => scoreMark(measured, run, all.length, there, score)),
    };
  });
}

/** Columns of one run; of several runs dots beside each other, so that equal ones do not hide each other. */
function scoreMark(
  { label, style, record }: Measured,
  run: number,
  runs: number,
  names: readonly string[],
  score: 'accuracy' | 'loss',
): Mark {
  const values = names.map((name) => record.numbers[`${name}/${score}`] ?? NaN);
  if (runs === 1) return { kind: 'columns', label: axisTexts[score], style: styleAt(0), values };
  return dots(
    label,
    style,
    names.map((_, i) => i + beside(run, runs)),
    values,
  );
}
