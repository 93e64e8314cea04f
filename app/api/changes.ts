/**
 * Follows the stream of changes: reads server-sent events from a streaming fetch and reconnects where it left off.
 * EventSource is not used because custom schemes (the desktop window) do not carry it. Runs in a browser.
 */
import { createParser } from 'eventsource-parser';
import { Changes } from '../contract/changes.ts';

/** Longest silence in milliseconds; the server sends a heartbeat every 15 s. */
const SILENCE = 45_000;
const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;

export interface FollowOptions {
  cursor: number;
  signal: AbortSignal;
  onChanges: (changes: Changes) => void;
  onConnection: (connected: boolean) => void;
  /** Opens the stream from a cursor on. */
  connect: (cursor: number, signal: AbortSignal) => Promise<Response>;
  /** Whether trying again after this error is pointless. */
  isFinal: (error: unknown) => boolean;
}

/** Resolves when the signal aborts; rejects with an error that `isFinal` calls final. */
export async function followChanges(options: FollowOptions): Promise<void> {
  let cursor = options.cursor;
  let delay = FIRST_DELAY;
  while (!options.signal.aborted) {
    const attempt = new AbortController();
    const abort = (): void => attempt.abort();
    options.signal.addEventListener('abort', abort, { once: true });
    try {
      const response = await options.connect(cursor, attempt.signal);
      options.onConnection(true);
      delay = FIRST_DELAY;
      await readEvents(response, attempt, (changes) => {
        cursor = changes.cursor;
        // An error of the listener is not a lost connection: it surfaces as an uncaught one.
        queueMicrotask(() => options.onChanges(changes));
      });
    } catch (error) {
      if (!options.signal.aborted && options.isFinal(error)) throw error;
    } finally {
      attempt.abort();
      options.signal.removeEventListener('abort', abort);
    }
    if (options.signal.aborted) return;
    options.onConnection(false);
    await pause(delay, options.signal);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }
}

async function readEvents(response: Response, attempt: AbortController, onChanges: (changes: Changes) => void) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === 'changes') onChanges(Changes.parse(JSON.parse(data)));
    },
  });
  for (;;) {
    // A laptop that slept leaves connections that are dead without saying so.
    const silence = setTimeout(() => attempt.abort(), SILENCE);
    try {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(value);
    } finally {
      clearTimeout(silence);
    }
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
