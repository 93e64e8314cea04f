/** The whole program without a door: everything real, on a small dataset. */
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../app/errors.ts';
import { dataFolderOf, openWorkbench } from '../../../app/service/workbench.ts';
import type { Workbench, WorkbenchOptions } from '../../../app/service/types.ts';
import type { RunSpecInput } from '../../../engine/spec/schema.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
const open: Workbench[] = [];
const start = async (database: string, options: Partial<WorkbenchOptions> = {}): Promise<Workbench> => {
  const workbench = await openWorkbench({ database, workers: 1, ...options });
  open.push(workbench);
  return workbench;
};
afterEach(async () => {
  for (const workbench of open.splice(0)) await workbench.close();
});

const small = (change: RunSpecInput = {}): RunSpecInput => ({
  ...{ name: 'small', data: { dataset: 'spirals' }, model: { hidden: [16, 16] } },
  ...{ training: { steps: 210, batchSize: 32 } },
  ...change,
});
const endless = small({ name: 'endless', training: { steps: 10_000_000, batchSize: 32 } });

const until = (workbench: Workbench, look: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const unsubscribe = workbench.subscribe(() => {
      if (!look()) return;
      unsubscribe();
      resolve();
    });
  });

describe('a run', () => {
  it('is trained, stored and found again by the next program', async () => {
    const file = fresh();
    const workbench = await start(file);
    const [made] = await workbench.runs.create({ spec: small(), seeds: [3] });
    const run = await workbench.finished(made!.id);
    expect(run).toMatchObject({ status: 'completed', step: 210, reason: '' });
    expect(run.summary['validation.accuracy']).toBeGreaterThan(0);
    await workbench.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(existsSync(dataFolderOf(file))).toBe(true);

    const later = await start(file, { execute: false });
    const detail = later.runs.get(run.id);
    expect(detail).toMatchObject({ status: 'completed', spec: { seed: 3 }, versions: { node: process.versions.node } });
    expect(detail.kernels).toBe(later.status().kernels);
    expect(detail.parameters).toBe(detail.layers.reduce((sum, layer) => sum + layer.parameters, 0));
    const series = Object.fromEntries(detail.series.map((one) => [one.name, one]));
    expect(series['train.loss']).toMatchObject({ count: 210, firstStep: 1, lastStep: 210, nonFinite: 0 });
    // Evaluated every 25 steps and at the end, which lies off that grid.
    expect([...later.runs.series(run.id, 'validation.loss').steps].slice(-2)).toEqual([200, 210]);
    expect(detail.norms.map(({ layer, channels }) => [layer, channels])).toEqual([
      ['norm1', 16],
      ['norm2', 16],
    ]);
    const matrix = later.runs.norm(run.id, 'norm2', 'runningVariance');
    expect(matrix.values).toHaveLength(matrix.steps.length * 16);
    expect(matrix.values.every((value) => value > 0)).toBe(true);
    expect(detail.sparkline.length).toBeGreaterThan(5);
    expect(detail.bytes).toBeGreaterThan(210 * 3 * 8);
  });

  it('gives the same numbers with the same seed, alone or beside others', async () => {
    const workbench = await start(fresh(), { workers: 2 });
    const specs = [small(), small({ name: 'again' }), small({ name: 'other', seed: 2 })];
    const made = await Promise.all(specs.map((spec) => workbench.runs.create({ spec })));
    const ids = made.map(([run]) => run!.id);
    await Promise.all(ids.map((id) => workbench.finished(id)));
    const [first, again, other] = ids.map((id) => workbench.runs.series(id, 'train.loss').values);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('is paused, resumed and stopped, and ends as an ordinary stored run', async () => {
    const workbench = await start(fresh());
    const [made] = await workbench.runs.create({ spec: endless });
    const { id } = made!;
    await until(workbench, () => workbench.runs.get(id).step > 0);
    expect(workbench.runs.pause(id).status).toBe('paused');
    expect(() => workbench.runs.pause(id)).toThrow('is paused');
    expect(workbench.runs.resume(id).status).toBe('running');
    const { step } = workbench.runs.get(id);
    await until(workbench, () => workbench.runs.get(id).step > step);
    workbench.runs.stop(id);
    const run = await workbench.finished(id);
    expect(run.status).toBe('stopped');
    expect(workbench.runs.series(id, 'train.loss').steps.at(-1)).toBe(run.step);
    expect(run.summary['validation.loss']).toBeDefined();
  });

  it('that diverges is a result: status, step, layer, and numbers that are not finite', async () => {
    const workbench = await start(fresh());
    const spec = small({ model: { hidden: [16], activation: 'relu', normalization: { type: 'none' } } });
    const [made] = await workbench.runs.create({ spec: { ...spec, optimizer: { type: 'sgd', learningRate: 1e30 } } });
    const run = await workbench.finished(made!.id);
    expect(run.status).toBe('diverged');
    expect(run.reason).toMatch(/step \d+.*dense\d/);
    const losses = workbench.runs.get(run.id).series.find(({ name }) => name === 'train.loss')!;
    const norms = workbench.runs.get(run.id).series.find(({ name }) => name === 'gradient.norm')!;
    expect(losses.nonFinite + norms.nonFinite).toBeGreaterThan(0);
  });
});

describe('two programs on one file', () => {
  it('see each other: the command ends with its own run, the window shows it', async () => {
    const file = fresh();
    const window = await start(file);
    const [busy] = await window.runs.create({ spec: endless });
    const command = await start(file, { execute: 'own' });
    const [made] = await command.runs.create({ spec: small({ name: 'from the terminal' }) });
    const cursor = window.changesSince(0).cursor;
    const [here, there] = await Promise.all([command.finished(made!.id), window.finished(made!.id)]);
    expect(here.status).toBe('completed');
    expect(there).toEqual(here);
    expect(window.changesSince(cursor).runs.map(({ id }) => id)).toContain(made!.id);
    await command.close();
    expect(window.runs.get(busy!.id).status).toBe('running');
  });

  it('steer each other', async () => {
    const file = fresh();
    const window = await start(file);
    const [made] = await window.runs.create({ spec: endless });
    await until(window, () => window.runs.get(made!.id).step > 0);
    const other = await start(file, { execute: false });
    other.runs.pause(made!.id);
    await until(other, () => other.runs.get(made!.id).status === 'paused');
    other.runs.stop(made!.id);
    expect((await other.finished(made!.id)).status).toBe('stopped');
  });
});

describe('a workbench', () => {
  it('leaves what ran as interrupted and what waited as queued when it is closed', async () => {
    const file = fresh();
    const workbench = await start(file);
    const [running] = await workbench.runs.create({ spec: endless });
    const [waiting] = await workbench.runs.create({ spec: small() });
    await until(workbench, () => workbench.runs.get(running!.id).step > 0);
    expect(workbench.status()).toMatchObject({ running: 1, queued: 1, workers: 1, notices: [] });
    const ended = workbench.finished(running!.id);
    const never = workbench.finished(waiting!.id);
    const refused = expect(never).rejects.toThrow('was closed');
    await workbench.close();
    expect((await ended).status).toBe('interrupted');
    await refused;

    const later = await start(file, { execute: false });
    const { step, reason } = later.runs.get(running!.id);
    expect(reason).toBe(`interrupted at step ${step}`);
    expect(later.runs.series(running!.id, 'train.loss').steps).toHaveLength(step);
    expect(later.runs.get(waiting!.id).status).toBe('queued');
    await later.close();

    const again = await start(file);
    expect((await again.finished(waiting!.id)).status).toBe('completed');
  });

  it('keeps settings, checks them, and lets an option of this start go before', async () => {
    const file = fresh();
    const workbench = await start(file, { workers: 3, execute: false });
    expect(workbench.settings.get()).toEqual({ workers: 3 });
    expect(() => workbench.settings.set({ workers: 0 })).toThrow('workers is 0');
    expect(workbench.settings.set({ workers: 2 })).toEqual({ workers: 2 });
    const other = await openWorkbench({ database: file, execute: false });
    open.push(other);
    expect(other.settings.get()).toEqual({ workers: 2 });
  });

  it('carries changes and removals past a cursor', async () => {
    const workbench = await start(fresh(), { execute: false });
    const [one, two] = await workbench.runs.create({ spec: small(), seeds: [1, 2] });
    const { cursor } = workbench.changesSince(0);
    expect(workbench.changesSince(cursor)).toEqual({ cursor, runs: [], removed: [], datasets: false, studies: false });
    workbench.runs.trash([one!.id, two!.id]);
    workbench.runs.purge([two!.id]);
    const changes = workbench.changesSince(cursor);
    expect(changes.runs.map(({ id }) => id)).toEqual([one!.id]);
    expect(changes.removed).toEqual([two!.id]);
    expect(changes.cursor).toBeGreaterThan(cursor);
  });

  it('says what is wrong with the file or the number of workers', async () => {
    await expect(openWorkbench({ database: ':memory:' })).rejects.toBeInstanceOf(AppError);
    await expect(openWorkbench({ database: fresh(), workers: 0.5 })).rejects.toThrow('workers is 0.5');
  });
});
