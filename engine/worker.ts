/** The entry of a training thread: serves one run after another until it is told to close. */
import { parentPort } from 'node:worker_threads';
import type { TrainEvent } from './events.ts';
import { loadKernels } from './kernels/load.ts';
import { createTraining, type Ending } from './train.ts';
import { CONTROL, type FromWorker, type ToWorker, type TrainMessage } from './worker-protocol.ts';

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
      void carryOut(message);
      break;
    case 'close':
      port.close();
      break;
    default:
      message satisfies never;
  }
});

async function carryOut(message: TrainMessage): Promise<void> {
  try {
    await trainOne(message);
  } catch (error) {
    post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function trainOne({ spec, dataset, control }: TrainMessage): Promise<void> {
  const training = createTraining({ spec, dataset, kernels: await loadKernels() });
  post({ type: 'events', events: [training.started] });
  let trainingMs = 0;
  let since = performance.now();
  let handedOver = since;
  const handOver = (more: TrainEvent[]): void => {
    post({ type: 'events', events: [...training.take(), ...more] });
    handedOver = performance.now();
  };
  const clock = (): number => trainingMs + performance.now() - since;

  let ending: Ending | null = null;
  while (ending === null) {
    const order = Atomics.load(control, 0);
    if (order === CONTROL.stop) {
      ending = training.stop();
    } else if (order === CONTROL.pause) {
      trainingMs = clock();
      handOver([{ type: 'progress', step: training.step, trainingMs }]);
      Atomics.wait(control, 0, CONTROL.pause);
      since = performance.now();
    } else {
      ending = training.advance();
      if (ending === null && performance.now() - handedOver >= HAND_OVER_MS)
        handOver([{ type: 'progress', step: training.step, trainingMs: clock() }]);
    }
  }
  handOver([{ ...ending, trainingMs: clock() }]);
}
