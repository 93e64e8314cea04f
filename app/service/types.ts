/**
 * What a person can do with the program, as types: the contract between the services and their doors. The HTTP schemas
 * in app/api mirror these types and are checked against them by the compiler.
 */
import type { DatasetInfo } from '../../engine/data/dataset.ts';
import type { Follow } from '../../engine/data/readers/follow.ts';
import type { ReadOptions } from '../../engine/data/readers/formats.ts';
import type { SourceFile, SourcePreview } from '../../engine/data/readers/source.ts';
import type { ExportedPart } from '../../engine/export/pytorch/experiment.ts';
import type { FittedScaling } from '../../engine/data/scaling.ts';
import type { Activity, LayerInfo, NormField, Summary } from '../../engine/events.ts';
import type { RunSpec, RunSpecInput, ScalingSpec } from '../../engine/spec/schema.ts';
import type { Diagnosis } from './diagnosis/types.ts';
import type { ProbeEstimate, ProbeService } from './probe-types.ts';
import type { StudyService } from './studies/types.ts';

export * from './diagnosis/types.ts';
export type * from './probe-types.ts';
export type * from './studies/types.ts';

export const RUN_STATUSES = [
  'queued',
  'running',
  'paused',
  'completed',
  'stopped',
  'diverged',
  'failed',
  'interrupted',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** A run as a list shows it. */
export interface RunRow {
  /** UUIDv7. */
  id: string;
  name: string;
  status: RunStatus;
  /** One sentence: why it ended ("diverged at step 120 in dense2"), or how it stands; empty while all is ordinary. */
  reason: string;
  spec: RunSpec;
  /** Hash of the whole spec but its name. */
  specHash: string;
  /** Hash of the spec without seed and name: equal for the replicates of one experiment. */
  groupHash: string;
  dataset: { name: string; hash: string };
  /** Updates done so far. */
  step: number;
  /** Milliseconds of training so far, pauses left out. */
  trainingMs: number;
  /** What it is busy with beside training: a probe, and how far that is. */
  activity: Activity | null;
  /** Final metrics once ended; the latest ones while it runs. Values may be non-finite. */
  summary: Summary;
  /** At most 60 points of `validation.accuracy` (or `validation.loss` for regression) for a sparkline. */
  sparkline: number[];
  tags: string[];
  /** UTC milliseconds. */
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  /** When it was moved to the trash; null for runs that are not there. */
  trashedAt: number | null;
  /** Grows with every change of anything about the run: compare with a cursor. */
  changed: number;
}

/** Everything else that is kept about a run. */
export interface RunDetail extends RunRow {
  note: string;
  kernels: string | null;
  parameters: number | null;
  layers: LayerInfo[];
  scaling: FittedScaling | null;
  samples: { train: number; validation: number; test: number } | null;
  versions: { normscope: string; node: string };
  machine: { platform: string; arch: string; cpu: string; cores: number; memoryBytes: number };
  series: SeriesInfo[];
  norms: NormLayerInfo[];
  /** Bytes that series, norm records and the checkpoint of this run take in the database. */
  bytes: number;
  /** The run whose checkpoint this one began at, and after how many updates; without a name where it is gone. */
  parent: { id: string; name: string | null; step: number } | null;
  /** Where the run can go on, or be forked; null while there is none. */
  checkpoint: { step: number; createdAt: number; bytes: number } | null;
}

/** What became of running a stored run once more. */
export interface Verification {
  identical: boolean;
  /** Numbers that were compared. */
  numbers: number;
  kernels: string;
  /** The first number that differs; `again` is null where the second run has none. */
  difference: { what: string; step: number | null; stored: number; again: number | null } | null;
}

export interface ForkInput {
  /** The specification of the new run: that of the parent with what is to change. */
  spec: RunSpecInput;
}

export interface SeriesInfo {
  name: string;
  count: number;
  firstStep: number;
  lastStep: number;
  last: number;
  /** Smallest and largest finite values; null where there is none. */
  min: number | null;
  max: number | null;
  nonFinite: number;
}

export interface NormLayerInfo {
  layer: string;
  channels: number;
  records: number;
  firstStep: number;
  lastStep: number;
}

/** Points of a series: `steps[i]` and `values[i]` belong together. */
export interface SeriesPoints {
  steps: Float64Array;
  values: Float64Array;
}

/** One field of one layer over steps: `values` is records x channels, row-major. */
export interface NormMatrix {
  layer: string;
  field: NormField;
  channels: number;
  steps: Float64Array;
  values: Float32Array;
}

export interface RunQuery {
  /** Words that name, tags, status, dataset or id contain; all must match. */
  text?: string;
  status?: RunStatus[];
  tag?: string;
  trash?: boolean;
}

export interface NewRuns {
  spec: RunSpecInput;
  /** One run a seed; without it, the spec's own seed. */
  seeds?: number[];
}

export interface Estimate {
  /** Seconds of one run on this machine, from measured speed: training and probes. */
  seconds: number;
  /** Bytes one run will take in the database. */
  bytes: number;
  /** What each probe of the specification takes of that. */
  probes: ProbeEstimate[];
}

/** Formats of one run that hold its network: the experiment as a PyTorch script, the weights, the network for inference. */
export const MODEL_FORMATS = ['pytorch', 'safetensors', 'onnx'] as const;
export type ModelFormat = (typeof MODEL_FORMATS)[number];

/** What such a format makes of a run. `name` is that of the file, or a good one for the folder. */
export type ModelExport =
  | { kind: 'file'; name: string; contentType: string; pieces: Uint8Array[] }
  | { kind: 'folder'; name: string; files: ExportedPart[] };

export interface RunService {
  list(query?: RunQuery): RunRow[];
  /** By id, unique id prefix or name. Throws not-found or ambiguous. */
  resolve(ref: string): RunRow;
  get(id: string): RunDetail;
  /** Validates everything, the dataset included, before anything is queued. */
  create(input: NewRuns): Promise<RunRow[]>;
  pause(id: string): RunRow;
  /** Lets a paused run go on; puts one that was interrupted, stopped or failed into the queue, to go on from its checkpoint. */
  resume(id: string): RunRow;
  /** Queues a new run that begins at the latest checkpoint of this one. */
  fork(id: string, input: ForkInput): Promise<RunRow>;
  /** The network, or the whole experiment, for another program; `fold` (onnx only) folds normalizers into other layers. */
  exportModel(id: string, format: ModelFormat, options?: { fold?: boolean }): Promise<ModelExport>;
  /** Runs it once more, storing nothing, and compares every number. */
  verify(id: string, progress?: (step: number) => void): Promise<Verification>;
  stop(id: string): RunRow;
  update(id: string, change: { name?: string; note?: string; tags?: string[] }): RunDetail;
  trash(ids: string[]): RunRow[];
  restore(ids: string[]): RunRow[];
  /** Deletes for ever; only runs in the trash. Returns how many. */
  purge(ids: string[]): number;
  series(id: string, name: string, afterStep?: number): SeriesPoints;
  norm(id: string, layer: string, field: NormField, afterStep?: number): NormMatrix;
  /** What the stored numbers say went wrong. */
  diagnose(id: string): Diagnosis;
  estimate(spec: RunSpecInput): Promise<Estimate>;
}

/** A bounded histogram; `edges` has one more number than `counts`, mean and deviation are those of the numbers themselves. */
export interface Histogram {
  edges: number[];
  counts: number[];
  mean: number;
  deviation: number;
}

export interface DatasetRow extends DatasetInfo {
  builtIn: boolean;
  /** Samples of each class; empty for regression. */
  classCounts: number[];
  /** False for built-in sets that were not generated yet (their counts are then still unknown). */
  ready: boolean;
  importedAt: number | null;
}

/** A file to import: from a path on this machine, or uploaded. */
export type { SourceFile } from '../../engine/data/readers/source.ts';
/** How files are to be read, and what they would become. */
export type ImportOptions = ReadOptions;
export type ImportPreview = SourcePreview;
/** Follows an import: hears how far it is, may stop it. */
export type { Follow } from '../../engine/data/readers/follow.ts';

export interface DatasetService {
  list(): DatasetRow[];
  get(name: string): Promise<DatasetRow>;
  preview(files: SourceFile[], options?: ImportOptions, follow?: Follow): Promise<ImportPreview>;
  /** Keeps nothing until everything is read; stopping it leaves nothing behind. */
  add(name: string, files: SourceFile[], options?: ImportOptions, follow?: Follow): Promise<DatasetRow>;
  /** Refused for built-in sets and for sets that unfinished runs need. */
  remove(name: string): void;
  /** `count` samples spread over the classes: features (count x product(shape)) and labels or targets. */
  sample(name: string, count: number): Promise<{ features: Float32Array; labels: Int32Array; targets: Float32Array }>;
  /** Histogram of all features of the training split, before and after a scaling; a whitening takes seconds. */
  histogram(
    name: string,
    options: { scaling: ScalingSpec; split?: RunSpec['data']['split']; seed?: number },
    signal?: AbortSignal,
  ): Promise<{ before: Histogram; after: Histogram; zeroVariance: number }>;
}

/** How a value stands in a spec that may lack it: `missing` differs from false, 0 and "". */
export type DiffValue = { missing: true } | { missing: false; value: unknown };

export interface Comparison {
  runs: RunRow[];
  /** Leaf paths of the specs; `values` is in the order of `runs`. */
  spec: { path: string; differs: boolean; values: DiffValue[] }[];
  /** Summary metrics; `best` lists the indices of the best runs (ties included), empty where no direction is known. */
  metrics: { name: string; direction: 'higher' | 'lower' | null; values: (number | null)[]; best: number[] }[];
  /** Steps until `metric` first reached `target`; null: never. */
  stepsToTarget: { metric: string; target: number; values: (number | null)[] };
}

export interface CompareService {
  /**
   * At least two runs. `target` defaults to 0.85 of `validation.accuracy`. A `metric` that names a number of a probe
   * (probe-values.ts) is no series with a target: it is put before the other metrics.
   */
  compare(refs: string[], options?: { metric?: string; target?: number }): Comparison;
}

export const EXPORT_FORMATS = ['json', 'csv', 'probes-csv', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportedFile {
  fileName: string;
  contentType: string;
  /** Pieces, so that large exports stream. */
  content: AsyncIterable<string> | Iterable<string>;
}

export interface ReportService {
  export(refs: string[], format: ExportFormat): ExportedFile;
}

export interface Settings {
  /** Worker threads that train; changes take effect for the next run that starts. */
  workers: number;
}

export interface WorkbenchStatus {
  version: string;
  database: string;
  kernels: string;
  workers: number;
  cores: number;
  running: number;
  queued: number;
  /** Files that were put aside or repaired at start, in words; usually empty. */
  notices: string[];
}

/** What changed after `cursor`: rows of runs that changed, ids of runs that are gone for good. */
export interface Changes {
  cursor: number;
  runs: RunRow[];
  removed: string[];
  /** True when the set of datasets changed. */
  datasets: boolean;
  /** True when the set of studies, or one of them, changed; how their runs get on is told by `runs`. */
  studies: boolean;
}

/** The whole program without a door. */
export interface Workbench {
  runs: RunService;
  probes: ProbeService;
  studies: StudyService;
  datasets: DatasetService;
  compare: CompareService;
  reports: ReportService;
  settings: { get(): Settings; set(change: Partial<Settings>): Settings };
  status(): WorkbenchStatus;
  changesSince(cursor: number): Changes;
  /** Calls back (at most some four times a second) after anything changed, in this program or another one. */
  subscribe(listener: () => void): () => void;
  /** Resolves when the run has ended. */
  finished(id: string): Promise<RunRow>;
  /** Stops workers (their runs become `interrupted`), writes what is pending, closes the database. */
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  /** File of the database; `:memory:` is refused. */
  database: string;
  workers?: number;
  /** Folder for generated and imported data; beside the database by default. */
  dataFolder?: string;
  /**
   * False: only look, never execute runs (list, show, compare, export). `own`: execute only the runs created through
   * this workbench, for a command that ends with its runs.
   */
  execute?: boolean | 'own';
}
