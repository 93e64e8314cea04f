/**
 * A real database with runs whose curves are made up, so that comparison and reports can be tested without training.
 * Not for tests of the store itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { createRunService } from '../../app/service/runs.ts';
import type { ProbeReader, RunService } from '../../app/service/types.ts';
import { openStore } from '../../app/store/store.ts';
import type { FinishedEvent, NormEvent, TrainEvent } from '../../engine/events.ts';
import type { ProbeArray, ProbeRecord } from '../../engine/probes/record.ts';
import { describeModel } from '../../engine/spec/describe.ts';
import { groupHash, specHash } from '../../engine/spec/hash.ts';
import { Probe, RunSpec } from '../../engine/spec/schema.ts';
import type { RunSpecInput } from '../../engine/spec/schema.ts';

const HOST = 'test-host';
const DATASET = { name: 'digits', hash: 'd'.repeat(64) };

export interface StoredRuns {
  runs: RunService;
  probes: ProbeReader;
  /** Stores what a probe of a run measured. */
  measure(runId: string, record: ProbeRecord): void;
  /** Stores a run with these events and returns its id. */
  add(spec: RunSpecInput, events?: TrainEvent[]): string;
  close(): void;
}

/** Opens a database in a temporary folder. */
export function storedRuns(): StoredRuns {
  const folder = mkdtempSync(join(tmpdir(), 'normscope-runs-'));
  const store = openStore(join(folder, 'runs.db'));
  const now = 1_800_000_000_000;
  store.queue.enter({ id: HOST, processId: process.pid, computer: 'test', startedAt: now, heartbeat: now });
  const unused = (): never => {
    throw new Error('these runs are not trained');
  };
  const runs = createRunService({
    store,
    datasets: { get: unused, list: () => [], trainingSamples: unused, load: unused },
    trainer: { train: unused },
    kernels: 'reference',
    home: null,
    wake: () => undefined,
  });
  return {
    runs,
    probes: { list: (id) => store.probes.list(id), arrays: (id) => store.probes.read(id)! },
    measure: (id, record) => void store.probes.put(id, record, now),
    add(input, events = []) {
      const spec = RunSpec.parse(input);
      const id = newId();
      const versions = { normscope: '0.1.0', node: '24.0.0' };
      const machine = { platform: 'linux', arch: 'x64', cpu: 'A <fast> & old CPU', cores: 2, memoryBytes: 8 * 2 ** 30 };
      store.runs.add({
        ...{ id, spec, specHash: specHash(spec), groupHash: groupHash(spec), dataset: DATASET, createdAt: now },
        ...{ home: events.length === 0 ? null : HOST, versions, machine },
      });
      if (events.length === 0) return id;
      store.queue.claim(HOST, now + 1000, true, JSON.stringify(versions), JSON.stringify(machine));
      store.recorder.record(id, HOST, [started(spec), ...events], now + 61_000);
      return id;
    },
    close() {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const started = (spec: RunSpec): TrainEvent => {
  const layers = describeModel(spec.model, [28, 28], 10);
  return {
    type: 'started',
    kernels: 'wasm-relaxed-simd',
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    layers,
    scaling: { method: 'none', shift: [0], factor: [1], zeroVariance: 0 },
    samples: { train: 8000, validation: 1000, test: 1000 },
  };
};

/** A series of `count` values at first, first + stride, ... */
export const series = (
  name: string,
  count: number,
  value: (step: number) => number,
  stride = 1,
  firstStep = stride,
): TrainEvent => ({
  type: 'series',
  name,
  firstStep,
  stride,
  values: Float64Array.from({ length: count }, (_, i) => value(firstStep + i * stride)),
});

/** A norm record whose fields are all the same function of the channel. */
export const norm = (
  layer: string,
  step: number,
  channels: number,
  value: (channel: number) => number = (channel) => channel,
): NormEvent => {
  const numbers = (): Float32Array => Float32Array.from({ length: channels }, (_, channel) => value(channel));
  return {
    ...{ type: 'norm', layer, step, batchMean: numbers(), batchVariance: numbers() },
    ...{ runningMean: numbers(), runningVariance: numbers(), gamma: numbers(), beta: numbers() },
  };
};

/** The last event of a run. */
export const finished = (change: Partial<FinishedEvent> = {}): FinishedEvent => ({
  type: 'finished',
  status: 'completed',
  step: 100,
  reason: null,
  summary: {},
  trainingMs: 60_000,
  ...change,
});

/** A record of a probe with these numbers and arrays. */
export const measured = (
  probe: { type: string; at: [number | 'end'] } & Record<string, unknown>,
  numbers: Record<string, number>,
  { step = 0, arrays = [], problem = null }: { step?: number; arrays?: ProbeArray[]; problem?: string | null } = {},
): ProbeRecord => ({
  ...{ probe: Probe.parse(probe), step, kernels: 'wasm-relaxed-simd', precision: 'float32', statistics: ['batch'] },
  ...{
    samples: { part: 'train', rows: Int32Array.of(4, 2) },
    milliseconds: 12.5,
    numbers,
    arrays,
    problem,
    problemSaid: null,
  },
});
