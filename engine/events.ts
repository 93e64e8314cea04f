/**
 * What a training run says while it works: the messages from the training loop to whoever stores or shows them.
 *
 * Everything is structured-clonable. The loop gathers events and hands them over in batches about four times a second;
 * batches arrive in order, and each is stored in one transaction.
 */
import type { Message } from './words/words.ts';
import type { FittedScaling } from './data/scaling.ts';
import type { ProbeRecord } from './probes/record.ts';
import type { LayerInfo } from './spec/describe.ts';
import type { ProbeType } from './spec/schema.ts';

export { NORM_FIELDS, type NormField } from './spec/normalizers.ts';
export type { LayerInfo };

/** A piece of a series: `values[i]` belongs to step `firstStep + i * stride`. */
export interface SeriesEvent {
  type: 'series';
  /** One of those in metrics.ts. */
  name: string;
  firstStep: number;
  stride: number;
  values: Float64Array;
}

/** What one normalization layer looked like at one step; every array has one number a channel. */
export interface NormEvent {
  type: 'norm';
  layer: string;
  step: number;
  batchMean: Float32Array;
  batchVariance: Float32Array;
  runningMean: Float32Array;
  runningVariance: Float32Array;
  gamma: Float32Array;
  beta: Float32Array;
}

export interface StartedEvent {
  type: 'started';
  kernels: string;
  parameters: number;
  layers: LayerInfo[];
  scaling: FittedScaling;
  samples: { train: number; validation: number; test: number };
}

export interface ProgressEvent {
  type: 'progress';
  step: number;
  /** Milliseconds spent training so far, pauses left out. */
  trainingMs: number;
}

/** Summary metrics by name (metrics.ts), e.g. `best.validation.accuracy`, `test.accuracy.precise`. May be non-finite. */
export type Summary = Record<string, number>;

export interface FinishedEvent {
  type: 'finished';
  status: 'completed' | 'stopped' | 'diverged';
  step: number;
  /** Why it ended, where that is not plain: all steps are done. */
  reason: Message | null;
  /** For `diverged`: the first layer, from the input on, whose output (or gradient) was not finite. */
  layer?: string;
  summary: Summary;
  trainingMs: number;
}

/** Where the run stands: everything recorded up to here came in this batch of events or before. */
export interface CheckpointEvent {
  type: 'checkpoint';
  step: number;
  /** Step of the last evaluation. */
  evaluatedAt: number;
  trainingMs: number;
  /** As checkpoint.ts writes it. */
  bytes: Uint8Array<ArrayBuffer>;
}

/** What was measured inside the network. */
export interface ProbeEvent {
  type: 'probe';
  record: ProbeRecord;
}

/** What a run is busy with beside training. */
export interface Activity {
  /** A probe that is being taken; `replay`: training is repeated up to the step that a probe looks at. */
  what: ProbeType | 'replay';
  /** 0 .. 1. */
  fraction: number;
}

/** Said a few times a second while a probe is taken; null when it is done. */
export interface ActivityEvent {
  type: 'activity';
  activity: Activity | null;
}

export type TrainEvent =
  SeriesEvent | NormEvent | StartedEvent | ProgressEvent | CheckpointEvent | ProbeEvent | ActivityEvent | FinishedEvent;
