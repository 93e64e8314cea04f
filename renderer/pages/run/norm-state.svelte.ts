/** The recorded normalization layers of one run: their numbers, and which layer, field and step are looked at. */
import type { NormField, NormLayerInfo } from '../../../app/api/types.ts';
import { NormBuffer } from '../../charts/buffers.svelte.ts';
import type { NormRecords } from '../../charts/records.ts';
import { nearest } from '../../charts/series.ts';

/** The fields of a record, in the order in which they are offered. */
export const FIELDS: readonly NormField[] = [
  'batchMean',
  'batchVariance',
  'runningMean',
  'runningVariance',
  'gamma',
  'beta',
];

type LayerBuffers = Record<NormField, NormBuffer>;

export class NormState {
  readonly layers: readonly NormLayerInfo[];
  field: NormField = $state('batchMean');
  layer = $state('');
  /** The chosen step; null follows the newest record. */
  chosen: number | null = $state(null);
  readonly #buffers: ReadonlyMap<string, LayerBuffers>;

  constructor(run: string, layers: readonly NormLayerInfo[]) {
    this.layers = layers;
    this.layer = layers.at(-1)?.layer ?? '';
    this.#buffers = new Map(
      layers.map(({ layer }) => [
        layer,
        Object.fromEntries(FIELDS.map((field) => [field, new NormBuffer(run, layer, field)])) as LayerBuffers,
      ]),
    );
  }

  /** The records of a layer; reading them keeps a component up to date. */
  records(layer: string, field: NormField = this.field): NormRecords {
    return this.buffer(layer, field).records;
  }

  buffer(layer: string, field: NormField = this.field): NormBuffer {
    const buffers = this.#buffers.get(layer);
    if (buffers === undefined) throw new Error(`no layer ${layer}`);
    return buffers[field];
  }

  /** Index of the record that is looked at. */
  index(records: NormRecords): number {
    return this.chosen === null ? records.steps.length - 1 : nearest(records.steps, this.chosen);
  }

  choose(records: NormRecords, index: number): void {
    this.chosen = index >= records.steps.length - 1 ? null : (records.steps[index] ?? null);
  }

  /** Fetches what is new in what is shown: one field of every layer, and every field of the chosen layer. */
  refresh(step: number): void {
    for (const { layer } of this.layers) void this.buffer(layer).refresh(step);
    if (this.layer !== '')
      for (const field of FIELDS) if (field !== this.field) void this.buffer(this.layer, field).refresh(step);
  }

  close(): void {
    for (const buffers of this.#buffers.values()) for (const buffer of Object.values(buffers)) buffer.close();
  }
}
