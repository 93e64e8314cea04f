/** `normscope export` of what a run trained: a PyTorch script with its files, and weights. Real runs, a real database. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../app/doors/cli/main.ts';
import { unzip } from '../../../engine/data/readers/zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'normscope-models-'));
const db = ['--db', join(folder, 'runs.db')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function normscope(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const json = (value: unknown): void => void out.push(JSON.stringify(value));
  const code = await main([...words, ...db], { print: (line) => out.push(line), say: (line) => err.push(line), json });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

beforeAll(async () => {
  const run = (name: string, ...sets: string[]) =>
    normscope('run', 'ring-and-disc', '--name', name, '--set', 'training.steps=40', ...sets);
  await run('ring');
  await run('too fast', 'model.activation=identity', 'model.normalization=none', 'optimizer.learningRate=1e6');
  await normscope('fork', 'ring', '--set', 'training.steps=50', '--name', 'forked');
});

test('pytorch: a folder with the script and everything that it reads', async () => {
  const target = join(folder, 'experiment');
  const { code, out, err } = await normscope('export', 'ring', '--format', 'pytorch', '-o', target);
  expect([code, out]).toEqual([0, '']);
  const names = ['batches.npz', 'data.npz', 'recorded.csv', 'spec.json', 'train.py', 'weights.npz'];
  expect(readdirSync(target).sort()).toEqual(names);
  for (const name of names) expect(err).toContain(`Written: ${join(target, name)}`);
  expect(readFileSync(join(target, 'train.py'), 'utf8')).toMatch(/^def build_model\(/m);
  expect(readFileSync(join(target, 'recorded.csv'), 'utf8').trim().split('\n').length).toBeGreaterThan(40);
  const weights = unzip({ name: 'weights.npz', bytes: readFileSync(join(target, 'weights.npz')) });
  expect(weights.map(({ name }) => name)).toContain('dense1.weight.npy');
});

test('safetensors: a file by its name, or in a folder that is there', async () => {
  const file = join(folder, 'ring.safetensors');
  expect((await normscope('export', 'ring', '--format', 'safetensors', '-o', file)).code).toBe(0);
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...arrays } = JSON.parse(bytes.subarray(8, 8 + length).toString()) as {
    __metadata__: Record<string, string>;
  } & Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  expect(metadata).toMatchObject({ name: 'ring', step: '40' });
  expect(arrays['dense1.weight']).toMatchObject({ dtype: 'F32', shape: [16, 2] });
  expect(arrays['norm1.running_var']?.shape).toEqual([16]);
  expect(Math.max(...Object.values(arrays).map(({ data_offsets: [, end] }) => end))).toBe(bytes.length - 8 - length);

  const inside = join(folder, 'weights');
  mkdirSync(inside);
  expect((await normscope('export', 'ring', '--format', 'safetensors', '-o', inside)).code).toBe(0);
  expect(readdirSync(inside)).toEqual(['normscope-ring-seed-1.safetensors']);
});

test.each<[string, string[], RegExp]>([
  ['no place to write to', ['ring', '--format', 'pytorch'], /Give a folder with -o, e\.g\. -o experiment/],
  ['standard output', ['ring', '--format', 'safetensors', '-o', '-'], /Give a file with -o/],
  ['two runs', ['ring', 'forked', '--format', 'pytorch', '-o', 'x'], /--format pytorch takes one run; 2 were given/],
  ['a format that is none', ['ring', '--format', 'pytorhc', '-o', 'x'], /"pytorhc"; allowed: .*Did you mean pytorch\?/],
  ['an unknown run', ['rinq', '--format', 'pytorch', '-o', 'x'], /"rinq"\. Did you mean "ring"\?/],
  [
    'weights of a run without a checkpoint',
    ['too fast', '--format', 'safetensors', '-o', 'x'],
    /"too fast" has no checkpoint, so there are no weights: it diverged/,
  ],
  [
    'the experiment of a fork',
    ['forked', '--format', 'pytorch', '-o', 'x'],
    /"forked" began at a checkpoint of another run; .* Export its parent/,
  ],
])('%s is wrong input, and nothing is written', async (_what, words, message) => {
  const target = join(folder, 'nothing');
  const { code, out, err } = await normscope('export', ...words.map((word) => (word === 'x' ? target : word)));
  expect(err).toMatch(message);
  expect([code, out, existsSync(target)]).toEqual([2, '', false]);
});

test('a folder that cannot be made, and a file that cannot be written, are named', async () => {
  const file = join(folder, 'in the way');
  writeFileSync(file, '');
  const inFile = await normscope('export', 'ring', '--format', 'pytorch', '-o', join(file, 'deeper'));
  expect([inFile.code, inFile.err]).toEqual([2, expect.stringMatching(/^The folder .*deeper cannot be made: ENOTDIR/)]);
  const nowhere = join(folder, 'none', 'w.safetensors');
  const lost = await normscope('export', 'ring', '--format', 'safetensors', '-o', nowhere);
  expect([lost.code, lost.err]).toEqual([2, expect.stringMatching(/w\.safetensors cannot be written/)]);
});
