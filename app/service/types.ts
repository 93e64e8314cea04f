/**
 * What a person can do with the program, as types: the services behind every door. What they take and give: app/contract.
 */
import type { RunSpecInput } from '../../engine/spec/schema.ts';
import type { StudySpecInput } from '../../engine/spec/schema/study.ts';
import type { Changes } from '../contract/changes.ts';
import type { Comparison } from '../contract/compare.ts';
import type { DatasetRow, DatasetSample, HistogramPair, HistogramRequest } from '../contract/datasets.ts';
import type { Diagnosis } from '../contract/diagnosis.ts';
import type { Estimate, ProbeEstimate } from '../contract/estimates.ts';
import type { ExportedFile, ExportFormat, ModelExport, ModelFormat, ModelOptions } from '../contract/exports.ts';
import type { Follow, ImportOptions, ImportPreview, SourceFile } from '../contract/imports.ts';
import type { NormField, NormMatrix } from '../contract/norms.ts';
import type { ProbeArrays, ProbeInput, ProbeRow } from '../contract/probes.ts';
import type {
  Activity,
  ForkInput,
  NewRuns,
  RunChange,
  RunDetail,
  RunQuery,
  RunRow,
  Verification,
} from '../contract/runs.ts';
import type { SeriesPoints } from '../contract/series.ts';
import type { Settings, SettingsChange } from '../contract/settings.ts';
import type { StudyPreview, StudyRow, StudyStart } from '../contract/studies.ts';
import type { StudyResult } from '../contract/study-results.ts';
import type { WorkbenchStatus } from '../contract/workbench-status.ts';

/** What a person can do with runs. */
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
  /** The network, or the whole experiment, for another program. Options: those that the format declares. */
  exportModel(id: string, format: ModelFormat, options?: ModelOptions): Promise<ModelExport>;
  /** Runs it once more, storing nothing, and compares every number. */
  verify(id: string, progress?: (step: number) => void): Promise<Verification>;
  stop(id: string): RunRow;
  update(id: string, change: RunChange): RunDetail;
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

/** What a person can do with datasets. */
export interface DatasetService {
  list(): DatasetRow[];
  get(name: string): Promise<DatasetRow>;
  preview(files: SourceFile[], options?: ImportOptions, follow?: Follow): Promise<ImportPreview>;
  /** Keeps nothing until everything is read; stopping it leaves nothing behind. */
  add(name: string, files: SourceFile[], options?: ImportOptions, follow?: Follow): Promise<DatasetRow>;
  /** Refused for built-in sets and for sets that unfinished runs need. */
  remove(name: string): void;
  /** `count` samples spread over the classes: features (count x product(shape)) and labels or targets. */
  sample(name: string, count: number): Promise<DatasetSample>;
  /** Histogram of all features of the training split, before and after a scaling; a whitening takes seconds. */
  histogram(name: string, options: HistogramRequest, signal?: AbortSignal): Promise<HistogramPair>;
}

/** Runs side by side. */
export interface CompareService {
  /**
   * At least two runs. `target` defaults to 0.85 of `validation.accuracy`. A `metric` that names a number of a probe
   * (probe-values.ts) is no series with a target: it is put before the other metrics.
   */
  compare(refs: string[], options?: { metric?: string; target?: number }): Comparison;
}

/** Files made from runs. */
export interface ReportService {
  export(refs: string[], format: ExportFormat): ExportedFile;
}

/** What a person can do with probes. */
export interface ProbeService {
  /** Everything measured in a run, by type and step. */
  list(runId: string): ProbeRow[];
  get(id: number): ProbeRow;
  arrays(id: number): ProbeArrays;
  /** Takes a probe of a run that has ended, at each of its moments; those that were stopped give nothing. */
  take(runId: string, probe: ProbeInput, progress?: (activity: Activity) => void): Promise<ProbeRow[]>;
  /** The same without waiting; what goes wrong later becomes the problem of its record. */
  start(runId: string, probe: ProbeInput): void;
  /** How long that will take; refuses what cannot be taken. */
  estimate(runId: string, probe: ProbeInput): Promise<ProbeEstimate>;
  /** Stops what is being measured of a run, and what waits. */
  stop(runId: string): void;
  remove(id: number): void;
}

/** What was measured, for whom only looks. */
export type ProbeReader = Pick<ProbeService, 'list' | 'arrays'>;

/** What a person can do with studies; what a study is: docs/STUDIES.md. */
export interface StudyService {
  /** Stored studies, the newest first, then built-in ones that are not stored. */
  list(): StudyRow[];
  /** By id or name, built-in ones too. Throws not-found. */
  get(ref: string): StudyRow;
  /** Stores a new study, or with `id` a changed one. Throws invalid-input with issues by their paths, or conflict. */
  save(spec: StudySpecInput, id?: string): StudyRow;
  /**
   * Stores a study of input scaling, activation and normalization for a dataset, which takes about so many minutes here;
   * takes the place of an earlier one for it. Throws invalid-input, not-found or conflict.
   */
  guided(dataset: string, minutes: number): Promise<StudyRow>;
  /** Forgets the study; its runs stay. */
  remove(ref: string): void;
  /** What it would take to run a study that need not be stored. */
  preview(spec: StudySpecInput): Promise<StudyPreview>;
  /** Queues what is missing and takes up what was interrupted, stopped or failed. Throws invalid-input when it cannot. */
  start(ref: string, options?: StudyStart): Promise<StudyRow>;
  /** Takes its queued runs out of the queue and pauses those that train; runs that another study needs go on. */
  pause(ref: string): StudyRow;
  /** Goes on where it was paused or stopped: the same as start. */
  resume(ref: string): Promise<StudyRow>;
  /** Takes its queued runs out of the queue and stops those that train; they keep their checkpoints. */
  stop(ref: string): StudyRow;
  /** What the person expects; null or blank takes it away. */
  setPrediction(ref: string, text: string | null): StudyRow;
  setNote(ref: string, note: string): StudyRow;
  result(ref: string): Promise<StudyResult>;
  /** All of it as one HTML file. */
  report(ref: string): Promise<ExportedFile>;
}

/** The whole program without a door. */
export interface Workbench {
  runs: RunService;
  probes: ProbeService;
  studies: StudyService;
  datasets: DatasetService;
  compare: CompareService;
  reports: ReportService;
  settings: { get(): Settings; set(change: SettingsChange): Settings };
  status(): WorkbenchStatus;
  changesSince(cursor: number): Changes;
  /** Calls back (at most some four times a second) after anything changed, in this program or another one. */
  subscribe(listener: () => void): () => void;
  /** Resolves when the run has ended. */
  finished(id: string): Promise<RunRow>;
  /** Stops workers (their runs become `interrupted`), writes what is pending, closes the database. */
  close(): Promise<void>;
}

/** How a workbench is opened. */
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
