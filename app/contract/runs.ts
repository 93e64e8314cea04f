/** What is known of runs and what can be asked for. Their recorded numbers: series.ts and norms.ts. */
import { z } from 'zod';
import type { FittedScaling } from '../../engine/data/scaling.ts';
import type { Activity as EngineActivity, LayerInfo } from '../../engine/events.ts';
import { LAYER_KINDS } from '../../engine/spec/layer-kinds.ts';
import { PROBE_TYPES, type RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { NormLayerInfo } from './norms.ts';
import { Said } from './message.ts';
import { Num } from './numbers.ts';
import { isObject, timestamp } from './parts.ts';
import { RUN_STATUSES, type RunStatus } from './run-status.ts';
import { SeriesInfo } from './series.ts';

export type { Summary } from '../../engine/events.ts';

/** A specification that was stored: passed through unread, since it was valid when it was stored. */
export const StoredSpec = z
  .custom<RunSpec>(isObject)
  .meta({ type: 'object', description: 'A complete run specification, as described by /api/spec/schema.' });

/** A specification that is given: passed through unread, for engine/spec validates it. */
export const GivenSpec = z.custom<RunSpecInput>(isObject, 'must be a run specification: a JSON object').meta({
  type: 'object',
  description: 'A run specification, as described by /api/spec/schema; fields that have a default may be left out.',
});

/** What a run is busy with beside training: a probe, and how far that is. */
export const Activity = z.object({
  what: z.enum([...PROBE_TYPES, 'replay']),
  fraction: z.number(),
}) satisfies z.ZodType<EngineActivity>;
export interface Activity extends z.output<typeof Activity> {}

/** A run as a list shows it. */
export const RunRow = z
  .object({
    /** UUIDv7. */
    id: z.string(),
    name: z.string(),
    status: z.enum(RUN_STATUSES),
    /** One sentence: why it ended ("diverged at step 120 in dense2"), or how it stands; empty while all is ordinary. */
    reason: z.string(),
    /** The same as data; null where nothing is said, and for runs of version 0.1. */
    reasonSaid: Said.nullable(),
    spec: StoredSpec,
    /** Hash of the whole spec but its name. */
    specHash: z.string(),
    /** Hash of the spec without seed and name: equal for the replicates of one experiment. */
    groupHash: z.string(),
    dataset: z.object({ name: z.string(), hash: z.string() }),
    /** Updates done so far. */
    step: z.number(),
    /** Milliseconds of training so far, pauses left out. */
    trainingMs: z.number(),
    activity: Activity.nullable(),
    /** Final metrics once ended; the latest ones while it runs. Values may be non-finite. */
    summary: z.record(z.string(), Num),
    /** At most 60 points of `validation.accuracy` (or `validation.loss` for regression) for a sparkline. */
    sparkline: z.array(Num),
    tags: z.array(z.string()),
    createdAt: timestamp,
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    /** When it was moved to the trash; null for runs that are not there. */
    trashedAt: timestamp.nullable(),
    /** Grows with every change of anything about the run: compare with a cursor. */
    changed: z.number(),
  })
  .meta({ id: 'RunRow' });
export interface RunRow extends z.output<typeof RunRow> {}

/** A layer of the network that was made. */
export const Layer = z.object({
  name: z.string(),
  kind: z.enum(LAYER_KINDS),
  shape: z.array(z.number()),
  parameters: z.number(),
}) satisfies z.ZodType<LayerInfo>;

const Scaling = z.object({
  method: z.enum(['none', 'range', 'standardize', 'center', 'per-sample', 'pca', 'zca', 'affine']),
  shift: z.array(Num),
  factor: z.array(Num),
  offset: z.number().exactOptional(),
  zeroVariance: z.number(),
  eigenvalues: z.array(Num).exactOptional(),
}) satisfies z.ZodType<FittedScaling>;

/** What a run was made of, known once it has started; null or empty until then. */
const setup = {
  note: z.string(),
  kernels: z.string().nullable(),
  parameters: z.number().nullable(),
  layers: z.array(Layer),
  scaling: Scaling.nullable(),
  samples: z.object({ train: z.number(), validation: z.number(), test: z.number() }).nullable(),
  versions: z.object({ normscope: z.string(), node: z.string() }),
  machine: z.object({
    platform: z.string(),
    arch: z.string(),
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
  }),
};

/** Everything else that is kept about a run. */
export const RunDetail = RunRow.extend({
  ...setup,
  series: z.array(SeriesInfo),
  norms: z.array(NormLayerInfo),
  /** Bytes that series, norm records and the checkpoint of this run take in the database. */
  bytes: z.number(),
  /** The run whose checkpoint this one began at, and after how many updates; without a name where it is gone. */
  parent: z.object({ id: z.string(), name: z.string().nullable(), step: z.number() }).nullable(),
  /** Where the run can go on, or be forked; null while there is none. */
  checkpoint: z.object({ step: z.number(), createdAt: timestamp, bytes: z.number() }).nullable(),
}).meta({ id: 'RunDetail' });
export interface RunDetail extends z.output<typeof RunDetail> {}

/** The part of a run's details that is kept beside its row. */
export type RunSetup = Pick<RunDetail, keyof typeof setup>;

/** Which runs a list shows. */
export interface RunQuery {
  /** Words that name, tags, status, dataset or id contain; all must match. */
  text?: string;
  status?: RunStatus[];
  tag?: string;
  trash?: boolean;
}

/** Runs to queue. */
export const NewRuns = z.object({
  spec: GivenSpec,
  /** One run a seed; without it, the spec's own seed. */
  seeds: z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(1000).exactOptional(),
});
export interface NewRuns extends z.output<typeof NewRuns> {}

/** A run that begins at the checkpoint of another one. */
export const ForkInput = z.object({
  /** The specification of the new run: that of the parent with what is to change. */
  spec: GivenSpec,
});
export interface ForkInput extends z.output<typeof ForkInput> {}

/** What a person may change about a run; what is left out stays. */
export const RunChange = z.strictObject({
  name: z.string().trim().min(1).max(200).exactOptional(),
  note: z.string().max(100_000).exactOptional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).exactOptional(),
});
export interface RunChange extends z.output<typeof RunChange> {}

/** Runs by their ids. */
export const RunIds = z.object({ ids: z.array(z.string().min(1)).min(1).max(10_000) });
/** Some runs. */
export const RunRows = z.object({ runs: z.array(RunRow) });
/** Some runs, and the cursor from which changes continue them. */
export const RunList = z.object({ runs: z.array(RunRow), cursor: z.number() });
export interface RunList extends z.output<typeof RunList> {}

/** How a route's path names a run. */
export const RunRef = z.object({
  id: z.string().min(1).meta({ description: 'Id, unique start of an id, or name of a run.' }),
});

/** What became of running a stored run once more. */
export interface Verification {
  identical: boolean;
  /** Numbers that were compared. */
  numbers: number;
  kernels: string;
  /** The first number that differs; `again` is null where the second run has none. */
  difference: { what: string; step: number | null; stored: number; again: number | null } | null;
}

/** A named, ready-made specification. */
export const Preset = z
  .object({ name: z.string(), title: z.string(), description: z.string(), spec: StoredSpec })
  .meta({ id: 'Preset' });
export interface Preset extends z.output<typeof Preset> {}
