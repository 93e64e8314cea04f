/** The real command in processes of its own, against a temporary database: train, find, compare, export. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../../app/doors/normscope.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'normscope-cli-'));
const database = join(folder, 'runs.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  code: number;
  out: string;
  err: string;
}

/** Runs `normscope ...words` on a database and waits for its end. */
const on =
  (file: string) =>
  (...words: string[]): Promise<Result> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { ...process.env, NORMSCOPE_DB: file }, maxBuffer: 1e9 };
      const child = execFile(process.execPath, [COMMAND, ...words], options, (_error, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
/** On the database with the runs that all tests look at; tests that add runs have one of their own. */
const normscope = on(database);

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const objects = <T>(text: string): T[] => lines(text).map((line) => JSON.parse(line) as T);

interface Event {
  event: string;
  run: { id: string; seed: number; status: string; summary: Record<string, number | string> };
}

let trained: Result;
let diverged: Result;
beforeAll(async () => {
  const words = ['ring-and-disc', '--seed', '1', '2', '--set', 'training.steps=300', '--name', 'ring', '--json'];
  trained = await normscope('run', ...words);
  const sets = ['model.activation=identity', 'model.normalization.type=none', 'optimizer.learningRate=1e6'];
  diverged = await normscope('run', 'ring-and-disc', '--set', ...sets, '--name', 'too fast', '--json');
});

test('run: JSON objects only on standard output, one run a seed, each with its end', () => {
  const events = objects<Event>(trained.out);
  expect(trained.code).toBe(0);
  for (const { event } of events) expect(['started', 'progress', 'finished']).toContain(event);
  const ended = events.filter(({ event }) => event === 'finished').map(({ run }) => run);
  expect(ended.map(({ seed }) => seed).sort()).toEqual([1, 2]);
  for (const { id, status, summary } of ended) {
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(status).toBe('completed');
    expect(summary['validation.accuracy']).toBeGreaterThan(0.5);
    expect(events.filter(({ event, run }) => event === 'started' && run.id === id)).toHaveLength(1);
  }
});

test('a diverged run ends with 1; numbers that JSON lacks are texts', () => {
  const { code, out } = diverged;
  expect(code).toBe(1);
  const { run } = objects<Event>(out).at(-1)!;
  expect(run.status).toBe('diverged');
  expect(Object.values(run.summary).some((value) => typeof value === 'string')).toBe(true);
});

test('list and show: tables for people, objects for programs', async () => {
  const [table, json, shown] = await Promise.all([
    normscope('list'),
    normscope('list', '--filter', 'status:completed ring', '--json'),
    normscope('show', 'too fast'),
  ]);
  expect(lines(table.out)[0]).toMatch(/^id +status +name +seed +val accuracy +steps +started +duration$/);
  const rows = objects<{ id: string; name: string }>(json.out);
  expect(rows.map(({ name }) => name)).toEqual(['ring', 'ring']);
  const prefixes = lines(table.out)
    .slice(1)
    .map((line) => line.split(' ')[0]!);
  for (const { id } of rows) expect(prefixes.filter((prefix) => id.startsWith(prefix))).toHaveLength(1);
  expect(shown.out).toMatch(/status +diverged: Diverged at step \d+/);
  expect(shown.out).toMatch(/What went wrong\n {2}bad {3}The run diverged at step \d+; the first layer .+\n {8}Divide/);

  const own = await normscope('show', prefixes.at(-1)!);
  expect(own.out).toMatch(/model\.normalization\.momentum +0\.1 \(Keras: 0\.9\)/);
  expect(own.out).toMatch(/norm1 +16 +gamma( +[\d.]+){3}\n/);
  const detail = objects<{ normalization: { layer: string; gamma: number[] }[] }>(
    (await normscope('show', prefixes.at(-1)!, '--json')).out,
  );
  expect(detail[0]?.normalization[0]).toMatchObject({ layer: 'norm1', channels: 16 });
  expect(detail[0]?.normalization[0]?.gamma).toHaveLength(16);
});

test('show and compare: key numbers of probes, and the one that was asked for', async () => {
  const rings = objects<{ id: string }>(
    (await normscope('list', '--filter', 'status:completed ring', '--json')).out,
  ).map(({ id }) => id);
  const probed = await normscope('probe', rings[0]!, '--type', 'gradients', '--at', '0', 'end', '--json');
  expect(probed.code).toBe(0);
  const [, last] = objects<{ step: number; numbers: Record<string, number> }>(probed.out);
  const shown = await normscope('show', rings[0]!);
  expect(shown.out).toMatch(/\nProbes\n +probe +step +key numbers\n +gradients +0 +gradient norm \d/);
  const detail = objects<{ probes: unknown[] }>((await normscope('show', rings[0]!, '--json')).out);
  expect(detail[0]?.probes).toHaveLength(2);
  const metric = 'probe.gradients.dense1/update ratio@end';
  const { out } = await normscope('compare', ...rings, '--metric', metric, '--json');
  const [{ metrics }] = objects<{ metrics: { name: string; values: unknown[] }[] }>(out) as [never];
  expect(metrics[0]).toMatchObject({ name: metric, values: [last!.numbers['dense1/update ratio'], null] });
  const wrong = await normscope('compare', ...rings, '--metric', 'probe.gradients.dense1/update ratoi');
  expect([wrong.code, wrong.err]).toEqual([
    2,
    expect.stringContaining('Did you mean probe.gradients.dense1/update ratio?'),
  ]);
});

test('compare: what differs and how soon, as text, Markdown, CSV and JSON', async () => {
  const ended = objects<Event>(trained.out).filter(({ event }) => event === 'finished');
  // They end in any order.
  const ids = ended.sort((a, b) => a.run.seed - b.run.seed).map(({ run }) => run.id);
  const compare = (...words: string[]): Promise<Result> => normscope('compare', ...ids, 'too fast', ...words);
  const [text, md, csv, json] = await Promise.all([
    compare('--target', '60%'),
    compare('--md'),
    compare('--csv'),
    compare('--json', '--metric', 'validation.loss', '--target', '0.5'),
  ]);
  expect(text.out).toMatch(/^What differs .*ring \(seed 1\).*ring \(seed 2\).*too fast$/m);
  expect(text.out).toMatch(/^model\.normalization\.momentum +0\.1 \(Keras: 0\.9\) .*\(absent\)$/m);
  expect(text.out).toMatch(/^Steps to validation accuracy 60\.00 % +[\d ]+/m);
  expect(md.out).toMatch(/^\| --- \| ---: \| ---: \| ---: \|$/m);
  expect(lines(csv.out)[0]).toBe(`section,name,${ids.join(',')},${csv.out.split('\n')[0]!.split(',').at(-1)!}`);
  expect(csv.out).toMatch(/^spec,model\.normalization\.center,true,true,$/m);
  const [found] = objects<{ stepsToTarget: { metric: string; target: number; values: (number | null)[] } }>(json.out);
  expect(found?.stepsToTarget).toMatchObject({ metric: 'validation.loss', target: 0.5 });
  expect(found?.stepsToTarget.values).toHaveLength(3);
});

describe('export', () => {
  test('to a file, to a folder, and on to another program', async () => {
    const html = join(folder, 'report.html');
    const [toFile, toFolder, piped] = await Promise.all([
      normscope('export', 'too fast', '--format', 'html', '-o', html),
      normscope('export', 'too fast', '--format', 'json', '-o', folder),
      normscope('export', 'too fast', '--format', 'csv'),
    ]);
    expect([toFile.code, toFolder.code, piped.code]).toEqual([0, 0, 0]);
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(toFile.out + toFolder.out).toBe('');
    const json = JSON.parse(readFileSync(join(folder, 'normscope-too-fast.json'), 'utf8')) as { format: string };
    expect(json.format).toBe('normscope.export/1');
    expect(lines(piped.out)[0]).toBe('run,name,seed,series,step,value');
    expect(lines(piped.out).length).toBeGreaterThan(3);
  });

  test('a file that cannot be written is wrong input, and nothing half stays', async () => {
    const { code, err } = await normscope('export', 'too fast', '--format', 'csv', '-o', join(folder, 'no', 'x.csv'));
    expect([code, existsSync(join(folder, 'no'))]).toEqual([2, false]);
    expect(err).toMatch(/x\.csv cannot be written/);
  });
});

test('data: import, train on it, remove', async () => {
  const normscope = on(join(folder, 'data.db'));
  const table = join(folder, 'points.csv');
  const rows = Array.from(
    { length: 80 },
    (_, i) => `${Math.sin(i)},${Math.cos(i * 2)},${i % 2 === 0 ? 'even' : 'odd'}`,
  );
  writeFileSync(table, ['x,y,kind', ...rows].join('\n'));
  const added = await normscope('data', 'add', table, '--name', 'points', '--label', 'kind', '--json');
  expect(objects<object>(added.out)[0]).toMatchObject({ name: 'points', samples: 80, classes: ['even', 'odd'] });
  const sets = ['data.dataset=points', 'training.steps=20', 'training.batchSize=10'];
  expect((await normscope('run', 'ring-and-disc', '--set', ...sets)).code).toBe(0);
  expect((await normscope('data', 'remove', 'points')).code).toBe(0);
  expect((await normscope('data', 'show', 'points')).code).toBe(2);
});

test('doctor: a line for each thing it looked at', async () => {
  const { code, out } = await normscope('doctor');
  expect(lines(out).map((line) => /^(ok|note|problem) +(\S+)/.exec(line)?.[2])).toEqual([
    'Node',
    'Kernels',
    'Database',
    'Disk',
    'Data',
    'Electron',
    'Chromium',
  ]);
  expect(out).toMatch(/quick_check ok/);
  expect(code).toBe(0);
});

test('run: takes the probes of the specification at their steps; probe lists them', async () => {
  const normscope = on(join(folder, 'probes.db'));
  const probes = '[{"type":"activations","at":[0,"end"],"samples":50}]';
  const sets = ['training.steps=40', `probes=${probes}`, 'probes.0.samples=20'];
  const run = await normscope('run', 'ring-and-disc', '--set', ...sets, '--name', 'probed', '--json');
  expect(run.code).toBe(0);
  const { code, out } = await normscope('probe', 'probed', '--json');
  expect(code).toBe(0);
  const records = objects<{ event: string; step: number; samples: number; numbers: Record<string, number> }>(out);
  expect(records.map(({ event, step, samples }) => [event, step, samples])).toEqual([
    ['probe', 0, 20],
    ['probe', 40, 20],
  ]);
  for (const { numbers } of records) expect(Object.keys(numbers).length).toBeGreaterThan(3);
  const beyond = await normscope(
    'run',
    'ring-and-disc',
    '--set',
    'training.steps=40',
    `probes=${probes}`,
    'probes.0.at=[41]',
  );
  expect(beyond.code).toBe(2);
  expect(beyond.err).toContain('probes.0.at.0 is 41, but training.steps is 40; use 40 or less, or "end"');
});
