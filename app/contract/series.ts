/** Recorded series: one number a step. What their names mean: engine/metrics.ts. */
import { z } from 'zod';
import { Num } from './numbers.ts';

/** What is known about a series without reading its values. */
export const SeriesInfo = z.object({
  name: z.string(),
  count: z.number(),
  firstStep: z.number(),
  lastStep: z.number(),
  last: Num,
  /** Smallest and largest finite values; null where there is none. */
  min: Num.nullable(),
  max: Num.nullable(),
  nonFinite: z.number(),
});
export interface SeriesInfo extends z.output<typeof SeriesInfo> {}

/** Points of a series: `steps[i]` and `values[i]` belong together. */
export interface SeriesPoints {
  steps: Float64Array;
  values: Float64Array;
}
