/**
 * Carries runs out: claims queued ones in the database, gives them to the trainer, stores what they say. One for each
 * program; several may share a database. Not for what a person may ask (app/service/runs.ts), nor for how it is trained
 * (trainer.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import type { TrainEvent } from '../../engine/events.ts';
import { saidBy } from '../../engine/words/worded.ts';
import { say, type Message } from '../../engine/words/words.ts';
import { RUN_REASONS } from '../contract/run-reasons.ts';
import type { RunRow } from '../contract/runs.ts';
import { computerName, machine, versions } from '../platform.ts';
import type { Ending, RunRequest } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import { datasetsOf, type DatasetRef } from './datasets.ts';
import { BEAT_EVERY_MS, createPresence } from './presence.ts';
import type { JobHandle, Trainer, TrainingJob } from './trainer.ts';
import { within } from './within.ts';

/** How often the queue, and requests of other programs, are looked at. */
const TICK_MS = 250;
/** How long {@link Executor.close} waits for runs to hand over what they have. */
const CLOSE_MS = 5_000;

export interface ExecutorOptions {
  store: Store;
  /** Outlives the executor: whoever made it closes it. */
  trainer: Pick<Trainer, 'train'>;
  /** What the name of a dataset stands for now; null where there is none. */
  identify(name: string): DatasetRef | null;
  /** How many runs may train at once; asked whenever one could start. */
  workers(): number;
  /** Carry out only runs that were queued through this program. */
  ownOnly: boolean;
}

export interface Executor {
  /** This program in the table `host`: the home of the runs that it queues. */
  readonly hostId: string;
  /** Looks at the queue and at requests now rather than at the next tick. */
  wake(): void;
  /** What keeps the executor from working, in words; null while all is well. */
  problem(): string | null;
  /** Runs that train or are paused here become interrupted, with all they have said stored. */
  close(): Promise<void>;
}

interface Active {
  handle: JobHandle | null;
  paused: boolean;
  stopped: boolean;
  /** Whether it has said anything. */
  begun: boolean;
  /** What was recorded after it is forgotten before anything is stored; null once that is done. */
  rewindTo: Parameters<Store['recorder']['rewind']>[2] | null;
  /** Batches that wait because another program holds the database. */
  pending: TrainEvent[][];
  /** Resolves when nothing more will be stored for the run. */
  ended: Promise<void>;
}

/** Marks the runs of dead programs as interrupted; for programs that carry nothing out, too. */
export const recoverDeadHosts = (store: Store, presence = createPresence()): void => {
  for (const host of presence.dead(store.queue.hosts(), Date.now(), performance.now()))
    store.queue.leave(host.id, Date.now());
};

/** Starts carrying out runs of a store. */
export const createExecutor = ({ store, trainer, identify, workers, ownOnly }: ExecutorOptions): Executor => {
  const hostId = newId();
  const presence = createPresence();
  const active = new Map<string, Active>();
  /** Ends of runs that could not be written yet. */
  const endings = new Map<string, Omit<Ending, 'at'>>();
  const facts = [JSON.stringify(versions()), JSON.stringify(machine())] as const;
  let lastBeat = -Infinity;
  let closing = false;
  let problem: string | null = null;

  const explained = (error: unknown): Message => saidBy(store.explain(error));

  const settleEndings = (): void => {
    for (const [id, ending] of endings) {
      // What the run said before its end comes first.
      if ((active.get(id)?.pending.length ?? 0) > 0) continue;
      store.queue.settle(id, hostId, { ...ending, at: Date.now() });
      endings.delete(id);
    }
  };

  /** Renews the heartbeat. A program that slept for long may have been taken for dead: then its runs are lost to it. */
  const beat = (): void => {
    const awake = performance.now();
    if (awake - lastBeat < BEAT_EVERY_MS) return;
    lastBeat = awake;
    const now = Date.now();
    if (!store.queue.beat(hostId, now)) {
      const host = { id: hostId, processId: process.pid, computer: computerName(), startedAt: now, heartbeat: now };
      store.queue.enter(host);
      for (const { handle } of active.values()) handle?.stop();
    }
    recoverDeadHosts(store, presence);
  };

  const obey = (id: string, request: RunRequest): void => {
    const run = active.get(id);
    switch (request) {
      case 'pause':
      case 'resume': {
        const paused = request === 'pause';
        store.queue.setPaused(id, hostId, paused);
        if (run === undefined) return;
        run.paused = paused;
        if (paused) run.handle?.pause();
        else run.handle?.resume();
        return;
      }
      case 'stop':
        store.queue.answered(id, hostId);
        if (run === undefined) return;
        run.stopped = true;
        run.handle?.stop();
        return;
      default:
        request satisfies never;
    }
  };

  /** What is stored of a batch: a run that stops because the program closes did not stop by anybody's wish. */
  const storable = (id: string, run: Active, events: TrainEvent[]): TrainEvent[] =>
    events.map((event): TrainEvent => {
      if (!closing || run.stopped || event.type !== 'finished' || event.status !== 'stopped') return event;
      endings.set(id, { status: 'interrupted', reason: RUN_REASONS.interrupted({ step: event.step }) });
      return { type: 'progress', step: event.step, trainingMs: event.trainingMs };
    });

  /** Stores what is pending; ends the training when that is impossible, or when the run is somebody else's by now. */
  const flush = (id: string, run: Active): void => {
    for (;;) {
      const events = run.pending[0];
      if (events === undefined) return;
      try {
        if (run.rewindTo !== null) store.recorder.rewind(id, hostId, run.rewindTo);
        run.rewindTo = null;
        if (!store.recorder.record(id, hostId, events, Date.now())) run.handle?.stop();
      } catch (error) {
        if (store.isBusy(error)) {
          problem = say(explained(error));
          return;
        }
        run.pending = [];
        endings.set(id, { status: 'failed', reason: RUN_REASONS['not-stored']({ why: explained(error) }) });
        run.handle?.stop();
        return;
      }
      run.pending.shift();
    }
  };

  const record = (id: string, run: Active, events: TrainEvent[]): void => {
    run.begun = true;
    if (endings.has(id)) return;
    run.pending.push(storable(id, run, events));
    flush(id, run);
  };

  /** Where a run begins: at its own latest checkpoint, at that of its parent, or anew; and the probes it owes there. */
  const beginningOf = ({ id, spec }: RunRow): Pick<Active, 'rewindTo'> & Pick<TrainingJob, 'from' | 'owed'> => {
    const { checkpoints } = store;
    const latest = checkpoints.get(id, 'latest');
    const start = latest ?? checkpoints.get(id, 'origin');
    // What was recorded after it is recorded again. A run that begins anew may have been interrupted before.
    const rewindTo = latest ?? { step: -1, evaluatedAt: -1, trainingMs: 0 };
    if (start === undefined) return { rewindTo };
    const from = { bytes: start.bytes, fork: latest === undefined, trainingMs: latest?.trainingMs ?? 0 };
    // A run that was told to stop while a probe was taken stands at the step of that probe, and does not come there again;
    // before its first evaluation it does.
    const passed = latest !== undefined && latest.evaluatedAt >= 0;
    return { rewindTo, from, owed: passed ? store.probes.missing(id, spec.probes, latest.step) : [] };
  };

  const train = async (stored: RunRow, run: Active): Promise<void> => {
    const { id, spec, dataset } = stored;
    const { rewindTo, ...beginning } = beginningOf(stored);
    run.rewindTo = rewindTo;
    const job = { spec, dataset, others: datasetsOf(spec.probes, identify), ...beginning };
    run.handle = trainer.train(job, (events) => record(id, run, events));
    await run.handle.ended;
    if (run.begun) return;
    if (run.stopped) endings.set(id, { status: 'stopped', reason: RUN_REASONS['stopped-at-start']() });
    else if (closing) store.queue.giveBack(id, hostId);
  };

  const carryOut = async (id: string, run: Active): Promise<void> => {
    try {
      const stored = store.runs.get(id);
      if (stored !== undefined) await train(stored, run);
    } catch (error) {
      if (!endings.has(id)) endings.set(id, { status: 'failed', reason: explained(error) });
    }
    while (run.pending.length > 0) {
      flush(id, run);
      if (closing) break;
      await wait(TICK_MS);
    }
    active.delete(id);
    try {
      settleEndings();
    } catch (error) {
      problem = say(explained(error));
    }
    if (!closing) wake();
  };

  const startQueued = (): void => {
    const limit = workers();
    // A paused run keeps its place at the trainer, but not its turn.
    while ([...active.values()].filter(({ paused }) => !paused).length < limit) {
      const id = store.queue.claim(hostId, Date.now(), ownOnly, ...facts);
      if (id === null) return;
      const run: Active = {
        ...{ handle: null, paused: false, stopped: false, begun: false, rewindTo: null, pending: [] },
        ended: Promise.resolve(),
      };
      active.set(id, run);
      run.ended = carryOut(id, run);
    }
  };

  const wake = (): void => {
    if (closing) return;
    problem = null;
    try {
      settleEndings();
      beat();
      for (const [id, run] of active) flush(id, run);
      for (const { id, request } of store.queue.requests(hostId)) obey(id, request);
      startQueued();
    } catch (error) {
      // The database is held, or the disk is full: the next tick tries again.
      problem = say(explained(error));
    }
  };

  beat();
  const timer = setInterval(wake, TICK_MS);
  wake();

  return {
    hostId,
    wake,
    problem: () => problem,
    async close() {
      if (closing) return;
      closing = true;
      clearInterval(timer);
      for (const { handle } of active.values()) handle?.stop();
      await within(CLOSE_MS, Promise.all([...active.values()].map((run) => run.ended)));
      try {
        settleEndings();
        store.queue.leave(hostId, Date.now());
      } catch (error) {
        // Whoever opens the database next finds this process gone, and does the same.
        if (!store.isBusy(error)) throw error;
      }
    },
  };
};
