import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TrainEvent } from '../../../engine/events.ts';
import { asIs } from '../../../engine/words/words.ts';
import { openStore } from '../../../app/store/store.ts';
import type { Host } from '../../../app/store/queue.ts';
import { newRun, temporaryFiles } from './support.ts';

const WHY = { code: 'run.diverged', values: { step: 31, layer: 'dense2' }, text: 'diverged at step 31 in dense2' };

const fresh = temporaryFiles();
const host = (id: string): Host => ({ id, processId: 1, computer: 'here', startedAt: 1, heartbeat: 1 });
const claim = (store: ReturnType<typeof openStore>, id: string, ownOnly = false) =>
  store.queue.claim(id, 10, ownOnly, '{"normscope":"0.2.0","node":"24"}', '{}');

const withHosts = (...ids: string[]) => {
  const store = openStore(fresh());
  for (const id of ids) store.queue.enter(host(id));
  return store;
};

const norm = (step: number, channels = 3) => {
  const field = (offset: number) => Float32Array.from({ length: channels }, (_, i) => step + offset + i);
  return {
    ...{ type: 'norm' as const, layer: 'norm1', step },
    ...{ batchMean: field(0), batchVariance: field(10), runningMean: field(20) },
    ...{ runningVariance: field(30), gamma: field(40), beta: field(50) },
  };
};

describe('runs', () => {
  it('come back as they were stored, with tags, note and non-finite summary', () => {
    const store = withHosts('a');
    const run = newRun({ name: 'first', seed: 7 });
    store.runs.add(run);
    store.runs.edit(run.id, { note: 'a note', tags: ['b', 'a'] });
    expect(claim(store, 'a')).toBe(run.id);
    const events: TrainEvent[] = [
      { type: 'progress', step: 30, trainingMs: 12.5 },
      {
        ...{ type: 'finished', status: 'diverged', step: 31, reason: WHY },
        ...{ layer: 'dense2', summary: { 'train.loss': NaN, 'gradient.norm': Infinity, x: -0.5 }, trainingMs: 13 },
      },
    ];
    expect(store.recorder.record(run.id, 'a', events, 99)).toBe(true);
    expect(store.runs.get(run.id)).toMatchObject({
      ...{ id: run.id, name: 'first', status: 'diverged', reason: WHY.text },
      reasonSaid: { code: WHY.code, values: WHY.values },
      ...{ spec: run.spec, tags: ['a', 'b'], step: 31, trainingMs: 13, startedAt: 10, endedAt: 99, trashedAt: null },
      summary: { 'train.loss': NaN, 'gradient.norm': Infinity, x: -0.5 },
    });
    expect(store.runs.setup(run.id)).toMatchObject({ note: 'a note', versions: { normscope: '0.2.0' }, kernels: null });
    store.close();
  });

  it('are found by what changed since a cursor, the removed ones too', () => {
    const store = withHosts();
    const [one, two] = [newRun(), newRun()];
    store.runs.add(one);
    store.runs.add(two);
    const cursor = store.counter.current();
    expect(store.runs.changedSince(cursor)).toEqual([]);
    store.runs.edit(one.id, { name: 'renamed' });
    expect(store.runs.changedSince(cursor).map(({ name }) => name)).toEqual(['renamed']);
    expect(store.runs.get(one.id)?.spec.name).toBe('renamed');
    expect(store.runs.purge(two.id)).toBe(false);
    store.runs.setTrashed(two.id, 5);
    expect(store.runs.list(true).map(({ id }) => id)).toEqual([two.id]);
    expect(store.runs.purge(two.id)).toBe(true);
    expect(store.runs.removedSince(cursor)).toEqual([two.id]);
    store.close();
  });

  it('are deleted with all that belongs to them, and the file shrinks', () => {
    const store = withHosts('a');
    const run = newRun();
    store.runs.add(run);
    claim(store, 'a');
    store.series.append(run.id, 'train.loss', 1, 1, new Float64Array(50_000));
    store.recorder.record(run.id, 'a', [norm(1), norm(2)], 1);
    store.queue.settle(run.id, 'a', { status: 'stopped', reason: asIs(''), at: 2 });
    store.runs.setTrashed(run.id, 5);
    store.runs.purge(run.id);
    expect(store.series.read(run.id, 'train.loss').steps).toHaveLength(0);
    expect(store.norms.list(run.id)).toEqual([]);
    store.runs.shrink();
    store.close();
    // 400 KB of series lay in it; what remains is the empty schema.
    expect(statSync(store.file).size).toBeLessThan(400_000);
  });
});

describe('claims', () => {
  it('give each queued run to one host, oldest first, and leave runs of others to them', () => {
    const store = withHosts('a', 'b');
    const own = newRun({}, { home: 'b' });
    const [first, second] = [newRun(), newRun()];
    for (const run of [own, first, second]) store.runs.add(run);
    expect(claim(store, 'a')).toBe(first.id);
    expect(claim(store, 'b', true)).toBe(own.id);
    expect(claim(store, 'b', true)).toBeNull();
    expect(claim(store, 'b')).toBe(second.id);
    expect(claim(store, 'a')).toBeNull();
    store.close();
  });

  it('of a host that leaves are given up: running becomes interrupted, queued is free', () => {
    const store = withHosts('a', 'b');
    const [running, queued] = [newRun({}, { home: 'a' }), newRun({}, { home: 'a' })];
    store.runs.add(running);
    store.runs.add(queued);
    claim(store, 'a');
    store.recorder.record(running.id, 'a', [{ type: 'progress', step: 41, trainingMs: 1 }], 1);
    expect(claim(store, 'b')).toBeNull();
    store.queue.leave('a', 77);
    expect(store.runs.get(running.id)).toMatchObject({
      status: 'interrupted',
      reason: 'interrupted at step 41',
      endedAt: 77,
    });
    expect(claim(store, 'b')).toBe(queued.id);
    expect(store.recorder.record(running.id, 'a', [{ type: 'progress', step: 99, trainingMs: 1 }], 1)).toBe(false);
    expect(store.runs.get(running.id)?.step).toBe(41);
    store.close();
  });

  it('carry requests to the host that holds the run', () => {
    const store = withHosts('a');
    const run = newRun();
    store.runs.add(run);
    expect(store.queue.ask(run.id, 'pause')).toBe(false);
    claim(store, 'a');
    expect(store.queue.ask(run.id, 'pause')).toBe(true);
    expect(store.queue.requests('a')).toEqual([{ id: run.id, request: 'pause' }]);
    store.queue.setPaused(run.id, 'a', true);
    expect(store.queue.requests('a')).toEqual([]);
    expect(store.runs.get(run.id)?.status).toBe('paused');
    store.close();
  });
});

describe('the recorder', () => {
  it('keeps the latest metrics and a sparkline while a run goes on', () => {
    const store = withHosts('a');
    const run = newRun();
    store.runs.add(run);
    claim(store, 'a');
    for (let i = 0; i < 40; i++) {
      const values = Float64Array.from({ length: 5 }, (_, j) => (i * 5 + j) / 200);
      store.recorder.record(
        run.id,
        'a',
        [{ type: 'series', name: 'validation.accuracy', firstStep: 25 + i * 125, stride: 25, values }],
        1,
      );
    }
    const { sparkline, summary } = store.runs.get(run.id)!;
    expect(summary).toEqual({ 'validation.accuracy': 199 / 200 });
    expect(sparkline.length).toBeGreaterThan(30);
    expect(sparkline.length).toBeLessThanOrEqual(60);
    expect(sparkline[0]).toBe(0);
    expect(sparkline.at(-1)).toBe(199 / 200);
    expect(sparkline).toEqual([...sparkline].sort((a, b) => a - b));
    store.close();
  });

  it('stores a batch whole or not at all', () => {
    const store = withHosts('a');
    const run = newRun();
    store.runs.add(run);
    claim(store, 'a');
    const batch: TrainEvent[] = [
      { type: 'series', name: 'train.loss', firstStep: 1, stride: 1, values: Float64Array.of(1, NaN) },
      { ...norm(1), gamma: new Float32Array(2) },
    ];
    expect(() => store.recorder.record(run.id, 'a', batch, 1)).toThrow('gamma has 2 numbers, expected 3');
    expect(store.series.list(run.id)).toEqual([]);
    store.close();
  });

  it('keeps norm records field by field', () => {
    const store = withHosts('a');
    const run = newRun();
    store.runs.add(run);
    claim(store, 'a');
    store.recorder.record(run.id, 'a', [norm(10), norm(20), norm(30)], 1);
    expect(store.norms.list(run.id)).toEqual([
      { layer: 'norm1', channels: 3, records: 3, firstStep: 10, lastStep: 30 },
    ]);
    const gamma = store.norms.read(run.id, 'norm1', 'gamma', 10)!;
    expect([...gamma.steps]).toEqual([20, 30]);
    expect([...gamma.values]).toEqual([60, 61, 62, 70, 71, 72]);
    expect(store.norms.read(run.id, 'norm9', 'gamma')).toBeNull();
    store.close();
  });
});
