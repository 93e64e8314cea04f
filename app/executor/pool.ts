/**
 * A pool of worker threads that train. Threads are made when first needed, kept for ever and never ended for a run;
 * orders reach a training loop through a flag in shared memory. Knows nothing of the database (executor.ts).
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { TrainEvent } from '../../engine/events.ts';
import type { ProbeSpec, RunSpec } from '../../engine/spec/schema.ts';
import { CONTROL, ORDER, THREADS } from '../../engine/worker-protocol.ts';
import type { Beginning, FromWorker, ToWorker, TrainMessage } from '../../engine/worker-protocol.ts';
import { fromSources, programFolder } from '../platform.ts';

/** A run that trains in a thread. */
export interface Training {
  pause(): void;
  resume(): void;
  /** Ends it after the current step; its last events follow. */
  stop(): void;
  /** How many threads it may use from the next step on. */
  use(threads: number): void;
  /** Resolves after the last events; rejects when training failed or the thread died. */
  ended: Promise<void>;
}

/** What a thread trains. */
export interface TrainJob {
  spec: RunSpec;
  dataset: Dataset;
  /** Datasets that probes name beside it. */
  others?: ReadonlyMap<string, Dataset>;
  /** The checkpoint that the run begins at; absent for one that begins anew. */
  from?: Beginning;
}

/** What a thread measures. */
export interface ProbeJob extends TrainJob {
  probe: ProbeSpec;
  /** Updates done at the moment that it looks at; `from` is a checkpoint at or before it. */
  step: number;
}

export interface Pool {
  /** Trains in an idle thread, or in a new one. `onEvents` is called in order, and not after `ended` has settled. */
  train(job: TrainJob & Pick<TrainMessage, 'owed'>, onEvents: (events: TrainEvent[]) => void): Training;
  /** Takes a probe in an idle thread, or in a new one. */
  probe(job: ProbeJob, onEvents: (events: TrainEvent[]) => void): Training;
  /** Ends all threads: idle ones by asking, others by force after a moment. */
  close(): Promise<void>;
}

/** How long a thread that was asked to end may take. */
const CLOSE_MS = 1_000;

interface Task {
  onEvents(events: TrainEvent[]): void;
  resolve(): void;
  reject(error: Error): void;
}

interface Thread {
  worker: Worker;
  task: Task | null;
  exited: Promise<void>;
}

/** The file that a thread runs: the source, or what it was built to. */
const workerFile = (): URL =>
  pathToFileURL(join(programFolder, ...(fromSources ? ['engine', 'worker.ts'] : ['dist', 'engine', 'worker.js'])));

/**
 * An empty pool, in which a run may be given up to `mostThreads` threads; it begins with one. `entry` is the file that
 * threads run; tests give one that fails.
 */
export const createPool = (mostThreads = 1, entry: URL = workerFile()): Pool => {
  const threads = new Set<Thread>();

  const send = (thread: Thread, message: ToWorker): void => thread.worker.postMessage(message);

  const addThread = (): Thread => {
    const worker = new Worker(entry);
    const thread: Thread = {
      worker,
      task: null,
      exited: new Promise((resolve) => worker.once('exit', () => resolve())),
    };
    threads.add(thread);
    const end = (error: Error | null): void => {
      const task = thread.task;
      thread.task = null;
      if (error === null) task?.resolve();
      else task?.reject(error);
    };
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'events':
          thread.task?.onEvents(message.events);
          if (message.events.some(({ type }) => type === 'finished')) end(null);
          return;
        case 'probed':
          end(null);
          return;
        case 'failed':
          end(new Error(message.message));
          return;
        default:
          message satisfies never;
      }
    });
    // A dead thread leaves the pool; the next run makes another one.
    worker.once('error', (error) => {
      threads.delete(thread);
      end(new Error(`The training thread died: ${error instanceof Error ? error.message : String(error)}`));
    });
    worker.once('exit', (code) => {
      threads.delete(thread);
      end(new Error(`The training thread ended by itself (exit code ${code}).`));
    });
    return thread;
  };

  const begin = (message: (control: Int32Array) => ToWorker, onEvents: (events: TrainEvent[]) => void): Training => {
    const thread = [...threads].find(({ task }) => task === null) ?? addThread();
    const control = new Int32Array(new SharedArrayBuffer(8));
    control[THREADS] = 1;
    const order = (value: number): void => {
      Atomics.store(control, ORDER, value);
      Atomics.notify(control, ORDER);
    };
    const ended = new Promise<void>((resolve, reject) => {
      thread.task = { onEvents, resolve, reject };
    });
    send(thread, message(control));
    return {
      pause: () => order(CONTROL.pause),
      resume: () => order(CONTROL.run),
      stop: () => order(CONTROL.stop),
      use: (count) => void Atomics.store(control, THREADS, count),
      ended,
    };
  };

  return {
    train: (job, onEvents) => begin((control) => ({ type: 'train', ...job, mostThreads, control }), onEvents),
    probe: (job, onEvents) => begin((control) => ({ type: 'probe', ...job, control }), onEvents),

    async close() {
      const all = [...threads];
      for (const thread of all) send(thread, { type: 'close' });
      const limit = new AbortController();
      const exits = Promise.all(all.map(({ exited }) => exited));
      await Promise.race([exits, wait(CLOSE_MS, undefined, { signal: limit.signal }).catch(() => undefined)]);
      limit.abort();
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
};
