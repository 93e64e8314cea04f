/** What is known of datasets. How files become one: imports.ts. */
import { z } from 'zod';
import type { DatasetInfo } from '../../engine/data/dataset.ts';
import { Scaling, Split } from '../../engine/spec/schema.ts';
import { Num } from './numbers.ts';
import { timestamp } from './parts.ts';

const facts = {
  name: z.string(),
  task: z.enum(['classification', 'regression']),
  samples: z.number(),
  shape: z.array(z.number()),
  classes: z.array(z.string()),
  features: z.array(z.string()),
  source: z.string(),
};

/** What is known of a dataset before its contents are hashed. */
export const UnhashedInfo = z.object(facts) satisfies z.ZodType<Omit<DatasetInfo, 'hash'>>;

/** A dataset as a list shows it. */
export const DatasetRow = z
  .object({
    ...facts,
    /** SHA-256 (hex) over the canonical contents. */
    hash: z.string(),
    builtIn: z.boolean(),
    /** Samples of each class; empty for regression. */
    classCounts: z.array(z.number()),
    /** False for built-in sets that were not generated yet (their counts are then still unknown). */
    ready: z.boolean(),
    importedAt: timestamp.nullable(),
  })
  .meta({ id: 'DatasetRow' }) satisfies z.ZodType<DatasetInfo>;
export interface DatasetRow extends z.output<typeof DatasetRow> {}

/** All datasets. */
export const DatasetList = z.object({ datasets: z.array(DatasetRow) });

/** Samples of a dataset: features (samples x product(shape)) and labels or targets. */
export interface DatasetSample {
  features: Float32Array;
  /** Empty for regression. */
  labels: Int32Array;
  /** Empty for classification. */
  targets: Float32Array;
}

/** A bounded histogram; mean and deviation are those of the numbers themselves. */
export const Histogram = z.object({
  /** One number more than `counts`. */
  edges: z.array(Num),
  counts: z.array(z.number()),
  mean: Num,
  deviation: Num,
});
export interface Histogram extends z.output<typeof Histogram> {}

/** Which inputs a histogram is of. */
export const HistogramRequest = z.object({
  scaling: Scaling,
  split: Split.exactOptional(),
  seed: z.int().min(0).max(0xffff_ffff).exactOptional(),
});
export interface HistogramRequest extends z.output<typeof HistogramRequest> {}

/** The training inputs before and after a scaling. */
export const HistogramPair = z.object({ before: Histogram, after: Histogram, zeroVariance: z.number() });
export interface HistogramPair extends z.output<typeof HistogramPair> {}
