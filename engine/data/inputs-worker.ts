/** The entry of the thread that looks at inputs (inputs.ts): answers each question with one message. */
import { parentPort } from 'node:worker_threads';
import { createInputs, type InputsAnswer, type InputsQuestion } from './inputs.ts';

/** What the thread answers; `failed` holds what nobody foresaw. */
export type FromInputsWorker = InputsAnswer | { failed: string };

if (parentPort === null) throw new Error('engine/data/inputs-worker.ts runs in a worker thread only.');
const port = parentPort;
const answer = createInputs();

port.on('message', (question: InputsQuestion) => {
  port.postMessage(reply(question));
});

function reply(question: InputsQuestion): FromInputsWorker {
  try {
    return answer(question);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
