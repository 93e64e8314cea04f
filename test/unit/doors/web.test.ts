import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../app/doors/page-files.ts';
import { startWebDoor, type WebDoor } from '../../../app/doors/web/server.ts';
import { createClient } from '../../../app/api/client.ts';
import { memoryWorkbench, type MemoryWorkbench } from '../../support/workbench.ts';
import { eventually } from '../../support/waiting.ts';

let folder: string;
let door: WebDoor;
let workbench: MemoryWorkbench;
let links: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'normscope-web-'));
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<title>page</title>');
  writeFileSync(join(page, 'assets', 'app-123.js'), 'let a;');
  writeFileSync(join(page, 'odd.xyz'), 'odd');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(page, 'link.txt'));
  workbench = memoryWorkbench();
  links = [];
  door = await startWebDoor({ workbench, rendererFolder: page, onNewLink: (link) => links.push(link) });
});
afterEach(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}
/** A request as it stands: fetch would normalize paths and forbid some headers. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(door.url);
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    request.on('error', reject).end(body);
  });
const enter = async (link = door.oneTimeUrl): Promise<string> => {
  const response = await ask(link.slice(door.url.length - 1));
  return response.headers['set-cookie']![0]!.split(';')[0]!;
};
const origin = () => door.url.slice(0, -1);
const json = { 'content-type': 'application/json' };

describe('the one-time link', () => {
  it('lets one browser in, once', async () => {
    const path = door.oneTimeUrl.slice(door.url.length - 1);
    const first = await ask(path);
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(first.headers['set-cookie']![0]).toMatch(/^normscope-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = first.headers['set-cookie']![0]!.split(';')[0]!;
    expect(await ask('/', { cookie })).toMatchObject({ status: 200, text: '<title>page</title>' });
    expect(links).toEqual([]);
    const second = await ask(path);
    expect(second.status).toBe(401);
    expect(second.text).toContain('Open the link that Normscope printed');
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('is replaced by one new link when somebody knocks after it was used', async () => {
    await ask('/');
    expect(links).toEqual([]);
    await enter();
    await ask('/');
    await ask('/');
    expect(links).toHaveLength(1);
    expect(await ask('/', { cookie: await enter(links[0]) })).toMatchObject({ status: 200 });
  });
});

describe('a request', () => {
  it('needs the secret, as cookie or bearer token', async () => {
    expect(await ask('/api/status')).toMatchObject({ status: 401 });
    expect(JSON.parse((await ask('/api/status')).text)).toMatchObject({ error: { code: 'unauthorized' } });
    const port = new URL(door.url).port;
    expect((await ask('/api/status', { cookie: `normscope-${port}=wrong` })).status).toBe(401);
    expect((await ask('/api/status', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask('/api/status', { authorization: `Bearer ${door.token}` })).status).toBe(200);
    expect((await ask('/api/status', { cookie: `other=1; ${await enter()}` })).status).toBe(200);
  });

  it('must be addressed to this machine', async () => {
    const cookie = await enter();
    const port = new URL(door.url).port;
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`])
      expect((await ask('/api/status', { cookie, host })).status, host).toBe(403);
    expect((await ask('/api/status', { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  it('that changes something must come from our page', async () => {
    const cookie = await enter();
    const send = (headers: Record<string, string>) =>
      ask('/api/runs', { ...json, ...headers }, 'POST', '{"spec":{}}').then(({ status }) => status);
    expect(await send({ cookie })).toBe(403);
    expect(await send({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await send({ cookie, origin: 'null' })).toBe(403);
    expect(await send({ cookie, origin: origin().replace('http', 'https') })).toBe(403);
    expect(await send({ origin: origin() })).toBe(401);
    expect(workbench.runs.list()).toHaveLength(0);
    expect(await send({ cookie, origin: origin() })).toBe(201);
    expect(await send({ authorization: `Bearer ${door.token}` })).toBe(201);
    const other = { cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' };
    expect((await ask('/api/status', other)).status).toBe(403);
    expect((await ask('/', { ...other, 'sec-fetch-mode': 'navigate' })).status).toBe(200);
  });

  it('must carry JSON or an upload', async () => {
    const headers = { cookie: await enter(), origin: origin() };
    const send = (type: string) => ask('/api/runs', { ...headers, 'content-type': type }, 'POST', '{"spec":{}}');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const answer = await send(type);
      expect(answer.status, type).toBe(415);
      expect(JSON.parse(answer.text)).toMatchObject({ error: { message: /application\/json/ } });
    }
    expect((await send('application/json; charset=utf-8')).status).toBe(201);
    // Without a length, in pieces.
    const chunked = { ...headers, ...json, 'transfer-encoding': 'chunked' };
    expect((await ask('/api/runs', chunked, 'POST', '{"spec":{}}')).status).toBe(201);
    expect((await ask('/api/datasets/mine', headers, 'DELETE')).status).toBe(204);
  });
});

describe('files of the page', () => {
  it('come with their types and the protecting headers', async () => {
    const cookie = await enter();
    const script = await ask('/assets/app-123.js', { cookie });
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    });
    expect((await ask('/', { cookie })).headers['cache-control']).toBe('no-cache');
    for (const answer of [await ask('/'), await ask('/api/status', { cookie }), await ask('/x.js', { cookie })])
      expect(answer.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    expect((await ask('/odd.xyz', { cookie })).headers['content-type']).toBe('application/octet-stream');
    expect((await ask('/runs/0190', { cookie })).text).toBe('<title>page</title>');
    expect((await ask('/missing.js', { cookie })).status).toBe(404);
    // Names of datasets stand in addresses of pages.
    for (const path of ['/datasets/table.csv', '/datasets/a%2Fb', '/datasets/..%2f..%2fsecret.txt'])
      expect(await ask(path, { cookie, accept: 'text/html' }), path).toMatchObject({ text: '<title>page</title>' });
    expect(await ask('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it('never lie outside the folder', async () => {
    const cookie = await enter();
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/assets/../../secret.txt',
      '/link.txt',
      '/%00.txt',
      '/%E0%A4%A',
      '//secret.txt',
      '/.hidden.txt',
    ];
    for (const path of paths) {
      const answer = await ask(path, { cookie });
      expect([400, 404], path).toContain(answer.status);
      expect(answer.text, path).not.toContain('secret\n');
      expect(answer.text, path).not.toBe('secret');
    }
  });

  it('say what to do when there are none', async () => {
    const empty = await startWebDoor({ workbench, rendererFolder: join(folder, 'nothing') });
    const answer = await fetch(empty.url, { headers: { authorization: `Bearer ${empty.token}` } });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
    await empty.close();
  });
});

describe('the live stream over HTTP', () => {
  const follow = async () => {
    const client = createClient(
      (input, init) => fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${door.token}` } }),
      origin(),
    );
    const stop = new AbortController();
    const steps: number[] = [];
    const connection: boolean[] = [];
    const following = client
      .changes(
        0,
        (changes) => steps.push(...changes.runs.map((run) => run.step)),
        stop.signal,
        (on) => connection.push(on),
      )
      .catch(() => undefined);
    await eventually(() => expect(workbench.listeners()).toBe(1));
    return { client, stop, steps, connection, following };
  };

  it('arrives as it happens and ends when the client goes away', async () => {
    const { client, stop, steps, following } = await follow();
    const [run] = await client.runs.create({ spec: {} });
    workbench.touch(run!.id, { step: 7 });
    await eventually(() => expect(steps).toContain(7));
    stop.abort();
    await following;
    await eventually(() => expect(workbench.listeners()).toBe(0));
  });

  it('ends when the server closes, which does not wait for it', async () => {
    const { stop, connection, following } = await follow();
    // The stream has no end of its own: a door that waited for it would never be closed.
    await door.close();
    await eventually(() => expect(connection).toContain(false));
    expect(workbench.listeners()).toBe(0);
    stop.abort();
    await following;
  });
});

it('says so when the port is taken', async () => {
  const port = Number(new URL(door.url).port);
  await expect(startWebDoor({ workbench, port, rendererFolder: folder })).rejects.toMatchObject({
    code: 'unavailable',
    message: `Port ${port} is in use by another program. Choose another with --port, or leave it out for a free one.`,
  });
});
