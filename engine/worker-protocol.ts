/**
 * What the host and a training thread say to each other. Orders that must be heard within one step travel through shared
 * memory instead of messages: a thread that trains does not look at its messages.
 */
import type { Message } from './words/words.ts';
import type { Beginning } from './checkpoint.ts';
import type { Dataset } from './data/dataset.ts';
import type { TrainEvent } from './events.ts';
import type { ProbeSpec, RunSpec } from './spec/schema.ts';

/** Elements of {@link TrainMessage.control}: an order, and how many threads the run may use now. Looked at once a step. */
export const ORDER = 0;
export const THREADS = 1;

/** Values of the first element. */
export const CONTROL = { run: 0, pause: 1, stop: 2 } as const;

/** Trains one run; sent only to a thread that is idle. */
export interface TrainMessage {
  type: 'train';
  spec: RunSpec;
  dataset: Dataset;
  /** Datasets that probes name beside it. */
  others?: ReadonlyMap<string, Dataset>;
  /** Where the run begins; absent for one that begins anew. */
  from?: Beginning;
  /** Probes at the step of `from` that are not measured yet. */
  owed?: readonly ProbeSpec[];
  /** Most threads that the run may use at any time; with 1 it needs no memory that threads share. */
  mostThreads: number;
  /** Two int32 on a SharedArrayBuffer. A paused loop waits on the first: change it, then `Atomics.notify`. */
  control: Int32Array;
}

/** Takes one probe of a run; sent only to a thread that is idle. */
export interface ProbeMessage {
  type: 'probe';
  spec: RunSpec;
  dataset: Dataset;
  /** Datasets that the probe names beside it. */
  others?: ReadonlyMap<string, Dataset>;
  probe: ProbeSpec;
  /** Updates done at the moment that it looks at. */
  step: number;
  /** A checkpoint at that moment or before; absent where training is repeated from its beginning. */
  from?: Beginning;
  /** As for training; pausing and stopping are the same. */
  control: Int32Array;
}

/** The thread ends by itself when it is idle. */
export interface CloseMessage {
  type: 'close';
}
export type ToWorker = TrainMessage | ProbeMessage | CloseMessage;

/** Batches arrive in order; the last one of a run holds the `finished` event, and then the thread is idle. */
export interface EventsMessage {
  type: 'events';
  events: TrainEvent[];
}

/** The probe is done, or was stopped; the thread is idle. */
export interface ProbedMessage {
  type: 'probed';
}

/** Training or a probe threw: nothing else follows, and the thread is idle. */
export interface FailedMessage {
  type: 'failed';
  said: Message;
}
export type FromWorker = EventsMessage | ProbedMessage | FailedMessage;
