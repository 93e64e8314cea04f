/**
 * The shapes that travel over HTTP, as zod schemas: what the OpenAPI document shows and what the client decodes
 * answers with. Each mirrors a type of app/service/types.ts, which stays the authority; `satisfies` makes the compiler
 * check that, and test/unit/api/schemas.test.ts that nothing is missing. This file runs in a browser.
 *
 * Specs are passed through unread: engine/spec validates what is new, and what is stored was valid when it was stored.
 */
import { z } from 'zod';
import { ERROR_CODES, type FieldIssue } from '../errors.ts';
import {
  EXPORT_FORMATS,
  FINDING_FIGURES,
  FINDING_KINDS,
  MODEL_FORMATS,
  RUN_STATUSES,
  SEVERITIES,
} from '../service/types.ts';
import type * as types from '../service/types.ts';
import { NORM_FIELDS, type Activity as ActivityType, type LayerInfo } from '../../engine/events.ts';
import type { DatasetInfo } from '../../engine/data/dataset.ts';
import { LAYER_KINDS } from '../../engine/spec/describe.ts';
import { FORMAT_NAMES, IMPORT_OPTIONS, type ReadOptions } from '../../engine/data/readers/formats.ts';
import type { ImportOption } from '../../engine/data/readers/options.ts';
import type { FittedScaling } from '../../engine/data/scaling.ts';
import { PROBE_TYPES, Scaling, Split, type RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { Num } from './numbers.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const timestamp = z.number().meta({ description: 'UTC milliseconds.' });

const SpecOut = z
  .custom<RunSpec>(isObject)
  .meta({ type: 'object', description: 'A complete run specification, as described by /api/spec/schema.' });
const SpecIn = z.custom<RunSpecInput>(isObject, 'must be a run specification: a JSON object').meta({
  type: 'object',
  description: 'A run specification, as described by /api/spec/schema; fields that have a default may be left out.',
});

/** Why a request was refused: the one shape of every answer that is not a success. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      issues: z.array(z.object({ path: z.string(), message: z.string() }) satisfies z.ZodType<FieldIssue>),
    }),
  })
  .meta({ id: 'Error' });

const Activity = z.object({
  what: z.enum([...PROBE_TYPES, 'replay']),
  fraction: z.number(),
}) satisfies z.ZodType<ActivityType>;

export const RunRow = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(RUN_STATUSES),
    reason: z.string(),
    spec: SpecOut,
    specHash: z.string(),
    groupHash: z.string(),
    dataset: z.object({ name: z.string(), hash: z.string() }),
    step: z.number(),
    trainingMs: z.number(),
    activity: Activity.nullable(),
    summary: z.record(z.string(), Num),
    sparkline: z.array(Num),
    tags: z.array(z.string()),
    createdAt: timestamp,
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    trashedAt: timestamp.nullable(),
    changed: z.number(),
  })
  .meta({ id: 'RunRow' }) satisfies z.ZodType<types.RunRow>;

export const Layer = z.object({
  name: z.string(),
  kind: z.enum(LAYER_KINDS),
  shape: z.array(z.number()),
  parameters: z.number(),
}) satisfies z.ZodType<LayerInfo>;

const Fitted = z.object({
  method: z.enum(['none', 'range', 'standardize', 'center', 'per-sample', 'pca', 'zca', 'affine']),
  shift: z.array(Num),
  factor: z.array(Num),
  offset: z.number().exactOptional(),
  zeroVariance: z.number(),
  eigenvalues: z.array(Num).exactOptional(),
}) satisfies z.ZodType<FittedScaling>;

export const SeriesInfo = z.object({
  name: z.string(),
  count: z.number(),
  firstStep: z.number(),
  lastStep: z.number(),
  last: Num,
  min: Num.nullable(),
  max: Num.nullable(),
  nonFinite: z.number(),
}) satisfies z.ZodType<types.SeriesInfo>;

export const NormLayerInfo = z.object({
  layer: z.string(),
  channels: z.number(),
  records: z.number(),
  firstStep: z.number(),
  lastStep: z.number(),
}) satisfies z.ZodType<types.NormLayerInfo>;

export const RunDetail = RunRow.extend({
  note: z.string(),
  kernels: z.string().nullable(),
  parameters: z.number().nullable(),
  layers: z.array(Layer),
  scaling: Fitted.nullable(),
  samples: z.object({ train: z.number(), validation: z.number(), test: z.number() }).nullable(),
  versions: z.object({ normscope: z.string(), node: z.string() }),
  machine: z.object({
    platform: z.string(),
    arch: z.string(),
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
  }),
  series: z.array(SeriesInfo),
  norms: z.array(NormLayerInfo),
  bytes: z.number(),
  parent: z.object({ id: z.string(), name: z.string().nullable(), step: z.number() }).nullable(),
  checkpoint: z.object({ step: z.number(), createdAt: timestamp, bytes: z.number() }).nullable(),
}).meta({ id: 'RunDetail' }) satisfies z.ZodType<types.RunDetail>;

export const Diagnosis = z
  .object({
    step: z.number(),
    findings: z.array(
      z.object({
        kind: z.enum(FINDING_KINDS),
        severity: z.enum(SEVERITIES),
        text: z.string(),
        remedy: z.string(),
        step: z.number().nullable().meta({ description: 'The step it happened at, or from which it holds.' }),
        layer: z.string().nullable(),
        numbers: z.record(z.string(), Num),
        figure: z.enum(FINDING_FIGURES).nullable(),
      }),
    ),
  })
  .meta({ id: 'Diagnosis' }) satisfies z.ZodType<types.Diagnosis>;

export const NewRuns = z.object({
  spec: SpecIn,
  seeds: z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(1000).exactOptional(),
}) satisfies z.ZodType<types.NewRuns>;

export const ForkInput = z.object({ spec: SpecIn }) satisfies z.ZodType<types.ForkInput>;

export const RunChange = z.strictObject({
  name: z.string().trim().min(1).max(200).exactOptional(),
  note: z.string().max(100_000).exactOptional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).exactOptional(),
});

export const RunIds = z.object({ ids: z.array(z.string().min(1)).min(1).max(10_000) });
export const RunRows = z.object({ runs: z.array(RunRow) });
export const RunList = z.object({ runs: z.array(RunRow), cursor: z.number() });

export const ProbeEstimate = z
  .object({
    seconds: z.number().meta({ description: 'Of measuring at one moment.' }),
    moments: z.number(),
    total: z.number().meta({ description: 'Seconds of all moments, and of training that has to be repeated.' }),
    bytes: z.number().meta({ description: 'Of all moments.' }),
  })
  .meta({ id: 'ProbeEstimate' }) satisfies z.ZodType<types.ProbeEstimate>;

export const Estimate = z
  .object({ seconds: z.number(), bytes: z.number(), probes: z.array(ProbeEstimate) })
  .meta({ id: 'Estimate' }) satisfies z.ZodType<types.Estimate>;

export const Histogram = z.object({
  edges: z.array(Num),
  counts: z.array(z.number()),
  mean: Num,
  deviation: Num,
}) satisfies z.ZodType<types.Histogram>;

const datasetFacts = {
  name: z.string(),
  task: z.enum(['classification', 'regression']),
  samples: z.number(),
  shape: z.array(z.number()),
  classes: z.array(z.string()),
  features: z.array(z.string()),
  source: z.string(),
};
const Info = z.object(datasetFacts) satisfies z.ZodType<Omit<DatasetInfo, 'hash'>>;

export const DatasetRow = z
  .object({
    ...datasetFacts,
    hash: z.string(),
    builtIn: z.boolean(),
    classCounts: z.array(z.number()),
    ready: z.boolean(),
    importedAt: timestamp.nullable(),
  })
  .meta({ id: 'DatasetRow' }) satisfies z.ZodType<types.DatasetRow>;

export const DatasetList = z.object({ datasets: z.array(DatasetRow) });

/** What an option that a format declares may be set to. */
function optionSchema(option: ImportOption): z.ZodType {
  switch (option.kind) {
    case 'choice':
      return z.enum(option.choices);
    case 'flag':
      return z.boolean();
    case 'column':
      return z.union([z.string(), z.int().min(0)]);
    case 'array':
      return z.string();
    case 'size':
      return z.tuple([z.int().min(1), z.int().min(1)]);
    default:
      return option satisfies never;
  }
}

/** Of an option that several formats take, a column allows the most: its name is that of an array, too. */
const importOptions = Object.fromEntries(
  IMPORT_OPTIONS.map(({ name, takers }) => {
    const { option } = takers.find((taker) => taker.option.kind === 'column') ?? takers[0]!;
    return [name, z.exactOptional(optionSchema(option))];
  }),
) as { [N in keyof Omit<ReadOptions, 'format'>]-?: z.ZodExactOptional<z.ZodType<Required<ReadOptions>[N]>> };
const FileFormat = z.enum(FORMAT_NAMES);

export const ImportOptions = z.strictObject({
  format: FileFormat.exactOptional(),
  ...importOptions,
}) satisfies z.ZodType<types.ImportOptions>;

export const ImportPreview = z
  .object({
    format: FileFormat,
    info: Info,
    classCounts: z.array(z.number()),
    columns: z.array(
      z.object({
        name: z.string(),
        role: z.enum(['feature', 'label']),
        type: z.enum(['number', 'text']),
        missing: z.number(),
        distinct: z.number(),
        constant: z.boolean(),
        examples: z.array(z.string()),
      }),
    ),
    arrays: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        shape: z.array(z.number()),
        role: z.enum(['features', 'labels', 'class names', 'unused']),
      }),
    ),
    values: z
      .object({ stored: z.string(), divisor: z.number(), range: z.tuple([z.number(), z.number()]).nullable() })
      .nullable(),
    pictures: z.object({ shape: z.array(z.number()), labels: z.array(z.number()), pixels: z.string() }).nullable(),
    warnings: z.array(z.string()),
    problems: z.array(z.string()),
    options: z.object({ format: FileFormat, ...importOptions }),
  })
  .meta({ id: 'ImportPreview' }) satisfies z.ZodType<types.ImportPreview>;

/** Files that were joined into one for their upload. */
export const UploadContents = z.array(z.object({ name: z.string().min(1), size: z.int().min(0) }));

/** How far the reading of files is, in files. */
export const ImportProgress = z.object({ done: z.number(), total: z.number() }).meta({ id: 'ImportProgress' });

export const HistogramRequest = z.object({
  scaling: Scaling,
  split: Split.exactOptional(),
  seed: z.int().min(0).max(0xffff_ffff).exactOptional(),
});
export const HistogramPair = z.object({ before: Histogram, after: Histogram, zeroVariance: z.number() });

export const Comparison = z
  .object({
    runs: z.array(RunRow),
    spec: z.array(
      z.object({
        path: z.string(),
        differs: z.boolean(),
        values: z.array(
          z.discriminatedUnion('missing', [
            z.object({ missing: z.literal(true) }),
            z.object({ missing: z.literal(false), value: z.unknown() }),
          ]) satisfies z.ZodType<types.DiffValue>,
        ),
      }),
    ),
    metrics: z.array(
      z.object({
        name: z.string(),
        direction: z.enum(['higher', 'lower']).nullable(),
        values: z.array(Num.nullable()),
        best: z.array(z.number()),
      }),
    ),
    stepsToTarget: z.object({ metric: z.string(), target: z.number(), values: z.array(z.number().nullable()) }),
  })
  .meta({ id: 'Comparison' }) satisfies z.ZodType<types.Comparison>;

const workers = z.int().min(1).max(256);
export const Settings = z.object({ workers }).meta({ id: 'Settings' }) satisfies z.ZodType<types.Settings>;

/** Settings to change; what is left out stays. */
export const SettingsChange = z.strictObject({ workers: workers.exactOptional() }) satisfies z.ZodType<
  Partial<types.Settings>
>;

export const Status = z
  .object({
    version: z.string(),
    database: z.string(),
    kernels: z.string(),
    workers: z.number(),
    cores: z.number(),
    running: z.number(),
    queued: z.number(),
    notices: z.array(z.string()),
  })
  .meta({ id: 'Status' }) satisfies z.ZodType<types.WorkbenchStatus>;

export const Changes = z
  .object({
    cursor: z.number(),
    runs: z.array(RunRow),
    removed: z.array(z.string()),
    datasets: z.boolean(),
    studies: z.boolean(),
  })
  .meta({ id: 'Changes' }) satisfies z.ZodType<types.Changes>;

/** A named, ready-made specification. */
export const Preset = z
  .object({ name: z.string(), title: z.string(), description: z.string(), spec: SpecOut })
  .meta({ id: 'Preset' });

/** How a route's path names a run. */
export const RunRef = z.object({
  id: z.string().min(1).meta({ description: 'Id, unique start of an id, or name of a run.' }),
});
export const NormFieldName = z.enum(NORM_FIELDS);
export const ExportFormatName = z.enum(EXPORT_FORMATS);
export const ModelFormatName = z.enum(MODEL_FORMATS);
export const StatusName = z.enum(RUN_STATUSES);
