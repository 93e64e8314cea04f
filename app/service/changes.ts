/**
 * Tells subscribers that something changed, whoever changed it: this program or another one on the same file. Looks at
 * the change counter four times a second while somebody listens. Not for what changed (Workbench.changesSince).
 */
import { AppError } from '../errors.ts';
import type { CounterTable } from '../store/counter.ts';

const LOOK_EVERY_MS = 250;

export interface Watcher {
  subscribe(listener: () => void): () => void;
  /** Looks now and then after every change, until `look` returns something; rejects when the watcher is closed. */
  until<T>(look: () => T | undefined): Promise<T>;
  /** Tells everybody once more, then ends; what still waits is rejected. */
  close(): void;
}

/** A watcher on one database; its timer runs only while there are listeners. */
export const createWatcher = (counter: Pick<CounterTable, 'current'>): Watcher => {
  const listeners = new Set<() => void>();
  const waiting = new Set<(reason: AppError) => void>();
  let timer: NodeJS.Timeout | undefined;
  let seen = 0;
  let closed = false;

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const look = (): void => {
    let now: number;
    try {
      now = counter.current();
    } catch {
      return; // Held by another program for long: the next look will do.
    }
    if (now === seen) return;
    seen = now;
    tell();
  };
  const subscribe = (listener: () => void): (() => void) => {
    if (closed) throw new AppError('unavailable', 'The workbench is closed.');
    // A wrapper of its own, so that the same function can be given twice.
    const own = (): void => listener();
    listeners.add(own);
    if (timer === undefined) {
      seen = counter.current();
      timer = setInterval(look, LOOK_EVERY_MS);
    }
    return () => {
      listeners.delete(own);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };

  return {
    subscribe,
    until: (look) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          unsubscribe();
          waiting.delete(fail);
        };
        const fail = (reason: unknown): void => {
          end();
          reject(reason as Error);
        };
        const tryNow = (): void => {
          try {
            const found = look();
            if (found === undefined) return;
            end();
            resolve(found);
          } catch (error) {
            fail(error);
          }
        };
        const unsubscribe = subscribe(tryNow);
        waiting.add(fail);
        tryNow();
      }),
    close() {
      if (closed) return;
      closed = true;
      tell();
      for (const fail of [...waiting])
        fail(new AppError('unavailable', 'The workbench was closed while the run waited.'));
      listeners.clear();
      clearInterval(timer);
    },
  };
};
