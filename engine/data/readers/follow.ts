/** Long work that others follow: how far it is, whether it is to go on, and room for everything else meanwhile. */
import { setImmediate } from 'node:timers/promises';

/** Somebody who follows long work. */
export interface Follow {
  /** Hears how many of all files are done, some 20 times a second. */
  onProgress?: (done: number, total: number) => void;
  /** Ends the work: it then throws the reason of the signal. */
  signal?: AbortSignal;
}

const SLICE_MS = 50;

/**
 * To be awaited often during long work: reports and lets other work of this thread go on, every 50 ms, and throws once the
 * signal is aborted.
 */
export function followed({ onProgress, signal }: Follow): (done: number, total: number) => Promise<void> | void {
  let last = performance.now();
  return (done, total) => {
    if (performance.now() - last < SLICE_MS && done < total) return;
    return (async () => {
      onProgress?.(done, total);
      await setImmediate();
      signal?.throwIfAborted();
      last = performance.now();
    })();
  };
}
