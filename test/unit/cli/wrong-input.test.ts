/** Wrong input ends with 2 and one message that names what was given and the nearest right thing; nothing is made. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../app/doors/cli/main.ts';
import { openStore } from '../../../app/store/store.ts';
import { newRun } from '../store/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'normscope-wrong-'));
const database = join(folder, 'runs.db');
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(() => {
  const store = openStore(database);
  for (const name of ['first run', 'twin', 'twin']) store.runs.add(newRun({ name }));
  store.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function normscope(words: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const json = (value: unknown): void => void out.push(JSON.stringify(value));
  const code = await main(words, { print: (line) => out.push(line), say: (line) => err.push(line), json });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const RING = 'ring-and-disc';
const db = ['--db', database];

test.each<[string, string[], RegExp]>([
  ['command', ['rum', RING], /'rum'[\s\S]*Did you mean run\?/],
  ['option', ['run', RING, '--sed', '1'], /'--sed'[\s\S]*--seed/],
  ['preset', ['run', 'ring-and-dics'], /"ring-and-dics"\. Did you mean ring-and-disc\?/],
  ['nothing to run', ['run', '--seed', '3'], /Nothing to run was named.*paper-mlp-bn/],
  [
    'field',
    ['run', RING, '--set', 'optimizer.learningrate=1'],
    /optimizer\.learningrate.*did you mean optimizer\.learningRate\?/,
  ],
  ['value', ['run', RING, '--set', 'model.activation=sigmoyd'], /"sigmoyd".*did you mean sigmoid\?/],
  [
    'two values',
    ['run', RING, '--set', 'training.steps=0', 'loss=x'],
    /training\.steps is 0[\s\S]*loss\.type is "x"|loss\.type is "x"[\s\S]*training\.steps is 0/,
  ],
  ['a list by name', ['run', RING, '--set', 'model.hidden.x=3'], /model\.hidden is .*must be a list/],
  ['setting without value', ['run', RING, '--set', 'loss'], /--set is "loss"; give path=value/],
  ['seed', ['run', RING, '--seed', 'one'], /--seed is "one"/],
  ['seed with a fraction', ['run', RING, '--seed', '1.5'], /"1\.5"; give a whole number/],
  ['the same seed twice', ['run', RING, ...db, '--seed', '4', '4'], /4 twice/],
  ['dataset', ['run', RING, ...db, '--set', 'data.dataset=digts'], /"digts"\. Did you mean digits\?/],
  ['batch of one', ['run', RING, '--set', 'training.batchSize=1'], /training\.batchSize is 1.*Use 2 or more/],
  ['file that is no JSON', ['run', file('bad.json', '{')], /bad\.json is not JSON/],
  ['file with unknown fields', ['run', file('other.json', '{"trainig":{}}')], /trainig.*did you mean training\?/],
  ['run', ['show', ...db, 'first rum'], /"first rum"\. Did you mean "first run"\?/],
  ['name of two runs', ['show', ...db, 'twin'], /2 runs are named "twin"; give the id of one of them/],
  ['one run to compare', ['compare', ...db, 'first run'], /at least two different runs/],
  ['target', ['compare', ...db, 'a', 'b', '--target', 'much'], /--target is "much"/],
  ['two forms', ['compare', ...db, 'a', 'b', '--md', '--csv'], /exclude each other/],
  ['format', ['export', ...db, 'first run', '--format', 'htm'], /"htm"; allowed: json, csv.*html/],
  ['status', ['list', ...db, '--filter', 'status:complete'], /Did you mean completed\?/],
  ['database to look at', ['list', '--db', join(folder, 'none.db')], /none\.db.*no such file/],
  ['preset to show', ['preset', 'show', 'relu-bm'], /Did you mean relu-bn\?/],
  ['built-in dataset to remove', ['data', 'remove', ...db, 'digits'], /built in/],
  ['task', ['data', 'add', ...db, database, '--name', 'x', '--task', 'sorting'], /--task is "sorting"; allowed/],
  ['port', ['serve', ...db, '--port', '99999'], /--port is "99999"/],
])('%s', async (_what, words, message) => {
  const { code, out, err } = await normscope(words);
  expect(err).toMatch(message);
  expect([code, out]).toEqual([2, '']);
  expect(err).not.toMatch(/\n\s+at |Error:/);
});

test('a database that is none ends with 1, and stays as it was', async () => {
  const damaged = file('damaged.db', 'this is no database, whatever it is called');
  const { code, err } = await normscope(['list', '--db', damaged]);
  expect(code).toBe(1);
  expect(err).toMatch(/damaged\.db/);
  expect((await normscope(['doctor', '--db', damaged])).out).toMatch(/^problem +Database .*damaged\.db/m);
});

test('looking makes no database, help and version are no errors', async () => {
  expect(existsSync(join(folder, 'none.db'))).toBe(false);
  expect(await normscope(['--version'])).toMatchObject({ code: 0, err: '' });
  const help = await normscope(['--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toMatch(/Usage: normscope/);
});

test('presets are listed, and shown as a file to start from', async () => {
  expect((await normscope(['preset', 'list'])).out).toMatch(/^paper-mlp-bn +Sigmoid, batch norm +Three hidden layers/m);
  const { out } = await normscope(['preset', 'show', 'paper-mlp-bn']);
  const path = file('preset.json', out);
  const { err } = await normscope(['run', path, '--set', 'training.steps=-1']);
  expect(err).toBe('training.steps is -1; it must be at least 1');
});
