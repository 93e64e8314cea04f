/** Norm records: what each normalization layer looked like at recorded steps. */
import { z } from 'zod';
import type { NormField } from '../../engine/events.ts';

export { NORM_FIELDS, type NormField } from '../../engine/events.ts';

/** A normalization layer of which there are records. */
export const NormLayerInfo = z.object({
  layer: z.string(),
  channels: z.number(),
  records: z.number(),
  firstStep: z.number(),
  lastStep: z.number(),
});
export interface NormLayerInfo extends z.output<typeof NormLayerInfo> {}

/** One field of one layer over steps: `values` is records x channels, row-major. */
export interface NormMatrix {
  layer: string;
  field: NormField;
  channels: number;
  steps: Float64Array;
  values: Float32Array;
}
