/**
 * Who trains, and who takes probes: what the executor, the probes and the verification know of it. Jobs are data, so that
 * they can be carried out in a thread of this program (threads/trainer.ts) or elsewhere. Not for which run trains when,
 * nor for what is stored of it (executor.ts).
 */
import type { Beginning } from '../../engine/checkpoint.ts';
import type { TrainEvent } from '../../engine/events.ts';
import type { ProbeSpec, RunSpec } from '../../engine/spec/schema.ts';
import type { DatasetRef } from './datasets.ts';

/** A run to train. Survives `structuredClone`, and but for the checkpoint JSON. */
export interface TrainingJob {
  spec: RunSpec;
  dataset: DatasetRef;
  /** Datasets that probes name beside it; one that is not there fails its probes only. */
  others?: readonly DatasetRef[];
  /** Where the run begins; absent for one that begins anew. */
  from?: Beginning;
  /** Probes at the step of `from` that are not measured yet. */
  owed?: readonly ProbeSpec[];
}

/** A probe of a run that has ended. */
export interface ProbeJob extends Omit<TrainingJob, 'owed'> {
  probe: ProbeSpec;
  /** Updates done at the moment that it looks at; `from` is a checkpoint at or before it. */
  step: number;
}

/** A job that a trainer has taken on. Orders are heard from the first moment on, within one step of training. */
export interface JobHandle {
  /** Holds it, with what it has said so far handed over; before it began, it begins and does no step. */
  pause(): void;
  resume(): void;
  /** Ends it: after its current step, with its last events; without any event where it has not begun. */
  stop(): void;
  /**
   * Resolves after the last events. Rejects when the job failed, with a message for people: AppError `conflict` where the
   * dataset is another one by now, what its source throws where it is gone, `unavailable` where the trainer was closed.
   */
  ended: Promise<void>;
}

/** Hears what a job says: batches in order, none after `ended` has settled. */
export type OnEvents = (events: TrainEvent[]) => void;

/** Trains runs with the same bits wherever it does; as many at once as it is given. */
export interface Trainer {
  /** The first event of a run is `started`, the last one `finished`. */
  train(job: TrainingJob, onEvents: OnEvents): JobHandle;
  /** Says how far it is, and ends with the record; one that was stopped leaves none. */
  probe(job: ProbeJob, onEvents: OnEvents): JobHandle;
  /** Takes on nothing more, and ends in bounded time whatever is still at work: stop it before where its last events matter. */
  close(): Promise<void>;
}
