/** The hardest way for a program to end, with everything real: its process is killed while it trains. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
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

/** Lets the program train for a while after its first stored batch, then kills it, wherever it is. */
const trainAndKill = async (file: string): Promise<{ id: string; seen: Seen[]; killedAt: number }> => {
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const seen: Seen[] = [];
  let id = '';
  const trains = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const [word, first, second] = line.split(' ');
      if (word === 'id') id = first!;
      else {
        seen.push({ at: performance.now(), step: Number(first), trainingMs: Number(second) });
        resolve();
      }
    });
  });
  await trains;
  await wait(1_650);
  const killedAt = performance.now();
  child.kill('SIGKILL');
  await exited;
  return { id, seen, killedAt };
};

// Once more on a machine that is too busy to keep any promise about a second.
const options = { timeout: 60_000, retry: 1 };

it(
  'loses less than a second of a run when the program is killed, and never says that it still runs',
  options,
  async () => {
    const file = fresh();
    const { id, seen, killedAt } = await trainAndKill(file);

    const workbench = await openWorkbench({ database: file, execute: false });
    const run = workbench.runs.get(id);
    expect(run).toMatchObject({ status: 'interrupted', reason: `interrupted at step ${run.step}` });

    // What the program had stored is there, and what it trained since then is there up to the last second.
    expect(seen.length).toBeGreaterThan(3);
    expect(run.step).toBeGreaterThanOrEqual(seen.at(-1)!.step);
    // When training began, by the report that took the shortest way here.
    const beganAt = Math.min(...seen.map((one) => one.at - one.trainingMs));
    const trainedMs = killedAt - beganAt;
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
  },
);
