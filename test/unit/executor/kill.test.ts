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
/** How much may be lost, and by how many hand-overs that is more where the machine is too busy for one in 250 ms. */
const LOSS = { ms: 1000, handOvers: 4 };

interface Seen {
  at: number;
  step: number;
  trainingMs: number;
}

/** Lets the program train for some stored batches, then kills it, wherever it is. */
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
        if (seen.length > 6) resolve();
      }
    });
  });
  await trains;
  // Somewhere between two of them.
  await wait(130);
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
  expect(run.step).toBeGreaterThanOrEqual(seen.at(-1)!.step);
  // When training began, by the report that took the shortest way here.
  const beganAt = Math.min(...seen.map((one) => one.at - one.trainingMs));
  const trainedMs = killedAt - beganAt;
  const moments = [beganAt, ...seen.map(({ at }) => at), killedAt];
  const longest = Math.max(...moments.slice(1).map((at, i) => at - moments[i]!));
  expect(trainedMs - run.trainingMs).toBeLessThan(Math.max(LOSS.ms, LOSS.handOvers * longest));

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
