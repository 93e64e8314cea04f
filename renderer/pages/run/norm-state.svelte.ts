/** The recorded normalization layers of one run: their numbers, and which layer, field and step are looked at. */
import type { NormField, NormLayerInfo } from '../../../app/contract/norms.ts';
import { NORM_FIELDS } from '../../../engine/spec/normalizers.ts';
import { NormBuffer } from '../../charts/buffers.svelte.ts';
import type { NormRecords } from '../../charts/records.ts';
import { nearest } from '../../../app/view/points.ts';

type LayerBuffers = Record<NormField, NormBuffer>;

export class NormState {
  readonly layers: readonly NormLayerInfo[];
  readonly fields: readonly NormField[];
  field: NormField = $state('batchMean');
  layer = $state('');
  /** The chosen step; null follows the newest record. */
  chosen: number | null = $state(null);
  readonly #buffers: Readonly<Record<string, LayerBuffers>>;

  /** `fields` are those that the layers have; the first is looked at. */
  constructor(run: string, layers: readonly NormLayerInfo[], fields: readonly NormField[]) {
    this.layers = layers;
    this.fields = fields;
    this.field = fields[0] ?? this.field;
    this.layer = layers.at(-1)?.layer ?? '';
    this.#buffers = Object.fromEntries(
      layers.map(({ layer }) => [
        layer,
        Object.fromEntries(NORM_FIELDS.map((field) => [field, new NormBuffer(run, layer, field)])) as LayerBuffers,
      ]),
    );
  }

  /** The records of a layer; reading them keeps a component up to date. */
  records(layer: string, field: NormField = this.field): NormRecords {
    return this.buffer(layer, field).records;
  }

  buffer(layer: string, field: NormField = this.field): NormBuffer {
    const buffers = this.#buffers[layer];
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
      for (const field of this.fields) if (field !== this.field) void this.buffer(this.layer, field).refresh(step);
  }

  close(): void {
    for (const buffers of Object.values(this.#buffers)) for (const buffer of Object.values(buffers)) buffer.close();
  }
}
