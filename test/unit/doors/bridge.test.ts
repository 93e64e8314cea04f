import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../app/api/client.ts';
import { createHandler } from '../../../app/api/handler.ts';
import { createBridgeClient, serveBridge } from '../../../app/doors/desktop/bridge.ts';
import { nodePort } from '../../../app/doors/desktop/port.ts';
import { memoryWorkbench } from '../../support/workbench.ts';
import { eventually } from '../../support/waiting.ts';

const ORIGIN = 'app://workbench';
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

function connect(handler: (request: Request) => Promise<Response>) {
  const { port1, port2 } = new MessageChannel();
  let messages = 0;
  const counted = nodePort(port2);
  const post = counted.post;
  counted.post = (message) => {
    messages++;
    post(message);
  };
  const stop = serveBridge(counted, handler);
  const bridge = createBridgeClient(nodePort(port1));
  closers.push(bridge.close, stop);
  const ask = (path: string, init?: RequestInit) => bridge.fetch(new Request(ORIGIN + path, init));
  return { bridge, ask, stop, sent: () => messages };
}

/** A stream of `count` pieces that counts how many were asked for and whether it was given up. */
function source(count: number, size = 1) {
  const state = { made: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        if (state.made === count) return controller.close();
        controller.enqueue(new Uint8Array(size).fill(state.made++ % 256));
      },
      cancel: () => {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, stream };
}

describe('the bridge', () => {
  it('carries the whole API: JSON, refusals, bulk numbers, uploads, empty answers', async () => {
    const { bridge } = connect(createHandler(memoryWorkbench()));
    const client = createClient((input, init) => bridge.fetch(new Request(input, init)), ORIGIN);
    const [run] = await client.runs.create({ spec: { name: 'over the bridge' } });
    expect((await client.runs.get(run!.id)).name).toBe('over the bridge');
    await expect(client.runs.get('none')).rejects.toMatchObject({ code: 'not-found' });
    const { values } = await client.runs.series(run!.id, 'train.loss');
    expect([...values]).toEqual([0.5, Number.NaN, Number.POSITIVE_INFINITY, -0]);
    const preview = await client.datasets.preview([new File([new Uint8Array(300_000)], 'big.csv')]);
    expect(preview.info.source).toBe('big.csv: 300000 bytes');
    await expect(client.datasets.remove('mine')).resolves.toBeUndefined();
  });

  it('keeps requests apart that run at the same time', async () => {
    const { ask } = connect(async (request) => {
      const n = Number(new URL(request.url).searchParams.get('n'));
      await new Promise((resolve) => setTimeout(resolve, (20 - n) % 7));
      return new Response(`answer ${n}`, { headers: { 'x-n': String(n) }, status: 200 + (n % 4) });
    });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(`/?n=${n}`)));
    for (const [n, answer] of answers.entries()) {
      expect(answer.status).toBe(200 + (n % 4));
      expect(answer.headers.get('x-n')).toBe(String(n));
      expect(await answer.text()).toBe(`answer ${n}`);
    }
  });

  it('streams both ways at once, as fast as the slower side', async () => {
    const { state, stream } = source(1000, 10);
    const { ask } = connect(async (request) => new Response(request.body));
    const init = { method: 'POST', body: stream, duplex: 'half' };
    const answer = await ask('/', init);
    const reader = answer.body!.getReader();
    const first = await reader.read();
    expect([...first.value!]).toEqual(Array.from({ length: 10 }, () => 0));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(state.made).toBeLessThan(10);
    let total = 10;
    for (let next = await reader.read(); !next.done; next = await reader.read()) total += next.value.length;
    expect(total).toBe(10_000);
  });

  it('asks for nothing more while nobody reads', async () => {
    const { state, stream } = source(1000);
    const { ask, sent } = connect(async () => new Response(stream));
    await ask('/');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(state.made).toBeLessThanOrEqual(1);
    expect(sent()).toBeLessThanOrEqual(2);
  });

  it('gives up a stream that its reader cancels', async () => {
    const { state, stream } = source(1000);
    const { ask } = connect(async () => new Response(stream));
    const reader = (await ask('/')).body!.getReader();
    await reader.read();
    await reader.cancel();
    await eventually(() => expect(state.cancelled).toBe(true));
  });

  it('aborts over there what is aborted here, before and during the answer', async () => {
    let seen: AbortSignal | null = null;
    const waiting = connect((request) => {
      seen = request.signal;
      return new Promise(() => undefined);
    });
    const first = new AbortController();
    const asked = waiting.ask('/', { signal: first.signal });
    await eventually(() => expect(seen).not.toBeNull());
    first.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await eventually(() => expect(seen!.aborted).toBe(true));

    const { state, stream } = source(1000);
    const streaming = connect(async () => new Response(stream));
    const second = new AbortController();
    const reader = (await streaming.ask('/', { signal: second.signal })).body!.getReader();
    await reader.read();
    second.abort();
    await expect(reader.read()).rejects.toMatchObject({ name: 'AbortError' });
    await eventually(() => expect(state.cancelled).toBe(true));
    await expect(streaming.ask('/', { signal: second.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends the live stream in the workbench when the page leaves', async () => {
    const workbench = memoryWorkbench();
    const { bridge } = connect(createHandler(workbench));
    const client = createClient((input, init) => bridge.fetch(new Request(input, init)), ORIGIN);
    const stop = new AbortController();
    const steps: number[] = [];
    const following = client.changes(0, ({ runs }) => steps.push(...runs.map(({ step }) => step)), stop.signal);
    await eventually(() => expect(workbench.listeners()).toBe(1));
    const [run] = await workbench.runs.create({ spec: {} });
    workbench.touch(run!.id, { step: 9 });
    await eventually(() => expect(steps).toContain(9));
    stop.abort();
    await following;
    await eventually(() => expect(workbench.listeners()).toBe(0));
  });

  it('passes on failures: of the handler, of a stream, of the process', async () => {
    const failing = connect(async () => Promise.reject(new Error('no luck')));
    await expect(failing.ask('/')).rejects.toThrow('no luck');
    let pulls = 0;
    const torn = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (pulls++ > 0) throw new Error('torn');
        controller.enqueue(new Uint8Array(1));
      },
    });
    await expect((await connect(async () => new Response(torn)).ask('/')).bytes()).rejects.toThrow('torn');

    const { stream } = source(10);
    const dying = connect((request) =>
      request.url.endsWith('/wait') ? new Promise(() => undefined) : Promise.resolve(new Response(stream)),
    );
    const waiting = dying.ask('/wait');
    const answer = await dying.ask('/');
    dying.stop();
    await expect(waiting).rejects.toThrow('is gone');
    await expect(answer.text()).rejects.toThrow('is gone');
    await expect(dying.ask('/')).rejects.toThrow('is gone');
  });

  it('does not wait for an upload that the handler does not want', async () => {
    const { state, stream } = source(1000, 1000);
    const { ask } = connect(async () => new Response('too large', { status: 413 }));
    const answer = await ask('/', { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(413);
    expect(await answer.text()).toBe('too large');
    await eventually(() => expect(state.cancelled).toBe(true));
    expect(state.made).toBeLessThan(5);
  });
});
