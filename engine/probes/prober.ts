/**
 * How a training thread takes probes: those of a run at their moments, between two steps, and single ones of a run that
 * has ended. All look at a copy (subject.ts), so that a run has the same bits with and without them.
 */
import { saidBy } from '../words/worded.ts';
import { messages, say, type Message } from '../words/words.ts';
import { decodeCheckpoint, type Checkpoint } from '../checkpoint.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Activity, TrainEvent } from '../events.ts';
import { loadKernels } from '../kernels/load.ts';
import type { ProbeSpec, RunSpec } from '../spec/schema.ts';
import { createTraining, type Ending } from '../train.ts';
import { CONTROL, ORDER, type ProbeMessage } from '../worker-protocol.ts';
import { ProbeStopped, unmeasured, type ProbeControl, type ProbeRecord } from './record.ts';
import { runProbe } from './run-probe.ts';

const PROBLEMS = messages('probe', {
  failed: ({ why }: { why: Message }) => `The probe failed: ${say(why)}`,
  diverged: 'The run diverged, so that there is no network to look at. Take the probe at a step before that.',
});

/** Milliseconds between two signs of life. */
const TELL_MS = 250;

interface Surroundings {
  spec: RunSpec;
  dataset: Dataset;
  /** Datasets that probes name beside it. */
  others?: ReadonlyMap<string, Dataset>;
  /** See worker-protocol.ts. */
  control: Int32Array;
}

export interface Prober {
  /** Whether something is to be measured now, after `step` updates. */
  isDue(step: number, ending: Ending | null): boolean;
  /** Measures it. Probes that are stopped leave no record, and one that fails says why in its own: the run goes on. */
  take(step: number, ending: Ending | null): Promise<void>;
  /** Measures what was left out at the checkpoint that the run goes on from, because the run was stopped meanwhile. */
  makeUp(probes: readonly ProbeSpec[]): Promise<void>;
}

/** Takes the probes of a run that is being trained; `checkpoint` says where it stands, null where it diverged. */
export function createProber(
  { control, ...run }: Surroundings,
  checkpoint: () => Checkpoint | null,
  tell: (events: TrainEvent[]) => void,
): Prober {
  const steps = new Set(run.spec.probes.flatMap(({ at }) => at));
  const due = (step: number, ending: Ending | null): ProbeSpec[] =>
    run.spec.probes.flatMap((probe): ProbeSpec[] => {
      // A run that somebody stopped is not kept from ending.
      if (ending?.status === 'stopped') return [];
      if (ending !== null && probe.at.includes('end')) return [{ ...probe, at: ['end'] }];
      return ending?.status !== 'diverged' && probe.at.includes(step) ? [{ ...probe, at: [step] }] : [];
    });
  const measure = async (probe: ProbeSpec, stood: Checkpoint): Promise<ProbeRecord> => {
    try {
      return await runProbe({ ...run, checkpoint: stood }, probe, listening(control, probe.type, tell));
    } catch (error) {
      if (error instanceof ProbeStopped) throw error;
      // Of memory, for the most part: no reason to lose the run.
      return unmeasured(probe, stood.step, PROBLEMS.failed({ why: saidBy(error) }));
    }
  };
  const takeAll = async (probes: readonly ProbeSpec[], step: number): Promise<void> => {
    const stood = checkpoint();
    for (const probe of probes) {
      if (stood === null) {
        tell([{ type: 'probe', record: unmeasured(probe, step, PROBLEMS.diverged()) }]);
        continue;
      }
      try {
        tell([{ type: 'activity', activity: { what: probe.type, fraction: 0 } }]);
        const record = await measure(probe, stood);
        tell([
          { type: 'probe', record },
          { type: 'activity', activity: null },
        ]);
      } catch (error) {
        if (!(error instanceof ProbeStopped)) throw error;
        tell([{ type: 'activity', activity: null }]);
        return;
      }
    }
  };
  return {
    isDue: (step, ending) => (ending === null ? steps.has(step) : steps.size > 0),
    take: (step, ending) => takeAll(due(step, ending), step),
    makeUp: (probes) => takeAll(probes, checkpoint()!.step),
  };
}

/** Takes the probe of a message, after repeating the training where the checkpoint does not stand at its step. */
export async function carryOutProbe(
  { spec, dataset, others, probe, step, from, control }: ProbeMessage,
  tell: (events: TrainEvent[]) => void,
): Promise<void> {
  try {
    const stored = from === undefined ? null : decodeCheckpoint(from.bytes);
    const there = stored !== null && !from!.fork && stored.step === step;
    const checkpoint = there ? stored : await replay();
    const snapshot = { spec, dataset, checkpoint, ...(others && { others }) };
    const record = await runProbe(snapshot, probe, listening(control, probe.type, tell));
    tell([{ type: 'probe', record }]);

    async function replay(): Promise<Checkpoint> {
      const heard = listening(control, 'replay', tell);
      const begin = stored === null ? undefined : { checkpoint: stored, fork: from!.fork };
      const training = createTraining({ spec, dataset, kernels: await loadKernels() }, begin);
      const first = training.step;
      while (training.step < step) {
        const ending = training.advance();
        training.take();
        heard.progress((training.step - first) / (step - first));
        if (ending !== null && training.step < step)
          throw new Error(`The run ends at step ${training.step}, before step ${step}. ${ending.reason}`);
      }
      return training.checkpoint()!;
    }
  } catch (error) {
    if (!(error instanceof ProbeStopped)) throw error;
  }
}

/** A control that waits while it is told to pause, and ends the probe when it is told to stop. */
function listening(control: Int32Array, what: Activity['what'], tell: (events: TrainEvent[]) => void): ProbeControl {
  let told = performance.now();
  return {
    progress(fraction) {
      if (Atomics.load(control, ORDER) === CONTROL.pause) Atomics.wait(control, ORDER, CONTROL.pause);
      if (Atomics.load(control, ORDER) === CONTROL.stop) throw new ProbeStopped('stopped');
      if (performance.now() - told < TELL_MS) return;
      told = performance.now();
      tell([{ type: 'activity', activity: { what, fraction } }]);
    },
  };
}
