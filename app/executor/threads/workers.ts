/**
 * Worker threads for training. They are made when first needed, kept for ever and never ended for a job. Not for what a
 * job needs (trainer.ts).
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ProbeMessage, ToWorker, TrainMessage } from '../../../engine/worker-protocol.ts';
import { WordedError } from '../../../engine/words/worded.ts';
import { messages } from '../../../engine/words/words.ts';
import { AppError } from '../../errors.ts';
import { fromSources, programFolder } from '../../platform.ts';
import type { OnEvents } from '../trainer.ts';
import { within } from '../within.ts';

export interface Workers {
  /** Has it done in an idle thread, or in a new one; see {@link JobHandle.ended} in trainer.ts. */
  carryOut(message: TrainMessage | ProbeMessage, onEvents: OnEvents): Promise<void>;
  /** Fails what is at work, and ends all threads: by asking, and by force after a moment. */
  close(): Promise<void>;
}

/** How long a thread that was asked to end may take. */
const CLOSE_MS = 1_000;

interface Task {
  onEvents: OnEvents;
  resolve(): void;
  reject(error: Error): void;
}

interface Thread {
  worker: Worker;
  task: Task | null;
  exited: Promise<void>;
}

const problems = messages('executor.thread', {
  died: ({ why }: { why: string }) => `The training thread died: ${why}`,
  ended: ({ code }: { code: number }) => `The training thread ended by itself (exit code ${code}).`,
  closing: 'The program is closing.',
});

/** The file that a thread runs: the source, or what it was built to. */
const workerFile = (): URL =>
  pathToFileURL(join(programFolder, ...(fromSources ? ['engine', 'worker.ts'] : ['dist', 'engine', 'worker.js'])));

/** No thread yet. `entry` is the file that threads run; tests give one that fails. */
export const createWorkers = (entry: URL = workerFile()): Workers => {
  const threads = new Set<Thread>();
  let closing = false;

  const send = (thread: Thread, message: ToWorker): void => thread.worker.postMessage(message);

  /** The thread is idle from now on, or gone. */
  const end = (thread: Thread, error: Error | null): void => {
    const { task } = thread;
    thread.task = null;
    if (error === null) task?.resolve();
    else task?.reject(error);
  };
  const closed = (): AppError => new AppError('unavailable', problems.closing());

  const addThread = (): Thread => {
    const worker = new Worker(entry);
    const thread: Thread = {
      worker,
      task: null,
      exited: new Promise((resolve) => worker.once('exit', () => resolve())),
    };
    threads.add(thread);
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'events':
          thread.task?.onEvents(message.events);
          if (message.events.some(({ type }) => type === 'finished')) end(thread, null);
          return;
        case 'probed':
          end(thread, null);
          return;
        case 'failed':
          end(thread, new WordedError(message.said));
          return;
        default:
          message satisfies never;
      }
    });
    // A dead thread leaves the pool; the next job makes another one.
    worker.once('error', (error) => {
      threads.delete(thread);
      end(thread, new WordedError(problems.died({ why: error instanceof Error ? error.message : String(error) })));
    });
    worker.once('exit', (code) => {
      threads.delete(thread);
      end(thread, new WordedError(problems.ended({ code })));
    });
    return thread;
  };

  return {
    async carryOut(message, onEvents) {
      if (closing) throw closed();
      const thread = [...threads].find(({ task }) => task === null) ?? addThread();
      const done = new Promise<void>((resolve, reject) => {
        thread.task = { onEvents, resolve, reject };
      });
      send(thread, message);
      await done;
    },

    async close() {
      closing = true;
      const all = [...threads];
      for (const thread of all) {
        end(thread, closed());
        send(thread, { type: 'close' });
      }
      await within(CLOSE_MS, Promise.all(all.map(({ exited }) => exited)));
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
};
