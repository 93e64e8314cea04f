/**
 * How the inputs of the activations moved while training: the 15th, 50th and 85th percentiles of each layer's
 * pre-activations over steps, after Ioffe and Szegedy (2015), figure 1b,c.
 */
import { texts } from '../../../engine/words/words.ts';
import type { Figure, Panel } from '../figure.ts';
import type { Points } from '../points.ts';
import type { RunStyle } from '../styles.ts';
import { curve, stepAxis } from './subject.ts';

const t = texts('view.figures.percentiles', {
  title: 'Pre-activations',
  note:
    'The 15th, 50th and 85th percentile, after figure 1b, c of Ioffe and Szegedy (2015). There: the input of one typical unit of the last hidden layer. Here: ' +
    'all units of the layer pooled, on the training mini-batch of the step.',
  panel: ({ layer }: { layer: string }) => `Input of ${layer}`,
  axis: 'Pre-activation',
  p15: '15th percentile',
  p50: 'Median',
  p85: '85th percentile',
  between: '15th to 85th percentile',
});

/** What the percentiles are of. */
export const percentileNote = (): string => t.note;

/** The recorded percentiles of one layer. */
export interface LayerPercentiles {
  layer: string;
  p15: Points;
  p50: Points;
  p85: Points;
}

/** The panel of one layer. */
export function percentilePanel({ layer, p15, p50, p85 }: LayerPercentiles, style: RunStyle): Panel {
  const edge = { style: { ...style, dash: [] }, divergedAt: null };
  return {
    ...{ key: layer, title: t.panel({ layer }), x: stepAxis(), y: { title: t.axis, scale: 'linear' } },
    marks:
      p50.steps.length === 0
        ? []
        : [
            { kind: 'rule', axis: 'y', at: 0, label: '', tone: 'plain' },
            { kind: 'band', label: t.between, style, x: p50.steps, low: p15.values, high: p85.values },
            curve({ ...edge, label: t.p85 }, p85, 'edge'),
            curve({ ...edge, label: t.p50 }, p50, 'plain'),
            curve({ ...edge, label: t.p15 }, p15, 'edge'),
          ],
  };
}

/** One figure for a run: a panel a layer; null where no percentiles were recorded. */
export function percentilesFigure(layers: readonly LayerPercentiles[], style: RunStyle): Figure | null {
  const panels = layers.map((one) => percentilePanel(one, style)).filter(({ marks }) => marks.length > 0);
  if (panels.length === 0) return null;
  return {
    ...{ key: 'percentiles', title: t.title, note: t.note, shape: 'curves', panels },
    legend: [
      { label: t.p50, style: { ...style, dash: [] }, look: 'plain' },
      { label: t.between, style, look: 'band' },
    ],
  };
}
