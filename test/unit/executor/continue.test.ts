/** Going on from checkpoints with everything real: threads, database, a killed program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunSpecInput } from '../../../engine/spec/schema.ts';
import type { Workbench } from '../../../app/service/types.ts';
import { openWorkbench } from '../../../app/service/workbench.ts';
import { until, withEnoughSteps } from '../../support/waiting.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
const open: Workbench[] = [];
const start = async (database: string): Promise<Workbench> => {
  const workbench = await openWorkbench({ database, workers: 1 });
  open.push(workbench);
  return workbench;
};
afterAll(() => Promise.all(open.map((workbench) => workbench.close())));

const spec = (steps: number, more: RunSpecInput = {}): RunSpecInput => ({
  name: 'a run',
  data: { dataset: 'ring-and-disc' },
  model: { hidden: [8], normalization: { type: 'batch' } },
  optimizer: { type: 'adam', learningRate: 0.01 },
  training: { steps, batchSize: 20 },
  record: { checkpoints: { seconds: 0.2 } },
  ...more,
});

/** Every recorded number of a run. */
const recorded = ({ runs }: Workbench, id: string): unknown => {
  const run = runs.get(id);
  return {
    summary: run.summary,
    series: run.series.map(({ name }) => ({ name, ...runs.series(id, name) })),
    norms: run.norms.map(({ layer }) => runs.norm(id, layer, 'runningVariance')),
  };
};

describe('a run that was stopped', () => {
  it('goes on to exactly the numbers of one that was not, paused or not', async () => {
    const workbench = await start(fresh());
    const { runs } = workbench;
    const id = await withEnoughSteps(10_000, async (steps) => {
      const long = spec(steps, { model: { hidden: [64, 64] }, training: { steps, batchSize: 60 } });
      const [made] = await runs.create({ spec: long });
      const { id } = made!;
      await until(() => runs.get(id).step > 200);
      if (runs.get(id).status !== 'running') return null;
      runs.pause(id);
      await until(() => runs.get(id).status !== 'running');
      if (runs.get(id).status !== 'paused') return null;
      runs.resume(id);
      runs.stop(id);
      await workbench.finished(id);
      return runs.get(id).status === 'stopped' ? id : null;
    });
    expect(runs.get(id).checkpoint!.step).toBe(runs.get(id).step);
    runs.resume(id);
    await workbench.finished(id);
    expect(runs.get(id).status).toBe('completed');
    const [whole] = await runs.create({ spec: runs.get(id).spec });
    await workbench.finished(whole!.id);
    expect(recorded(workbench, id)).toEqual(recorded(workbench, whole!.id));
  });
});

describe('a run whose program was killed', () => {
  it('goes on to exactly the numbers of one that was not', async () => {
    const program = fileURLToPath(new URL('./fixtures/train-until-killed.ts', import.meta.url));
    const { workbench, id } = await withEnoughSteps(15_000, async (steps) => {
      const file = fresh();
      const child = spawn(process.execPath, [program, file, String(steps)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      let id = '';
      for await (const line of createInterface(child.stdout)) if (line.startsWith('id ')) id = line.slice(3);
      await exited;
      const workbench = await start(file);
      return workbench.runs.get(id).status === 'completed' ? null : { workbench, id };
    });
    const { runs } = workbench;
    const interrupted = runs.get(id);
    expect(interrupted.status).toBe('interrupted');
    runs.resume(id);
    await workbench.finished(id);
    const [whole] = await runs.create({ spec: interrupted.spec });
    await workbench.finished(whole!.id);
    expect(runs.get(id).status).toBe('completed');
    expect(recorded(workbench, id)).toEqual(recorded(workbench, whole!.id));
  });
});

describe('a run that was stopped while a probe was taken', () => {
  it('takes it when it goes on, and no other one again', async () => {
    const workbench = await start(fresh());
    const { runs, probes } = workbench;
    const long = { type: 'hessian' as const, at: [50], iterations: 60, vectors: 2 };
    const [run] = await runs.create({
      spec: spec(60, {
        model: { hidden: [30], normalization: { type: 'batch' } },
        probes: [{ type: 'gradients', at: [50] }, long, { type: 'activations', at: [50] }],
      }),
    });
    const { id } = run!;
    await until(() => runs.get(id).activity?.what === 'hessian');
    runs.stop(id);
    await workbench.finished(id);
    expect(runs.get(id)).toMatchObject({ status: 'stopped', step: 50 });
    const [before, ...others] = probes.list(id);
    expect(before!.probe.type).toBe('gradients');
    expect(others).toEqual([]);
    runs.resume(id);
    await workbench.finished(id);
    expect(runs.get(id)).toMatchObject({ status: 'completed', step: 60 });
    const after = probes.list(id);
    expect(after.map(({ step, probe }) => [step, probe.type])).toEqual([
      [50, 'activations'],
      [50, 'gradients'],
      [50, 'hessian'],
    ]);
    expect(after[1]).toEqual(before);
    // As it would have been without the stop.
    await probes.take(id, { type: 'activations', at: [50] });
    expect(probes.list(id)[0]!.numbers).toEqual(after[0]!.numbers);
  });
});

describe('a fork', () => {
  it('begins where its parent stood, with what was changed, and says so', async () => {
    const workbench = await start(fresh());
    const { runs } = workbench;
    const [parent] = await runs.create({ spec: spec(300) });
    await workbench.finished(parent!.id);
    const frozen = { type: 'batch', freezeStatisticsAt: 1, freezeAffineAt: 1 } as const;
    const change = spec(400, { model: { hidden: [8], normalization: frozen } });
    const fork = await runs.fork(parent!.id, { spec: { ...change, name: 'frozen' } });
    await workbench.finished(fork.id);
    const run = runs.get(fork.id);
    expect(run).toMatchObject({ status: 'completed', step: 400, parent: { id: parent!.id, step: 300 } });
    const { steps } = runs.series(fork.id, 'train.loss');
    expect([steps[0], steps.at(-1)]).toEqual([301, 400]);
    // Frozen: the running statistics stay those of the parent.
    const last = (id: string) => Array.from(runs.norm(id, 'norm1', 'runningMean').values).slice(-8);
    expect(last(fork.id)).toEqual(last(parent!.id));
    expect(await runs.verify(fork.id)).toMatchObject({ identical: true, difference: null });
  });

  it('is refused for another network and for no steps, with field and remedy', async () => {
    const workbench = await start(fresh());
    const { runs } = workbench;
    const [parent] = await runs.create({ spec: spec(50) });
    await workbench.finished(parent!.id);
    await expect(runs.fork(parent!.id, { spec: spec(50) })).rejects.toThrow(/training\.steps is 50.*step 50; use more/);
    const wider = spec(60, { model: { hidden: [9], normalization: { type: 'batch' } } });
    await expect(runs.fork(parent!.id, { spec: wider })).rejects.toThrow(/model is another network.*dense1/);
    await expect(runs.fork(parent!.id, { spec: spec(60, { seed: 5 }) })).rejects.toThrow(/seed is 5.*parent has 1/);
    const split = { train: 0.7, validation: 0.2, test: 0.1 };
    const cut = spec(60, { data: { dataset: 'ring-and-disc', split } });
    await expect(runs.fork(parent!.id, { spec: cut })).rejects.toThrow(/data\.split is not that of the parent/);
    expect(() => runs.resume(parent!.id)).toThrow(/is completed.*fork it with more steps/);
  });
});

describe('verifying', () => {
  it('finds every number again, and the one that was changed', async () => {
    const file = fresh();
    const workbench = await start(file);
    const { runs } = workbench;
    const [run] = await runs.create({ spec: spec(200) });
    await workbench.finished(run!.id);
    const good = await runs.verify(run!.id);
    expect(good).toMatchObject({ identical: true });
    expect(good.numbers).toBeGreaterThan(600);

    const { default: Sqlite } = await import('better-sqlite3');
    const db = new Sqlite(file);
    db.prepare(
      `UPDATE series_chunk SET data = zeroblob(length(data))
       WHERE series_id = (SELECT id FROM series WHERE run_id = ? AND name = 'gradient.norm')`,
    ).run(run!.id);
    db.close();
    expect(await runs.verify(run!.id)).toMatchObject({
      identical: false,
      difference: { what: 'gradient.norm', step: 1, stored: 0 },
    });
  });
});
