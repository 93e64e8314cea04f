/**
 * Carries requests and responses over a message port: the window's process asks, the host process answers with the same
 * fetch handler that the web door uses. Bodies stream both ways (bodies.ts); an aborted request aborts over there too.
 */
import { Bodies, isBodyMessage, type BodyMessage } from './bodies.ts';
import type { Port } from './port.ts';

type Head = [name: string, value: string][];

type BridgeMessage =
  | { type: 'request'; id: number; url: string; method: string; headers: Head; body: boolean }
  | { type: 'abort'; id: number }
  | { type: 'response'; id: number; status: number; statusText: string; headers: Head; body: boolean }
  | { type: 'failed'; id: number; message: string }
  | BodyMessage;

/** Statuses whose responses may not carry a body object. */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

const asMessage = (message: unknown): BridgeMessage => message as BridgeMessage;

export interface BridgeClient {
  /** Answers like `fetch`; rejects when the request is aborted or the other side is gone. */
  fetch(request: Request): Promise<Response>;
  /** Rejects what is open and closes the port. */
  close(): void;
}

interface Pending {
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/** The asking side. */
export function createBridgeClient(port: Port): BridgeClient {
  const pending = new Map<number, Pending>();
  const open = new Map<number, () => void>();
  const bodies = new Bodies((message) => port.post(message));
  let next = 0;
  let gone = false;

  /** Forgets an exchange whose response has been read or given up. */
  const finish = (id: number): void => {
    open.get(id)?.();
    open.delete(id);
    // What the handler did not want to read of the request.
    bodies.drop(id);
  };
  const lose = (): void => {
    if (gone) return;
    gone = true;
    const error = new Error('The background process of Normscope is gone.');
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    bodies.closeAll(error);
    for (const id of [...open.keys()]) finish(id);
  };

  port.listen((raw) => {
    const message = asMessage(raw);
    if (message.type === 'response') {
      const { id, status, statusText, headers } = message;
      const waiting = pending.get(id);
      pending.delete(id);
      const body = message.body && !WITHOUT_BODY.has(status) ? bodies.receive(id, () => finish(id)) : null;
      if (body === null) finish(id);
      if (waiting) waiting.resolve(new Response(body, { status, statusText, headers }));
      else void body?.cancel();
    } else if (message.type === 'failed') {
      pending.get(message.id)?.reject(new Error(message.message));
      pending.delete(message.id);
      finish(message.id);
    } else if (isBodyMessage(message)) {
      bodies.take(message);
      if (message.type === 'end' || message.type === 'broken') finish(message.id);
    }
  }, lose);

  return {
    fetch: (request) =>
      new Promise((resolve, reject) => {
        request.signal.throwIfAborted();
        if (gone) throw new Error('The background process of Normscope is gone.');
        const id = next++;
        const abort = (): void => {
          const { reason } = request.signal as { reason: unknown };
          pending.delete(id);
          port.post({ type: 'abort', id } satisfies BridgeMessage);
          bodies.break(id, reason instanceof Error ? reason : new Error('The request was aborted.'));
          finish(id);
          reject(reason as Error);
        };
        request.signal.addEventListener('abort', abort, { once: true });
        open.set(id, () => request.signal.removeEventListener('abort', abort));
        pending.set(id, { resolve, reject });
        const { url, method, headers, body } = request;
        if (body) bodies.send(id, body);
        const head: BridgeMessage = { type: 'request', id, url, method, headers: [...headers], body: body !== null };
        port.post(head);
      }),
    close() {
      lose();
      port.close();
    },
  };
}

/** The answering side: hands requests to `handler` until the port closes. Returns how to stop. */
export function serveBridge(port: Port, handler: (request: Request) => Promise<Response>): () => void {
  const running = new Map<number, AbortController>();
  const bodies = new Bodies((message) => port.post(message));

  const finish = (id: number): void => {
    running.delete(id);
    bodies.break(id, new Error('The request was answered without reading it.'));
  };

  const answer = async (message: BridgeMessage & { type: 'request' }): Promise<void> => {
    const { id, url, method, headers } = message;
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const request = new Request(url, {
        ...{ method, headers, signal: abort.signal },
        // Streaming bodies need `duplex`, which the DOM types do not know.
        ...(message.body ? { body: bodies.receive(id), duplex: 'half' } : {}),
      });
      const response = await handler(request);
      if (abort.signal.aborted) {
        await response.body?.cancel();
        return;
      }
      const { status, statusText, body } = response;
      if (body)
        bodies.send(
          id,
          released(body, () => finish(id)),
        );
      else finish(id);
      const head: BridgeMessage = {
        ...{ type: 'response', id, status, statusText, headers: [...response.headers], body: body !== null },
      };
      port.post(head);
    } catch (error) {
      finish(id);
      const text = error instanceof Error ? error.message : String(error);
      port.post({ type: 'failed', id, message: text } satisfies BridgeMessage);
    }
  };

  const abort = (id: number): void => {
    running.get(id)?.abort();
    running.delete(id);
    bodies.drop(id);
    bodies.break(id, new Error('The request was aborted.'));
  };

  const stop = (): void => {
    for (const id of [...running.keys()]) abort(id);
    bodies.closeAll(new Error('The window is gone.'));
  };

  port.listen((raw) => {
    const message = asMessage(raw);
    if (message.type === 'request') void answer(message);
    else if (message.type === 'abort') abort(message.id);
    else if (isBodyMessage(message)) bodies.take(message);
  }, stop);
  return () => {
    stop();
    port.close();
  };
}

/** The same stream; `done` is called once it has been read or given up. */
function released(stream: ReadableStream<Uint8Array>, done: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done: ended, value } = await reader.read();
          if (!ended) return controller.enqueue(value);
          done();
          controller.close();
        } catch (error) {
          done();
          throw error;
        }
      },
      async cancel(reason) {
        done();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
