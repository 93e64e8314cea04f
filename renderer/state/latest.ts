/** For requests that follow what a person types: waits until they pause, and lets only the newest answer through. */
import { isAbort } from './client.ts';

/** Long enough to finish a word or number, short enough to feel immediate; in milliseconds. */
const PAUSE_MS = 250;

/**
 * Asks after a pause and hands over the answer or the error; the returned function cancels both. Made to be returned
 * from an `$effect`, so that a newer question cancels the older one.
 */
export function askSoon<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  answered: (answer: T) => void,
  failed: (error: unknown) => void,
  pause = PAUSE_MS,
): () => void {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    ask(abort.signal).then(
      (answer) => {
        if (!abort.signal.aborted) answered(answer);
      },
      (error: unknown) => {
        if (!abort.signal.aborted && !isAbort(error)) failed(error);
      },
    );
  }, pause);
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}
