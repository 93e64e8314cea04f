/**
 * Trains in threads of this program. Orders reach a training loop through numbers in shared memory, and so does how many
 * cores it may use: those that nobody else needs. The interface, and what it promises: ../trainer.ts.
 */
import { CONTROL, ORDER, THREADS, type ProbeMessage, type TrainMessage } from '../../../engine/worker-protocol.ts';
import { loadExactly, loadThere, type DatasetSource } from '../datasets.ts';
import type { JobHandle, OnEvents, ProbeJob, Trainer, TrainingJob } from '../trainer.ts';
import { createIdleCores, threadLimit, threadsOfRun } from './cores.ts';
import { createWorkers } from './workers.ts';

/** How often the cores are shared out anew while something is at work. */
const SHARE_MS = 250;

export interface ThreadTrainerOptions {
  datasets: DatasetSource;
  /** How many runs train on this machine as far as is known, those of other programs included. */
  running?(): number;
  /** Most threads of a run. */
  mostThreads?: number;
  /** The file that worker threads run; tests give one that fails. */
  entry?: URL;
}

/** A job from the moment that it was taken on. */
interface Active {
  /** See worker-protocol.ts. */
  control: Int32Array;
  paused: boolean;
}

/** A trainer without threads: the first job makes one. Throws AppError where the environment asks for a wrong number. */
export function createThreadTrainer(options: ThreadTrainerOptions): Trainer {
  const { datasets, running = () => 0, mostThreads = threadLimit(), entry } = options;
  const workers = createWorkers(entry);
  const idleCores = createIdleCores();
  const active = new Set<Active>();
  let timer: NodeJS.Timeout | null = null;
  let closing = false;

  /** Gives cores that nobody needs to a run that trains alone, and takes them back at the next step. */
  const shareCores = (): void => {
    const atWork = [...active].filter(({ paused }) => !paused).length;
    const threads = threadsOfRun(Math.max(atWork, running()), idleCores(), mostThreads);
    for (const { control } of active) Atomics.store(control, THREADS, threads);
  };
  const add = (job: Active): void => {
    active.add(job);
    timer ??= setInterval(shareCores, SHARE_MS);
    shareCores();
  };
  const remove = (job: Active): void => {
    active.delete(job);
    if (active.size > 0) return shareCores();
    if (timer !== null) clearInterval(timer);
    timer = null;
  };

  type Loaded = Pick<TrainMessage, 'spec' | 'dataset' | 'others' | 'from' | 'control'>;
  const begin = (
    { spec, dataset, others = [], from }: Omit<TrainingJob, 'owed'>,
    messageOf: (loaded: Loaded) => TrainMessage | ProbeMessage,
    onEvents: OnEvents,
  ): JobHandle => {
    const control = new Int32Array(new SharedArrayBuffer(8));
    const job: Active = { control, paused: false };
    const order = (value: number): void => {
      if (control[ORDER] === CONTROL.stop) return;
      job.paused = value === CONTROL.pause;
      Atomics.store(control, ORDER, value);
      Atomics.notify(control, ORDER);
    };
    const carryOut = async (): Promise<void> => {
      add(job);
      try {
        const loaded = { dataset: await loadExactly(datasets, dataset), others: await loadThere(datasets, others) };
        if (control[ORDER] === CONTROL.stop && !closing) return;
        await workers.carryOut(messageOf({ spec, ...loaded, ...(from && { from }), control }), onEvents);
      } finally {
        remove(job);
      }
    };
    return {
      pause: () => order(CONTROL.pause),
      resume: () => order(CONTROL.run),
      stop: () => order(CONTROL.stop),
      ended: carryOut(),
    };
  };

  return {
    train: ({ owed = [], ...job }, onEvents) =>
      begin(job, (loaded) => ({ type: 'train', ...loaded, owed, mostThreads }), onEvents),
    probe: ({ probe, step, ...job }: ProbeJob, onEvents) =>
      begin(job, (loaded) => ({ type: 'probe', ...loaded, probe, step }), onEvents),
    async close() {
      closing = true;
      // A thread that is told to stop ends by itself, and need not be ended by force.
      for (const { control } of active) {
        Atomics.store(control, ORDER, CONTROL.stop);
        Atomics.notify(control, ORDER);
      }
      await workers.close();
    },
  };
}
