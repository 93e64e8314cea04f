import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dataset } from '../../../engine/data/dataset.ts';
import type { DatasetSource } from '../../../app/executor/datasets.ts';
import { createExecutor, recoverDeadHosts } from '../../../app/executor/executor.ts';
import type { Executor, ExecutorOptions } from '../../../app/executor/executor.ts';
import { createThreadTrainer } from '../../../app/executor/threads/trainer.ts';
import type { Trainer } from '../../../app/executor/trainer.ts';
import { computerName } from '../../../app/platform.ts';
import type { NewRun } from '../../../app/store/runs.ts';
import { openStore } from '../../../app/store/store.ts';
import type { Store } from '../../../app/store/store.ts';
import { eventually } from '../../support/waiting.ts';
import { newRun, temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
const entry = new URL('./fixtures/worker.ts', import.meta.url);
/** Steps of a run that does not end by itself. */
const ENDLESS = 10_000_000;
const dataset: Dataset = {
  info: {
    ...{ name: 'digits', hash: 'd1', task: 'classification', samples: 2, shape: [1], classes: ['a', 'b'] },
    ...{ features: [], source: 'test' },
  },
  features: Float32Array.of(0, 1),
  labels: Int32Array.of(0, 1),
  targets: new Float32Array(),
};

const opened: { executor: Executor; trainer: Trainer; store: Store }[] = [];
const start = (
  file: string,
  { load = () => Promise.resolve(dataset), ...change }: Partial<ExecutorOptions & DatasetSource> = {},
) => {
  const store = openStore(file);
  const trainer = createThreadTrainer({ datasets: { load }, entry });
  const executor = createExecutor({
    ...{ store, trainer, identify: () => null, workers: () => 2, ownOnly: false, ...change },
  });
  opened.push({ executor, trainer, store });
  return { executor, store };
};
const closeAll = async () => {
  for (const { executor, trainer, store } of opened.splice(0)) {
    await executor.close();
    await trainer.close();
    store.close();
  }
};
afterEach(closeAll);

const queue = (store: Store, name: string, steps = 100, change: Partial<NewRun> = {}): string => {
  const run = newRun({ name, training: { steps } }, change);
  store.runs.add(run);
  return run.id;
};
const reaches = (store: Store, id: string, status: string) =>
  eventually(() => expect(store.runs.get(id)?.status).toBe(status));
const moves = (store: Store, id: string) => eventually(() => expect(store.runs.get(id)?.step).toBeGreaterThan(0));

describe('an executor', () => {
  it('carries out what is queued, oldest first, as many at once as there are workers', async () => {
    const { store, executor } = start(fresh(), { workers: () => 1 });
    const ids = ['one', 'two', 'three'].map((name) => queue(store, name, 60));
    executor.wake();
    await reaches(store, ids[2]!, 'completed');
    const runs = ids.map((id) => store.runs.get(id)!);
    for (const [i, run] of runs.entries()) {
      expect(run).toMatchObject({ status: 'completed', step: 60, summary: { step: 60 } });
      if (i > 0) expect(run.startedAt).toBeGreaterThanOrEqual(runs[i - 1]!.endedAt!);
    }
    expect(store.series.read(ids[0]!, 'train.loss').steps).toHaveLength(60);
  });

  it('pauses, lets another run go on meanwhile, resumes and stops', async () => {
    const { store, executor } = start(fresh(), { workers: () => 1 });
    const [first, second] = [queue(store, 'first', ENDLESS), queue(store, 'second', 60)];
    executor.wake();
    await moves(store, first);
    store.queue.ask(first, 'pause');
    executor.wake();
    expect(store.runs.get(first)?.status).toBe('paused');
    await reaches(store, second, 'completed');
    const { step } = store.runs.get(first)!;
    expect(store.runs.get(first)?.step).toBe(step);
    store.queue.ask(first, 'resume');
    executor.wake();
    await eventually(() => expect(store.runs.get(first)?.step).toBeGreaterThan(step));
    store.queue.ask(first, 'stop');
    executor.wake();
    await reaches(store, first, 'stopped');
    expect(store.runs.get(first)?.reason).toMatch(/^stopped at step \d+$/);
  });

  it('stops a paused run', async () => {
    const { store, executor } = start(fresh());
    const id = queue(store, 'endless', ENDLESS);
    executor.wake();
    await moves(store, id);
    for (const request of ['pause', 'stop'] as const) {
      store.queue.ask(id, request);
      executor.wake();
    }
    await reaches(store, id, 'stopped');
  });

  it('survives a thread that dies and one that fails, and says why to the user', async () => {
    const { store, executor } = start(fresh(), { workers: () => 1 });
    const [crash, fail, fine] = [queue(store, 'crash'), queue(store, 'throw'), queue(store, 'fine', 30)];
    executor.wake();
    await reaches(store, fine, 'completed');
    expect(store.runs.get(crash)).toMatchObject({ status: 'failed', reason: expect.stringContaining('exit code 3') });
    expect(store.runs.get(fail)).toMatchObject({ status: 'failed', reason: 'the kernels are on strike' });
  });

  it('fails a run whose results cannot be stored, and goes on with the next', async () => {
    const { store, executor } = start(fresh(), { workers: () => 1 });
    const [wrong, fine] = [queue(store, 'backwards', ENDLESS), queue(store, 'fine', 30)];
    executor.wake();
    await reaches(store, fine, 'completed');
    expect(store.runs.get(wrong)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('step 4 does not follow step 5'),
    });
  });

  it('keeps what it cannot store while another program holds the database', async () => {
    const real = openStore(fresh());
    let held = false;
    const record: Store['recorder']['record'] = (...batch) => {
      if (held) throw new Sqlite.SqliteError('database is locked', 'SQLITE_BUSY');
      return real.recorder.record(...batch);
    };
    const { store, executor } = start(real.file, {
      workers: () => 1,
      store: { ...real, recorder: { ...real.recorder, record } },
    });
    const channel = new BroadcastChannel('ended');
    const ended = new Promise((resolve) => channel.addEventListener('message', resolve, { once: true }));
    const id = queue(store, 'long', 300);
    executor.wake();
    await moves(store, id);
    held = true;
    await ended;
    expect(store.runs.get(id)?.status).toBe('running');
    expect(executor.problem()).toContain('held by another program');
    held = false;
    await reaches(store, id, 'completed');
    expect(store.series.read(id, 'train.loss').steps).toHaveLength(300);
    await eventually(() => expect(executor.problem()).toBeNull());
    channel.close();
    await closeAll();
    real.close();
  });

  it('fails a run whose dataset is gone or became another one', async () => {
    const { store, executor } = start(fresh(), {
      load: (name) => (name === 'digits' ? Promise.resolve(dataset) : Promise.reject(new Error(`no ${name}`))),
    });
    const gone = queue(store, 'gone', 10, { dataset: { name: 'nothing', hash: 'd1' } });
    const other = queue(store, 'other', 10, { dataset: { name: 'digits', hash: 'd2' } });
    executor.wake();
    await reaches(store, gone, 'failed');
    await reaches(store, other, 'failed');
    expect(store.runs.get(gone)?.reason).toBe('no nothing');
    expect(store.runs.get(other)?.reason).toContain('was replaced');
  });

  it('forgets what a run recorded after its checkpoint once it trains again, and not where it cannot', async () => {
    let there = true;
    const load = () => (there ? Promise.resolve(dataset) : Promise.reject(new Error('gone')));
    const { store, executor } = start(fresh(), { load });
    const id = queue(store, 'long', ENDLESS);
    const count = (): number => store.series.read(id, 'train.loss').steps.length;
    executor.wake();
    await moves(store, id);
    store.queue.ask(id, 'stop');
    await reaches(store, id, 'stopped');
    const before = count();
    there = false;
    store.queue.requeue(id, null);
    await reaches(store, id, 'failed');
    expect([count(), store.runs.get(id)?.reason]).toEqual([before, 'gone']);
    there = true;
    store.queue.requeue(id, null);
    await reaches(store, id, 'running');
    await moves(store, id);
    store.queue.ask(id, 'stop');
    await reaches(store, id, 'stopped');
    // Without a checkpoint it began anew: each step is there once.
    const { steps } = store.series.read(id, 'train.loss');
    expect([...steps]).toEqual(Array.from(steps, (_, i) => i + 1));
  });

  it('closes with everything stored and its runs interrupted; the queue outlives it', async () => {
    const file = fresh();
    const { store, executor } = start(file, { workers: () => 1 });
    const [running, queued] = [queue(store, 'running', ENDLESS), queue(store, 'queued', 20, { home: executor.hostId })];
    executor.wake();
    await moves(store, running);
    await closeAll();
    const again = start(file);
    const { status, reason, step } = again.store.runs.get(running)!;
    expect({ status, reason }).toEqual({ status: 'interrupted', reason: `interrupted at step ${step}` });
    expect(again.store.series.read(running, 'train.loss').steps.at(-1)).toBe(step);
    await reaches(again.store, queued, 'completed');
  });
});

describe('two programs on one file', () => {
  it('never carry out the same run, and leave each its own', async () => {
    const file = fresh();
    const a = start(file, { workers: () => 1 });
    const b = start(file, { workers: () => 1, ownOnly: true });
    const shared = [1, 2, 3].map((n) => queue(a.store, `shared ${n}`, 40));
    const own = queue(b.store, 'own', 40, { home: b.executor.hostId });
    a.executor.wake();
    b.executor.wake();
    for (const id of [...shared, own]) await reaches(a.store, id, 'completed');
    for (const id of [...shared, own]) {
      const { steps } = a.store.series.read(id, 'train.loss');
      expect([...steps]).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
  });

  it('reach each other with pause, resume and stop', async () => {
    const file = fresh();
    const owner = start(file);
    const id = queue(owner.store, 'endless', ENDLESS);
    owner.executor.wake();
    await moves(owner.store, id);
    const other = openStore(file);
    expect(other.queue.ask(id, 'pause')).toBe(true);
    await reaches(other, id, 'paused');
    other.queue.ask(id, 'resume');
    await reaches(other, id, 'running');
    other.queue.ask(id, 'stop');
    await reaches(other, id, 'stopped');
    other.close();
  });

  it('notice when one of them died: its run is interrupted, its queue is carried out', async () => {
    const file = fresh();
    const store = openStore(file);
    // No process has this id: the kernel's largest is far below.
    const dead = { id: 'dead', processId: 2 ** 30, computer: computerName(), startedAt: 1, heartbeat: Date.now() };
    store.queue.enter(dead);
    const running = queue(store, 'running', 100, { home: 'dead' });
    const queued = queue(store, 'queued', 20, { home: 'dead' });
    store.queue.claim('dead', 1, false, '{}', '{}');
    store.recorder.record(running, 'dead', [{ type: 'progress', step: 70, trainingMs: 1 }], 1);
    recoverDeadHosts(store);
    expect(store.runs.get(running)).toMatchObject({ status: 'interrupted', reason: 'interrupted at step 70' });
    expect(store.queue.hosts()).toEqual([]);
    store.close();
    const living = start(file);
    await reaches(living.store, queued, 'completed');
  });

  it('that was taken for dead stops writing to runs that are no longer its own', async () => {
    const { store, executor } = start(fresh());
    const id = queue(store, 'endless', ENDLESS);
    executor.wake();
    await moves(store, id);
    store.queue.leave(executor.hostId, Date.now());
    const { step } = store.runs.get(id)!;
    const next = queue(store, 'next', 20);
    await reaches(store, next, 'completed');
    expect(store.runs.get(id)).toMatchObject({ status: 'interrupted', step });
  });
});
