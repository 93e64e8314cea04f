/** The hardest way for a program to end, with everything real: its process is killed while it trains. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openWorkbench } from '../../../app/service/workbench.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
const program = fileURLToPath(new URL('./fixtures/train-until-killed.ts', import.meta.url));
/** How much may be lost. */
const LOSS_MS = 1000;

interface Seen {
  at: number;
  step: number;
  trainingMs: number;
}

/** Lets the program train until it has stored several batches, then kills it at a moment of its own choice. */
const trainAndKill = async (file: string): Promise<{ id: string; seen: Seen[]; killedAt: number }> => {
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const seen: Seen[] = [];
  let id = '';
  for await (const line of createInterface(child.stdout)) {
    const [word, first, second] = line.split(' ');
    if (word === 'id') id = first!;
    else seen.push({ at: performance.now(), step: Number(first), trainingMs: Number(second) });
    if (seen.length === 6) break;
  }
  // Between two batches, so that there is something that could be lost.
  await new Promise((resolve) => setTimeout(resolve, 180));
  const killedAt = performance.now();
  child.kill('SIGKILL');
  await exited;
  return { id, seen, killedAt };
};

it('loses less than a second of a run when the program is killed, and never says that it still runs', async () => {
  const file = fresh();
  const { id, seen, killedAt } = await trainAndKill(file);

  const workbench = await openWorkbench({ database: file, execute: false });
  const run = workbench.runs.get(id);
  expect(run).toMatchObject({ status: 'interrupted', reason: `interrupted at step ${run.step}` });

  // What the program had stored is there, and what it trained since then is there up to the last second.
  const last = seen.at(-1)!;
  expect(run.step).toBeGreaterThanOrEqual(last.step);
  const trainedMs = last.trainingMs + (killedAt - last.at);
  expect(run.trainingMs).toBeGreaterThan(trainedMs - LOSS_MS);

  const { steps, values } = workbench.runs.series(id, 'train.loss');
  expect(steps.length).toBe(run.step);
  expect(steps.every((step, index) => step === index + 1)).toBe(true);
  expect(values.every(Number.isFinite)).toBe(true);
  const records = workbench.runs.norm(id, 'norm1', 'runningMean');
  expect(records.steps.at(-1)).toBeGreaterThan(run.step - 2 * run.spec.record.normalization.every);
  await workbench.close();

  const db = new Sqlite(file, { readonly: true });
  expect(db.pragma('quick_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();
});
