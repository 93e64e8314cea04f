/** What a person can do with probes of runs that have ended: look at what was measured, and measure more. */
import { saidBy } from '../../engine/words/worded.ts';
import { setTimeout as wait } from 'node:timers/promises';
import type { Beginning } from '../../engine/checkpoint.ts';
import type { Activity, TrainEvent } from '../../engine/events.ts';
import { describeIssues, parseRunSpec } from '../../engine/spec/parse.ts';
import { unmeasured, type ProbeRecord } from '../../engine/probes/record.ts';
import type { Moment, ProbeSpec } from '../../engine/spec/schema.ts';
import { AppError } from '../errors.ts';
import { datasetsOf, type DatasetRef } from '../executor/datasets.ts';
import type { JobHandle, Trainer } from '../executor/trainer.ts';
import { within } from '../executor/within.ts';
import type { Store } from '../store/store.ts';
import type { ProbeEstimate } from '../contract/estimates.ts';
import type { ProbeArrays, ProbeInput, ProbeRow } from '../contract/probes.ts';
import type { RunRow } from '../contract/runs.ts';
import type { ProbeService } from './types.ts';

export interface ProbeSurroundings {
  store: Store;
  /** Outlives the service: whoever made it closes it. */
  trainer: Pick<Trainer, 'probe'>;
  /** What the name of a dataset stands for now; null where there is none. */
  identify(name: string): DatasetRef | null;
  /** What taking a probe takes where the network stands already. */
  cost(probe: ProbeSpec, run: RunRow): Promise<ProbeEstimate>;
  /** Name of the kernel set that trains here. */
  kernels: string;
  /** This program in the table of hosts; null where it only looks. */
  host: string | null;
}

/** The service, and its end. */
export interface ProbeRunner extends ProbeService {
  /** Stops what is being measured. */
  close(): Promise<void>;
}

/** One probe at one moment that waits for its turn or is being taken. */
interface Job {
  run: RunRow;
  probe: ProbeSpec;
  stopped: boolean;
  handle: JobHandle | null;
}

/** How long to wait where another program holds the database. */
const AGAIN_MS = 250;
/** How long {@link ProbeRunner.close} waits for a probe to end. */
const CLOSE_MS = 5_000;

/** One probe is taken at a time, beside whatever else is trained. */
export function createProbeService(surroundings: ProbeSurroundings): ProbeRunner {
  const { store, trainer, identify, cost, kernels, host } = surroundings;
  const jobs = new Set<Job>();
  let turn: Promise<unknown> = Promise.resolve();
  let closing = false;

  const requireRun = (id: string): RunRow => {
    const run = store.runs.get(id);
    if (run === undefined)
      throw new AppError('not-found', `There is no run with the id ${id}; it may have been deleted.`);
    return run;
  };
  const requireEnded = (id: string): RunRow => {
    const run = requireRun(id);
    if (run.status === 'queued' || run.status === 'running' || run.status === 'paused')
      throw conflict(run, `is ${run.status}; a probe can be taken once it has ended, or be part of its specification`);
    return run;
  };
  const requireRow = (id: number): ProbeRow => {
    const row = store.probes.get(id);
    if (row === undefined)
      throw new AppError('not-found', `There is no probe record ${id}; it may have been taken away.`);
    return row;
  };

  /** Writes to the database, again and again while another program holds it. */
  const persist = async <T>(write: () => T): Promise<T> => {
    for (;;)
      try {
        return write();
      } catch (error) {
        if (closing || !store.isBusy(error)) throw error;
        await wait(AGAIN_MS);
      }
  };

  /** Measures and stores one; null when it was stopped. */
  const carryOut = async (job: Job, hear: (activity: Activity) => void): Promise<ProbeRow | null> => {
    const { probe } = job;
    // While it waited for its turn the run may have been deleted, or gone on.
    const run = requireEnded(job.run.id);
    const { spec, dataset } = run;
    const { step, from } = whereTo(run, probe.at[0]!);
    let record: ProbeRecord | null = null;
    // Called by the trainer, where nobody could catch an error.
    const show = (activity: Activity): void => {
      try {
        if (!store.runs.setActivity(run.id, host!, activity)) job.handle?.stop();
      } catch (error) {
        // The next sign of life comes soon.
        if (!store.isBusy(error)) job.handle?.stop();
      }
      hear(activity);
    };
    const onEvents = (events: TrainEvent[]): void => {
      for (const event of events) {
        if (event.type === 'activity' && event.activity !== null) show(event.activity);
        else if (event.type === 'probe') ({ record } = event);
      }
    };
    await persist(() => store.runs.setActivity(run.id, host!, { what: probe.type, fraction: 0 }));
    try {
      if (job.stopped) return null;
      const others = datasetsOf([probe], identify);
      job.handle = trainer.probe({ spec, dataset, others, probe, step, ...(from && { from }) }, onEvents);
      await job.handle.ended;
      // It may have been deleted meanwhile.
      requireRun(run.id);
      const found = record as ProbeRecord | null;
      return found === null ? null : requireRow(await persist(() => store.probes.put(run.id, found, Date.now())));
    } finally {
      await persist(() => store.runs.setActivity(run.id, host!, null));
    }
  };

  /** The step that a moment means, the checkpoint to look at or to go on from, and how many steps are to be repeated. */
  const whereTo = (run: RunRow, moment: Moment): { step: number; from: Beginning | null; repeated: number } => {
    const step = moment === 'end' ? run.step : moment;
    if (moment === 'end' && run.status === 'diverged')
      throw conflict(
        run,
        `diverged at step ${run.step}, so that there is no network to look at; give a step before that`,
      );
    if (run.status === 'diverged' && step === run.step)
      throw conflict(run, `diverged in step ${step}; give a step before that`);
    if (step > run.step) throw conflict(run, `ended at step ${run.step}; it never came to step ${step}`);
    const latest = store.checkpoints.get(run.id, 'latest');
    if (latest?.step === step)
      return { step, from: { bytes: latest.bytes, fork: false, trainingMs: latest.trainingMs }, repeated: 0 };
    // Otherwise training is repeated up to there, which only the same kernels do with the same bits.
    const trained = store.runs.setup(run.id)!.kernels;
    if (trained !== kernels)
      throw conflict(
        run,
        `has no checkpoint at step ${step}, and was trained with the kernels ${trained ?? 'of another version'}, where this ` +
          `machine has ${kernels}; take the probe at ${latest === undefined ? 'its machine' : `step ${latest.step}`}`,
      );
    const origin = store.checkpoints.get(run.id, 'origin');
    if (origin === undefined) return { step, from: null, repeated: step };
    if (origin.step > step) throw conflict(run, `began at step ${origin.step} of another run; ask that one`);
    return { step, from: { bytes: origin.bytes, fork: true, trainingMs: 0 }, repeated: step - origin.step };
  };

  const prepare = (id: string, input: ProbeInput): Job[] => {
    requireRun(id);
    if (host === null) throw new AppError('conflict', 'This program only looks, and measures nothing.');
    const run = requireEnded(id);
    const probe = requireProbe(input);
    const made = probe.at.map((moment): Job => {
      whereTo(run, moment);
      return { run, probe: { ...probe, at: [moment] }, stopped: false, handle: null };
    });
    for (const job of made) jobs.add(job);
    return made;
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const take = (made: readonly Job[], hear: (activity: Activity) => void): Promise<(ProbeRow | null)[]> =>
    Promise.all(
      made.map((job) =>
        inTurn(async () => {
          try {
            return job.stopped ? null : await carryOut(job, hear);
          } finally {
            jobs.delete(job);
          }
        }),
      ),
    );

  /** Where nobody waits for a probe, its record says what went wrong; one that was stopped, or whose run is gone, needs none. */
  const tellOf = async (job: Job, error: unknown): Promise<void> => {
    if (job.stopped) return;
    const { probe, run } = job;
    const problem = saidBy(store.explain(error));
    const record = unmeasured(probe, probe.at[0] === 'end' ? run.step : probe.at[0]!, problem);
    try {
      await persist(() => {
        if (store.runs.get(run.id) === undefined) return;
        store.probes.put(run.id, record, Date.now());
        // For whoever looks at the list as runs change.
        store.runs.edit(run.id, {});
      });
    } catch (storing) {
      process.emitWarning(`${problem.text} The record of the probe could not be stored: ${String(storing)}`);
    }
  };

  return {
    list: (id) => (requireRun(id), store.probes.list(id)),
    get: requireRow,
    arrays: (id): ProbeArrays => (requireRow(id), store.probes.read(id)!),
    async take(id, input, hear = () => undefined) {
      return (await take(prepare(id, input), hear)).filter((row) => row !== null);
    },
    start(id, input) {
      for (const job of prepare(id, input)) take([job], () => undefined).catch((error: unknown) => tellOf(job, error));
    },
    async estimate(id, input) {
      const run = requireRun(id);
      const probe = requireProbe(input);
      const begun = store.checkpoints.parentOf(id)?.step ?? 0;
      const repeated = probe.at.reduce<number>((sum, moment) => sum + whereTo(run, moment).repeated, 0);
      const each = run.trainingMs / Math.max(1, run.step - begun) / 1000;
      const estimate = await cost(probe, run);
      return { ...estimate, total: estimate.total + repeated * each };
    },
    stop(id) {
      for (const job of jobs)
        if (job.run.id === id) {
          job.stopped = true;
          job.handle?.stop();
        }
    },
    remove(id) {
      const { runId } = requireRow(id);
      store.probes.remove(id);
      store.runs.edit(runId, {});
    },
    async close() {
      closing = true;
      for (const job of jobs) {
        job.stopped = true;
        job.handle?.stop();
      }
      await within(CLOSE_MS, turn);
    },
  };
}

const conflict = ({ name }: RunRow, message: string): AppError =>
  new AppError('conflict', `${JSON.stringify(name)} ${message}.`);

/** A probe as a person wrote it, completed. Throws AppError `invalid-input` with all that is wrong. */
function requireProbe(input: ProbeInput): ProbeSpec {
  // Steps beyond a run's end are for the run at hand to judge.
  const parsed = parseRunSpec({ training: { steps: 10_000_000 }, probes: [input] });
  if (parsed.ok) return parsed.spec.probes[0]!;
  const issues = parsed.issues.map(({ path, message }) => ({ path: path.replace(/^probes\.0\.?/, ''), message }));
  throw new AppError('invalid-input', describeIssues(issues), { issues });
}
