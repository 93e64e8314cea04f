/** The entry of a training thread: serves one run after another until it is told to close. */
import { saidBy } from './words/worded.ts';
import { parentPort } from 'node:worker_threads';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import type { TrainEvent } from './events.ts';
import type { Kernels } from './kernels/kernels.ts';
import { loadKernels, loadTeam } from './kernels/load.ts';
import type { Team } from './kernels/wasm/team/team.ts';
import { carryOutProbe, createProber } from './probes/prober.ts';
import { createTraining, type Ending } from './train.ts';
import { createThreadChoice } from './thread-choice.ts';
import { CONTROL, ORDER, THREADS, type FromWorker, type ToWorker, type TrainMessage } from './worker-protocol.ts';

/** Milliseconds between two hand-overs: half of what a crash may cost, with room for the host to write. */
const HAND_OVER_MS = 250;

if (parentPort === null) throw new Error('engine/worker.ts runs in a worker thread only.');
const port = parentPort;
const post = (message: FromWorker): void => {
  port.postMessage(message);
};

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'train':
      void carryOut(() => trainOne(message));
      break;
    case 'probe':
      void carryOut(async () => {
        await carryOutProbe(message, (events) => post({ type: 'events', events }));
        post({ type: 'probed' });
      });
      break;
    case 'close':
      port.close();
      break;
    default:
      message satisfies never;
  }
});

/** The threads that help this one, kept from run to run; null until a run may use several. */
let team: Team | null = null;

async function kernelsFor(threads: number): Promise<Kernels> {
  if (team !== null && (!team.sound || team.most !== threads)) {
    await team.close();
    team = null;
  }
  if (threads === 1) return loadKernels();
  team ??= await loadTeam(threads);
  return team.kernels();
}

async function carryOut(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    post({ type: 'failed', said: saidBy(error) });
  }
}

async function trainOne({ spec, dataset, others, control, mostThreads, from, owed = [] }: TrainMessage): Promise<void> {
  const continuation = from === undefined ? undefined : { checkpoint: decodeCheckpoint(from.bytes), fork: from.fork };
  const training = createTraining({ spec, dataset, kernels: await kernelsFor(mostThreads) }, continuation);
  post({ type: 'events', events: [training.started] });
  const checkpointEveryMs = 1000 * spec.record.checkpoints.seconds;
  let trainingMs = from?.trainingMs ?? 0;
  let savedMs = trainingMs;
  let since = performance.now();
  let handedOver = since;
  const handOver = (more: TrainEvent[]): void => {
    post({ type: 'events', events: [...training.take(), ...more] });
    handedOver = performance.now();
  };
  const clock = (): number => trainingMs + performance.now() - since;
  /** Nothing where the run has diverged: there is nowhere to go on from. */
  const checkpoint = (): TrainEvent[] => {
    const saved = training.checkpoint();
    savedMs = clock();
    if (saved === null) return [];
    const { step, evaluatedAt } = saved;
    return [{ type: 'checkpoint', step, evaluatedAt, trainingMs: savedMs, bytes: encodeCheckpoint(saved) }];
  };

  const prober = createProber({ spec, dataset, ...(others && { others }), control }, training.checkpoint, handOver);
  const choice = createThreadChoice();
  if (owed.length > 0) {
    await prober.makeUp(owed);
    since = performance.now();
  }
  let ending: Ending | null = null;
  while (ending === null) {
    const order = Atomics.load(control, ORDER);
    if (order === CONTROL.stop) {
      ending = training.stop();
    } else if (order === CONTROL.pause) {
      trainingMs = clock();
      handOver([...checkpoint(), { type: 'progress', step: training.step, trainingMs }]);
      Atomics.wait(control, ORDER, CONTROL.pause);
      since = performance.now();
    } else {
      const begun = performance.now();
      team?.use(choice.next(Atomics.load(control, THREADS)));
      ending = training.advance();
      choice.took(performance.now() - begun);
      if (prober.isDue(training.step, ending)) {
        trainingMs = clock();
        await prober.take(training.step, ending);
        since = performance.now();
      }
      if (ending === null && performance.now() - handedOver >= HAND_OVER_MS) {
        const due = clock() - savedMs >= checkpointEveryMs ? checkpoint() : [];
        handOver([...due, { type: 'progress', step: training.step, trainingMs: clock() }]);
      }
    }
  }
  const last = checkpoint();
  handOver([...last, { ...ending, trainingMs: clock() }]);
}
