/**
 * Asks a thread of its own how inputs are distributed: a whitening takes seconds, in which the program is to answer
 * everything else. What is computed there: engine/data/inputs.ts.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromInputsWorker } from '../../../engine/data/inputs-worker.ts';
import type { Inputs, InputsQuestion } from '../../../engine/data/inputs.ts';
import { AppError } from '../../errors.ts';
import { fromSources, programFolder } from '../../platform.ts';

export interface InputsThread {
  /** Throws AppError `invalid-input`, and the reason of `signal` once it is aborted. */
  ask(question: InputsQuestion, signal?: AbortSignal): Promise<Inputs>;
  close(): Promise<void>;
}

/** Answers that are remembered; each has a few hundred numbers. */
const REMEMBERED = 50;

interface Waiting {
  question: InputsQuestion;
  resolve(answer: FromInputsWorker): void;
  reject(error: unknown): void;
}

const workerFile = (): URL => {
  const [folder, extension] = fromSources ? ['engine', 'ts'] : ['dist/engine', 'js'];
  return pathToFileURL(join(programFolder, folder, 'data', `inputs-worker.${extension}`));
};

/** No thread yet: the first question makes it. It does not keep the program alive. */
export function createInputsThread(): InputsThread {
  const known = new Map<string, Inputs>();
  const queue: Waiting[] = [];
  let worker: Worker | null = null;
  let current: Waiting | null = null;

  const next = (): void => {
    if (current !== null || queue.length === 0) return;
    current = queue.shift()!;
    worker ??= start();
    worker.ref();
    worker.postMessage(current.question);
  };
  /** Ends the current question one way or the other, and goes on with the next. */
  const settle = (how: (one: Waiting) => void): void => {
    const one = current;
    current = null;
    worker?.unref();
    if (one !== null) how(one);
    next();
  };
  const start = (): Worker => {
    const made = new Worker(workerFile());
    made.on('message', (answer: FromInputsWorker) => settle(({ resolve }) => resolve(answer)));
    made.on('error', (error) => {
      if (worker !== made) return;
      worker = null;
      settle(({ reject }) => reject(error));
    });
    return made;
  };
  /** Nobody waits for it any more: out of the queue, or, where it is at work, away with the thread. */
  const drop = (one: Waiting, reason: unknown): void => {
    const place = queue.indexOf(one);
    if (place >= 0) queue.splice(place, 1);
    if (current !== one) return one.reject(reason);
    void worker?.terminate();
    worker = null;
    settle(({ reject }) => reject(reason));
  };
  const answerTo = async (question: InputsQuestion, signal: AbortSignal | undefined): Promise<FromInputsWorker> => {
    signal?.throwIfAborted();
    let onAbort: (() => void) | null = null;
    try {
      return await new Promise((resolve, reject) => {
        const one: Waiting = { question, resolve, reject };
        onAbort = () => drop(one, signal?.reason);
        signal?.addEventListener('abort', onAbort);
        queue.push(one);
        next();
      });
    } finally {
      if (onAbort !== null) signal?.removeEventListener('abort', onAbort);
    }
  };

  return {
    async ask(question, signal) {
      const { dataset, scaling, split, seed } = question;
      const key = JSON.stringify([dataset.info.hash, scaling, split, seed]);
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const answer = await answerTo(question, signal);
      if ('failed' in answer) throw new Error(answer.failed);
      if ('refused' in answer)
        throw new AppError('invalid-input', answer.refused.message, { issues: [answer.refused] });
      known.set(key, answer.inputs);
      for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
      return answer.inputs;
    },
    async close() {
      const closed = new AppError('unavailable', 'The program is closing.');
      for (const one of queue.splice(0)) one.reject(closed);
      current?.reject(closed);
      current = null;
      await worker?.terminate();
      worker = null;
    },
  };
}
