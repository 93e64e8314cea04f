/** Figures of the probe of covariate shift: both of its senses beside each other. */
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure } from '../../figure.ts';
import type { Measured } from './measured.ts';
import { byLayer, linear } from './parts.ts';

const t = texts('view.figures.covariate-shift', {
  title: 'Shift by one update, in both senses',
  note: 'Shift and cosine: change of the gradient of each layer when the layers below step first, as a part of its length, and the cosine between both gradients; 0 and 1 in the first layer, which sees only data. Drift: how far the 15th, 50th and 85th percentile of what enters an activation move, in deviations of the layer.',
  gradient: 'Shift of the gradient',
  gradientAxis: 'Relative shift',
  cosine: 'Cosine of gradients',
  drift: 'Drift of distributions',
  driftAxis: 'Relative drift',
});

/** Figures of one record, or of one of each of several runs. */
export function covariateShiftFigures(all: readonly Measured[]): Figure[] {
  return present([
    {
      ...{ key: 'shift', shape: 'wide', title: t.title, note: t.note },
      panels: [
        ...byLayer(all, { key: 'gradient', title: t.gradient, y: linear(t.gradientAxis, [0]) }, [
          { quantity: 'relative gradient shift', label: t.gradient },
        ]),
        ...byLayer(all, { key: 'cosine', title: t.cosine, y: linear(t.cosine, [0, 1]) }, [
          { quantity: 'gradient cosine', label: t.cosine, look: 1 },
        ]),
        ...byLayer(all, { key: 'drift', title: t.drift, y: linear(t.driftAxis, [0]) }, [
          { quantity: 'relative drift', label: t.drift, look: 2 },
        ]),
      ],
    },
  ]);
}
