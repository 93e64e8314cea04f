import { describe, expect, it } from 'vitest';
import { createClient } from '../../../app/api/client.ts';
import { createHandler } from '../../../app/api/handler.ts';
import type { Changes } from '../../../app/contract/changes.ts';
import { memoryWorkbench } from '../../support/workbench.ts';

const ORIGIN = 'http://127.0.0.1:1';

/** Resolves with the next value that is pushed. */
function mailbox<T>() {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    push: (value: T) => {
      const waiter = waiting.shift();
      if (waiter) waiter(value);
      else values.push(value);
    },
    next: (): Promise<T> =>
      values.length > 0 ? Promise.resolve(values.shift()!) : new Promise((resolve) => waiting.push(resolve)),
    left: () => values.length,
  };
}

async function openStream(path: string, heartbeat = 60_000) {
  const workbench = memoryWorkbench();
  await workbench.runs.create({ spec: { name: 'one' }, seeds: [1, 2] });
  const abort = new AbortController();
  const handler = createHandler(workbench, { heartbeat });
  const response = await handler(new Request(ORIGIN + path, { signal: abort.signal }));
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return { workbench, abort, reader, response };
}

describe('the live stream', () => {
  it('begins with what changed since the cursor, then carries only changes', async () => {
    const { workbench, reader, response } = await openStream('/api/events?cursor=1');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect((await reader.read()).value).toBe(': connected\n\n');
    const first = (await reader.read()).value!;
    expect(first).toMatch(/^event: changes\nid: 2\ndata: \{.*\}\n\n$/);
    expect(JSON.parse(first.split('data: ')[1]!)).toMatchObject({ cursor: 2, runs: [{ id: '0190-2' }], removed: [] });
    workbench.touch('0190-1', { step: 5, summary: { loss: Number.NaN } });
    const second = (await reader.read()).value!;
    expect(JSON.parse(second.split('data: ')[1]!).runs).toMatchObject([{ id: '0190-1', summary: { loss: 'NaN' } }]);
  });

  it('starts from now without a cursor, and gathers what a slow listener has not read', async () => {
    const { workbench, reader } = await openStream('/api/events');
    for (let step = 1; step <= 50; step++) workbench.touch('0190-1', { step });
    const pieces: string[] = [];
    while (pieces.length < 4 && !pieces.join('').includes('"step":50')) pieces.push((await reader.read()).value!);
    expect(pieces.join('')).toContain('"step":50');
    expect(pieces.join('')).not.toContain('"id":"0190-2"');
  });

  it('shows signs of life and lets go of the workbench when the listener leaves', async () => {
    const { workbench, abort, reader } = await openStream('/api/events', 20);
    await reader.read();
    expect((await reader.read()).value).toBe(': alive\n\n');
    expect(workbench.listeners()).toBe(1);
    abort.abort();
    let done = false;
    while (!done) ({ done } = await reader.read());
    expect(workbench.listeners()).toBe(0);
    const other = await openStream('/api/events');
    await other.reader.cancel();
    expect(other.workbench.listeners()).toBe(0);
  });
});

describe('client.changes', () => {
  it('continues where it left off after the connection broke', async () => {
    const workbench = memoryWorkbench();
    const handler = createHandler(workbench);
    const asked: string[] = [];
    const breaks: AbortController[] = [];
    const client = createClient(async (input, init) => {
      asked.push(input.slice(ORIGIN.length));
      if (asked.length === 2) throw new TypeError('fetch failed');
      const cut = new AbortController();
      breaks.push(cut);
      return handler(new Request(input, { ...init, signal: AbortSignal.any([init!.signal!, cut.signal]) }));
    }, ORIGIN);
    const changes = mailbox<Changes>();
    const connection = mailbox<boolean>();
    const stop = new AbortController();
    const following = client.changes(0, changes.push, stop.signal, connection.push);
    expect(await connection.next()).toBe(true);
    await workbench.runs.create({ spec: { name: 'one' } });
    expect((await changes.next()).runs).toMatchObject([{ name: 'one' }]);
    breaks[0]!.abort();
    expect(await connection.next()).toBe(false);
    await workbench.runs.create({ spec: { name: 'two' } });
    expect((await changes.next()).runs).toMatchObject([{ name: 'two' }]);
    stop.abort();
    await following;
    expect(asked).toEqual(['/api/events?cursor=0', '/api/events?cursor=1', '/api/events?cursor=1']);
    expect(changes.left()).toBe(0);
  });

  it('finds changes however the stream is cut, beside what is no change', async () => {
    const one = { cursor: 7, runs: [], removed: ['ü'], datasets: false, studies: true };
    const json = JSON.stringify(one);
    const text =
      `: hello\n\nevent: changes\nid: 7\ndata: ${json.slice(0, 1)}\ndata: ${json.slice(1)}\n\n:x\n\ndata:plain\n\n` +
      `event:changes\r\ndata:${json}\r\n\r\nevent: changes\ndata: unfinished`;
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 5, 1000]) {
      const stop = new AbortController();
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          for (let i = 0; i < bytes.length; i += size) controller.enqueue(bytes.slice(i, i + size));
          controller.close();
        },
      });
      const found: Changes[] = [];
      const client = createClient(async () => new Response(body), ORIGIN);
      const connection = (connected: boolean): void => (connected ? undefined : stop.abort());
      await client.changes(0, (changes) => found.push(changes), stop.signal, connection);
      expect(found).toEqual([one, one]);
    }
  });

  it('gives up when it is refused', async () => {
    const client = createClient(async () => new Response('', { status: 401 }), ORIGIN);
    const stop = new AbortController();
    await expect(client.changes(0, () => undefined, stop.signal)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});
