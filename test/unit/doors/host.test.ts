/** The host process's entry with a real database and real training, its parent port played by the test. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient } from '../../../app/api/client.ts';
import { createBridgeClient, type BridgeClient } from '../../../app/doors/desktop/bridge.ts';
import { nodePort } from '../../../app/doors/desktop/port.ts';
import { eventually } from '../../support/waiting.ts';

let folder: string;
let bridge: BridgeClient;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normscope-host-'));
  vi.resetModules();
});
afterEach(() => {
  bridge.close();
  vi.restoreAllMocks();
  delete (process as { parentPort?: unknown }).parentPort;
  rmSync(folder, { recursive: true });
});

/** Starts host.ts in this process, with a parent port like Electron's. */
async function startHost(database: string) {
  const reports: unknown[] = [];
  const parent = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => reports.push(message) });
  Object.assign(process, { parentPort: parent });
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  await import('../../../app/doors/desktop/host.ts');
  const { port1, port2 } = new MessageChannel();
  bridge = createBridgeClient(nodePort(port1));
  // Electron's port has `start` and wraps what comes in an event.
  const port = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => port2.postMessage(message),
    start: () => {
      port2.on('message', (data: unknown) => port.emit('message', { data }));
      port2.on('close', () => port.emit('close'));
    },
    close: () => port2.close(),
  });
  parent.emit('message', { data: { type: 'start', database }, ports: [port] });
  await eventually(() => expect(reports).toHaveLength(1));
  return { parent, report: reports[0], exit };
}

it('trains, tells the page, and closes cleanly', async () => {
  const database = join(folder, 'host.db');
  const { parent, report, exit } = await startHost(database);
  expect(report).toEqual({ type: 'ready' });
  const client = createClient((input, init) => bridge.fetch(new Request(input, init)), 'app://workbench');
  const preset = (await client.presets()).find(({ name }) => name === 'ring-and-disc')!;
  const statuses = new Set<string>();
  const stop = new AbortController();
  const { cursor } = await client.runs.list();
  const following = client.changes(cursor, ({ runs }) => runs.forEach((run) => statuses.add(run.status)), stop.signal);
  const [run] = await client.runs.create({ spec: { ...preset.spec, training: { steps: 20, batchSize: 20 } } });
  await eventually(() => expect(statuses).toContain('completed'));
  expect((await client.runs.series(run!.id, 'train.loss')).steps).toHaveLength(20);
  stop.abort();
  await following;
  parent.emit('message', { data: { type: 'close' }, ports: [] });
  await eventually(() => expect(exit).toHaveBeenCalledWith(0));
  expect(existsSync(`${database}-wal`)).toBe(false);
});

it('says in words why it cannot open the database', async () => {
  const database = join(folder, 'note.db');
  writeFileSync(database, 'Dear diary, this is not a database at all. '.repeat(50));
  const { parent, report, exit } = await startHost(database);
  expect(report).toMatchObject({ type: 'failed', said: { text: expect.stringContaining(database) } });
  parent.emit('message', { data: { type: 'close' }, ports: [] });
  await eventually(() => expect(exit).toHaveBeenCalledWith(0));
});
