/** Going on from checkpoints at the command line: stop, resume, fork, verify. Real runs in a real database file. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../app/doors/cli/main.ts';
import { withEnoughSteps } from '../../support/waiting.ts';

const COMMAND = fileURLToPath(new URL('../../../app/doors/normscope.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'normscope-continue-'));
const db = ['--db', join(folder, 'runs.db')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Event {
  event: string;
  run: { id: string; name: string; status: string; step: number };
}

async function normscope(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const events: unknown[] = [];
  const code = await main([...words, ...db], {
    print: (line) => out.push(line),
    say: (line) => err.push(line),
    json: (value) => events.push(value),
  });
  return { code, out: out.join('\n'), err: err.join('\n'), events: events as Event[] };
}

const SHORT = ['--set', 'training.steps=60'];

beforeAll(async () => {
  await normscope('run', 'ring-and-disc', ...SHORT, '--name', 'ring');
  const sets = ['model.activation=identity', 'model.normalization=none', 'optimizer.learningRate=1e6'];
  await normscope('run', 'ring-and-disc', ...SHORT, ...sets, '--name', 'too fast');
});

/** Starts a run in a process of its own and presses Ctrl-C as soon as it trains. Null where it has ended before that. */
async function stopEarly(name: string, steps: number): Promise<{ code: number | null; last: Event } | null> {
  const words = ['run', 'ring-and-disc', '--set', `training.steps=${steps}`, '--name', name, '--json', ...db];
  const child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let last: Event | undefined;
  for await (const line of createInterface(child.stdout)) {
    last = JSON.parse(line) as Event;
    if (last.event === 'started') child.kill('SIGINT');
  }
  const code = await exited;
  return last?.run.status === 'completed' ? null : { code, last: last! };
}

test('Ctrl-C stops a run, resume completes it, and verify finds the numbers of an undisturbed one', async () => {
  const { code, last, name, steps } = await withEnoughSteps(10_000, async (steps) => {
    const name = `stopped of ${steps}`;
    const stopped = await stopEarly(name, steps);
    return stopped && { ...stopped, name, steps };
  });
  expect([code, last.event, last.run.status]).toEqual([1, 'finished', 'stopped']);
  const resumed = await normscope('resume', name, '--json');
  expect(resumed.code).toBe(0);
  expect(resumed.events.at(-1)).toMatchObject({
    event: 'finished',
    run: { id: last.run.id, status: 'completed', step: steps },
  });
  const verified = await normscope('verify', name, '--json');
  expect(verified.code).toBe(0);
  expect(verified.events).toEqual([
    { event: 'verified', id: last.run.id, identical: true, ...facts(verified.events[0]), difference: null },
  ]);
});

const facts = (event: unknown): object => {
  const { numbers, kernels } = event as { numbers: number; kernels: string };
  expect(numbers).toBeGreaterThan(10_000);
  expect(kernels).toMatch(/^wasm|^reference/);
  return { numbers, kernels };
};

test('a fork goes on from its parent with what was changed, and says where it came from', async () => {
  const sets = ['training.steps=90', 'optimizer.learningRate=0.05'];
  const { code, out } = await normscope('fork', 'ring', '--set', ...sets);
  expect(code).toBe(0);
  expect(out).toMatch(/completed +ring \(fork\)/);
  const shown = (await normscope('show', 'ring (fork)')).out;
  expect(shown).toMatch(/continues +ring \([0-9a-f-]{36}\) at step 60$/m);
  expect(shown).toMatch(/optimizer\.learningRate +0\.05$/m);
  expect((await normscope('verify', 'ring (fork)')).out).toMatch(/all [\d,]+ recorded numbers are identical/);
});

test('a fork onto other data is warned of', async () => {
  const sets = ['training.steps=70', 'data.dataset=two-moons'];
  const { code, err } = await normscope('fork', 'ring', '--name', 'moons', '--set', ...sets);
  expect(code).toBe(0);
  expect(err).toMatch(/^data\.dataset: The weights were trained on ring-and-disc\./m);
});

test('verify ends with 1 where a stored number is another one', async () => {
  await normscope('run', 'ring-and-disc', ...SHORT, '--name', 'altered');
  const database = new DatabaseSync(join(folder, 'runs.db'));
  database.prepare(`UPDATE run SET summary = json_set(summary, '$."test.loss"', 0.125) WHERE name = 'altered'`).run();
  database.close();
  const { code, out } = await normscope('verify', 'altered');
  expect(code).toBe(1);
  expect(out).toMatch(/^altered: not identical\. The first difference is summary test\.loss: stored 0\.125, now 0\./);
});

test.each<[string, string[], RegExp]>([
  [
    'a completed run to resume',
    ['resume', 'ring'],
    /"ring" is completed; only a run that was .*fork it with more steps/,
  ],
  ['a diverged run to resume', ['resume', 'too fast'], /"too fast" is diverged; only a run/],
  ['a diverged run to fork', ['fork', 'too fast'], /"too fast" has no checkpoint to begin at: it diverged/],
  ['nothing left to train', ['fork', 'ring'], /training\.steps is 60, but the checkpoint stands at step 60; use more/],
  [
    'another network',
    ['fork', 'ring', '--set', 'training.steps=90', 'model.hidden=[7]'],
    /model is another network than the one that was trained: dense1 is 2 to 7 here and 2 to 16 there/,
  ],
  [
    'another seed',
    ['fork', 'ring', '--set', 'training.steps=90', 'seed=2'],
    /seed is 2, but the parent has 1, which decides the split; keep it/,
  ],
  [
    'another split',
    ['fork', 'ring', '--set', 'training.steps=90', 'data.split.train=0.7', 'data.split.test=0.2'],
    /data\.split is not that of the parent; keep it/,
  ],
  ['a field that is none', ['fork', 'ring', '--set', 'training.stepz=90'], /training\.stepz.*training\.steps/],
  ['a setting without value', ['fork', 'ring', '--set', 'loss'], /--set is "loss"; give path=value/],
  ['an unknown run to fork', ['fork', 'rinq'], /"rinq"\. Did you mean "ring"\?/],
  ['an unknown run to resume', ['resume', 'rinq'], /"rinq"\. Did you mean "ring"\?/],
  ['an unknown run to verify', ['verify', 'rinq'], /"rinq"\. Did you mean "ring"\?/],
])('%s is wrong input', async (_what, words, message) => {
  const { code, out, err } = await normscope(...words);
  expect(err).toMatch(message);
  expect([code, out]).toEqual([2, '']);
});
