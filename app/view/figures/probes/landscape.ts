/** Figures of the probe of the loss landscape: along the gradient, along a random line, and over a plane. */
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure, type Mark, type Panel } from '../../figure.ts';
import { styleAt } from '../../styles.ts';
import { valuesOf, type Measured } from './measured.ts';
import { axisTexts, exact, line, linear } from './parts.ts';

const t = texts('view.figures.landscape', {
  gradient: 'Along the gradient',
  gradientNote:
    'At w − a g for multiples a of the gradient g. Loss: how much it varies on the way. Change of the gradient: how long it can be trusted. Beta-smoothness: change of the gradient over the distance moved; along a parabola it is the curvature, the same for all a.',
  multiple: 'Multiple of the gradient',
  change: 'Change of the gradient',
  smoothness: 'Beta-smoothness',
  start: 'loss at the network',
  slices: 'Slices through the loss',
  slicesNote:
    'Along two random directions that are as long in each unit as its weights; the network is in the middle. They show two directions of thousands: a valley that is seen is real, one that is not seen may exist all the same.',
  line: 'One direction',
  plane: 'Two directions',
  first: 'First direction',
  second: 'Second direction',
});

/** Figures of one record, or of one of each of several runs. */
export function landscapeFigures(all: readonly Measured[]): Figure[] {
  const over = (at: string, title: string, name: string, look: 'main' | 'plain'): Mark[] =>
    all.flatMap((measured) => {
      const values = valuesOf(measured, name);
      const [label, style] = all.length === 1 ? [title, styleAt(0)] : [measured.label, measured.style];
      return values.length === 0 ? [] : [line(label, style, valuesOf(measured, at), values, look)];
    });
  const along = (key: string, title: string, name: string): Panel => ({
    ...{ key, title, x: exact(t.multiple), y: linear(title, [0]) },
    marks: over('multiples', title, name, 'main'),
  });
  const losses = along('loss', axisTexts.loss, 'losses');
  const start: Mark = {
    ...{ kind: 'rule', axis: 'y', at: all[0]!.record.numbers['loss'] ?? NaN, label: t.start, tone: 'plain' },
  };
  return present([
    {
      ...{ key: 'gradient', shape: 'small', title: t.gradient, note: t.gradientNote },
      panels: [
        { ...losses, marks: [...losses.marks, ...(all.length === 1 ? [start] : [])] },
        along('change', t.change, 'gradient changes'),
        along('smoothness', t.smoothness, 'beta-smoothness'),
      ],
    },
    {
      ...{ key: 'slices', shape: 'tall', title: t.slices, note: t.slicesNote },
      panels: [
        {
          ...{ key: 'line', title: t.line, x: exact(t.first), y: linear(axisTexts.loss) },
          marks: over('offsets', axisTexts.loss, 'line', 'plain'),
        },
        ...all.map((measured, run) => plane(measured, all.length === 1 ? '' : String(run))),
      ],
    },
  ]);
}

/** A picture a run; all have the same colours. */
function plane(measured: Measured, run: string): Panel {
  const [offsets, values] = [valuesOf(measured, 'offsets'), valuesOf(measured, 'plane')];
  return {
    ...{
      key: `plane${run}`,
      title: run === '' ? t.plane : axisTexts.quantity({ title: t.plane, label: measured.label }),
    },
    ...{ x: exact(t.first), y: exact(t.second) },
    marks: values.length === 0 ? [] : [{ kind: 'grid', x: offsets, y: offsets, values, title: axisTexts.loss }],
  };
}
