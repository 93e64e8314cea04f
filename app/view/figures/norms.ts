/** What each normalization layer had come to at its last record, channel by channel. */
import { texts } from '../../../engine/words/words.ts';
import type { Figure, Panel } from '../figure.ts';
import { formatCount } from '../numbers.ts';
import { countNonFinite } from '../order.ts';
import type { RunStyle } from '../styles.ts';
import type { NumberList } from '../points.ts';

const t = texts('view.figures.norms', {
  title: ({ run, step }: { run: string; step: string }) => `${run}: normalization layers at step ${step}`,
  note: 'Each normalization layer at its last record; one dot is one channel. Every panel has a scale of its own.',
  panel: ({ layer, field }: { layer: string; field: string }) => `${layer}: ${field}`,
  channel: 'Channel',
  gamma: 'gamma',
  beta: 'beta',
  runningMean: 'running mean',
  runningVariance: 'running variance',
});

const FIELDS = ['gamma', 'beta', 'runningMean', 'runningVariance'] as const;

/** A layer at its last record: one number a channel for each field. */
export interface NormLayer {
  layer: string;
  step: number;
  channels: number;
  fields: Readonly<Record<(typeof FIELDS)[number], NumberList>>;
}

/** One figure for a run: a row a layer, columns gamma, beta, running mean and variance; null without records. */
export function normsFigure(
  layers: readonly NormLayer[],
  { label, style }: { label: string; style: RunStyle },
): Figure | null {
  // An affine layer standardizes nothing: its statistics are not kept, and an empty panel would only raise questions.
  const shown = FIELDS.filter((field) =>
    layers.some(({ fields }) => countNonFinite(fields[field]) < fields[field].length),
  );
  if (layers.length === 0 || shown.length === 0) return null;
  return {
    ...{ key: 'norms', title: t.title({ run: label, step: formatCount(layers[0]!.step) }), note: t.note },
    ...{ shape: 'small', columns: shown.length },
    panels: layers.flatMap(({ layer, channels, fields }, row) =>
      shown.map((field): Panel => ({
        ...{ key: `${layer}/${field}`, title: t.panel({ layer, field: t[field] }) },
        x: {
          ...{ title: row === layers.length - 1 ? t.channel : '', scale: 'linear', exact: true, whole: true },
          include: [0, Math.max(1, channels - 1)],
        },
        y: { title: '', scale: 'auto' },
        marks: [
          {
            ...{ kind: 'dots', label: t[field], style: { ...style, marker: 'circle' }, y: fields[field] },
            x: Array.from(fields[field], (_, channel) => channel),
          },
        ],
      })),
    ),
  };
}
