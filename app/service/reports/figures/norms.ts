/** What each normalization layer had come to at its last record, channel by channel. */
import { NORM_FIELDS } from '../../../../engine/events.ts';
import type { NormField } from '../../../../engine/events.ts';
import type { RunDetail } from '../../../contract/runs.ts';
import type { RunService } from '../../types.ts';
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { outlineOf } from '../../../view/order.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';

/** Titles of the fields. */
export const FIELD_TITLES: Record<NormField, string> = {
  batchMean: 'batch mean',
  batchVariance: 'batch variance',
  runningMean: 'running mean',
  runningVariance: 'running variance',
  gamma: 'gamma',
  beta: 'beta',
};

/** A layer at its last record: one number a channel for each field. */
export interface FinalNorm {
  layer: string;
  step: number;
  channels: number;
  fields: Record<NormField, Float32Array>;
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

/** Smallest, mean and largest over channels, for each layer and field. */
export function normsTable(layers: readonly FinalNorm[]): Markup {
  const cells = (values: Float32Array): Markup => {
    const { min, mean, max, nonFinite } = outlineOf(values);
    if (nonFinite === values.length) return html`<td colspan="3" class="number">no finite value</td>`;
    const numbers = [min, mean, max].map((n) => html`<td class="number">${formatNumber(n)}</td>`);
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
