/** What each normalization layer had come to at its last record, channel by channel. */
import { NORM_FIELDS } from '../../../../engine/events.ts';
import type { NormField } from '../../../../engine/events.ts';
import type { RunDetail } from '../../../contract/runs.ts';
import type { RunService } from '../../types.ts';
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { drawFigure } from '../svg/figure.ts';
import { linearScale, scaleFor } from '../svg/scale.ts';
import type { ReportFigure, Subject } from './subject.ts';

/** Titles of the fields. */
export const FIELD_TITLES: Record<NormField, string> = {
  batchMean: 'batch mean',
  batchVariance: 'batch variance',
  runningMean: 'running mean',
  runningVariance: 'running variance',
  gamma: 'gamma',
  beta: 'beta',
};
const DRAWN_FIELDS: readonly NormField[] = ['gamma', 'beta', 'runningMean', 'runningVariance'];

/** A layer at its last record: one number a channel for each field. */
export interface FinalNorm {
  layer: string;
  step: number;
  channels: number;
  fields: Record<NormField, Float32Array>;
}

/** Smallest, mean and largest of the finite values; null where there is none. */
export interface ChannelRange {
  low: number;
  mean: number;
  high: number;
  /** Values that are NaN or infinite. */
  nonFinite: number;
}

/** The layers of a run at their last record, from the input on; layers without a record are left out. */
export function finalNorms(runs: RunService, run: Pick<RunDetail, 'id' | 'norms'>): FinalNorm[] {
  return run.norms
    .filter(({ records }) => records > 0)
    .map(({ layer, lastStep, channels }) => {
      const read = (field: NormField): Float32Array =>
        runs.norm(run.id, layer, field, lastStep - 1).values.slice(0, channels);
      const fields = Object.fromEntries(NORM_FIELDS.map((field) => [field, read(field)]));
      return { layer, step: lastStep, channels, fields: fields as Record<NormField, Float32Array> };
    });
}

export function spread(values: Float32Array): ChannelRange | null {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return null;
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return { low, mean, high, nonFinite: values.length - finite.length };
}

/** One figure for a run: a row a layer, columns gamma, beta, running mean and variance; null without norm records. */
export function normFigure(runs: RunService, { run, label, style }: Subject, id: string): ReportFigure | null {
  const layers = finalNorms(runs, run);
  if (layers.length === 0) return null;
  // An affine layer standardizes nothing: its statistics are not kept, and an empty panel would only raise questions.
  const shown = DRAWN_FIELDS.filter((field) => layers.some(({ fields }) => spread(fields[field]) !== null));
  const step = layers[0]!.step;
  const drawn = drawFigure({
    ...{ id, title: `${label}: normalization layers at step ${formatCount(step)}`, legend: [] },
    columns: Math.max(1, shown.length),
    plotHeight: 96,
    description: `Learned factor and shift and running statistics of ${layers.length} layers, one dot a channel.`,
    panels: layers.flatMap(({ layer, channels, fields }, row) =>
      shown.map((field, column) => ({
        title: FIELD_TITLES[field],
        x: {
          scale: linearScale({ low: 0, high: Math.max(1, channels - 1) }, 4, true),
          ...(row === layers.length - 1 ? { title: 'Channel' } : {}),
        },
        y: { scale: scaleFor([fields[field]], 4), ...(column === 0 ? { title: layer } : {}) },
        marks: [{ kind: 'dots' as const, x: fields[field].map((_, channel) => channel), y: fields[field], style }],
      })),
    ),
  });
  const caption =
    `Each normalization layer of “${label}” at its last record (step ${formatCount(step)}); one dot is one unit. ` +
    'Every panel has a scale of its own.';
  const table = { rows: 'channel', markup: spreadTable(layers) } as const;
  return { svg: drawn.svg, drawn: drawn.drawn, total: drawn.total, caption, table };
}

/** Smallest, mean and largest over channels, for each layer and field. */
function spreadTable(layers: readonly FinalNorm[]): Markup {
  const cells = (values: Float32Array): Markup => {
    const found = spread(values);
    if (found === null) return html`<td colspan="3" class="number">no finite value</td>`;
    const numbers = [found.low, found.mean, found.high].map((n) => html`<td class="number">${formatNumber(n)}</td>`);
    return html`${numbers}`;
  };
  const rows = layers.flatMap(({ layer, channels, fields }) =>
    NORM_FIELDS.map(
      (field) =>
        html`<tr>
          <th scope="row">${layer}: ${FIELD_TITLES[field]}</th>
          <td class="number">${formatCount(channels)}</td>
          ${cells(fields[field])}
        </tr>`,
    ),
  );
  return html`<table>
    <caption>
      Over the channels of each layer, at its last record
    </caption>
    <thead>
      <tr>
        <th scope="col">Layer and quantity</th>
        <th scope="col" class="number">Channels</th>
        <th scope="col" class="number">Smallest</th>
        <th scope="col" class="number">Mean</th>
        <th scope="col" class="number">Largest</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
