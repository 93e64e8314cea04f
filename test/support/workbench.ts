/**
 * A workbench in memory for tests of the doors: real shapes and real errors, no database and no training. What the
 * services really do is tested with them.
 */
import { Probe, RunSpec } from '../../engine/spec/schema.ts';
import { AppError } from '../../app/errors.ts';
import type { Changes } from '../../app/contract/changes.ts';
import type { DatasetRow } from '../../app/contract/datasets.ts';
import type { ProbeInput, ProbeRow } from '../../app/contract/probes.ts';
import type { RunDetail, RunRow } from '../../app/contract/runs.ts';
import type { Workbench } from '../../app/service/types.ts';

export interface MemoryWorkbench extends Workbench {
  /** Changes a run, as training would, and tells subscribers. */
  touch(id: string, change: Partial<RunDetail>): void;
  /** How many listen at the moment. */
  listeners(): number;
  closed: boolean;
}

const DATASET: DatasetRow = {
  name: 'points/with slash',
  hash: 'abc',
  task: 'classification',
  samples: 4,
  shape: [2],
  classes: ['red', 'blue'],
  features: [],
  source: 'built in, seed 1',
  builtIn: true,
  classCounts: [2, 2],
  ready: true,
  importedAt: null,
};

const ARRAYS = [
  { name: 'edges', shape: [3], axes: ['edge'], data: Float64Array.of(0, 1, 2) },
  { name: 'counts', shape: [1, 2], axes: ['unit', 'edges'], data: Float64Array.of(5, Number.NaN) },
];

/** A fresh workbench without runs. */
export function memoryWorkbench(): MemoryWorkbench {
  const runs = new Map<string, RunDetail>();
  const measured = new Map<number, ProbeRow>();
  const removed: { id: string; at: number }[] = [];
  const listeners = new Set<() => void>();
  let counter = 0;
  let settings = { workers: 2 };

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const detail = (id: string): RunDetail => {
    const run = runs.get(id);
    if (!run) throw new AppError('not-found', `There is no run with the id ${id}.`);
    return run;
  };
  const change = (id: string, how: Partial<RunDetail>): RunDetail => {
    runs.set(id, { ...detail(id), ...how, changed: ++counter });
    tell();
    return detail(id);
  };
  const add = (spec: RunSpec): RunRow => {
    const id = `0190-${runs.size + 1}`;
    runs.set(id, newRun(id, spec, ++counter));
    return detail(id);
  };

  const record = (id: number): ProbeRow => {
    const found = measured.get(id);
    if (found === undefined) throw new AppError('not-found', `There is no probe record ${id}.`);
    return found;
  };
  const measure = (runId: string, probe: ProbeInput): ProbeRow => {
    const id = measured.size + 1;
    measured.set(id, {
      ...{ id, runId, probe: Probe.parse(probe), step: 7, kernels: 'reference', precision: 'float64' },
      ...{
        statistics: ['batch'],
        part: 'train',
        samples: 2,
        milliseconds: 1,
        createdAt: 1,
        problem: null,
        problemSaid: null,
      },
      numbers: { 'activation1/dead': 0.5, gap: Number.NaN },
      arrays: ARRAYS.map(({ name, shape, axes }) => ({ name, shape, axes })),
    });
    return record(id);
  };

  const workbench: MemoryWorkbench = {
    closed: false,
    listeners: () => listeners.size,
    touch: (id, how) => void change(id, how),
    runs: {
      list: (query = {}) =>
        [...runs.values()].filter(
          (run) =>
            (run.trashedAt !== null) === (query.trash ?? false) &&
            (query.status === undefined || query.status.includes(run.status)) &&
            (query.tag === undefined || run.tags.includes(query.tag)) &&
            run.name.includes(query.text ?? ''),
        ),
      resolve: (ref) => {
        const found = [...runs.values()].filter((run) => run.id === ref || run.name === ref || run.id.startsWith(ref));
        if (found.length > 1) throw new AppError('ambiguous', `Several runs are called ${ref}.`);
        return found[0] ?? detail(ref);
      },
      get: detail,
      create: async ({ spec, seeds }) => {
        const parsed = RunSpec.safeParse(spec);
        if (!parsed.success)
          throw new AppError('invalid-input', 'The specification is wrong.', {
            issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
          });
        const made = (seeds ?? [parsed.data.seed]).map((seed) => add({ ...parsed.data, seed }));
        tell();
        return made;
      },
      pause: (id) => change(id, { status: 'paused' }),
      resume: (id) => change(id, { status: 'running' }),
      fork: async (id, { spec }) => {
        const made = newRun(`${id}-fork`, RunSpec.parse(spec), ++counter);
        runs.set(made.id, { ...made, parent: { id, name: detail(id).name, step: detail(id).step } });
        return detail(made.id);
      },
      exportModel: async (id, format, { fold = false } = {}) => {
        if (detail(id).step === 0) throw new AppError('conflict', `${detail(id).name} has no checkpoint.`);
        const pieces = [new TextEncoder().encode(format)];
        if (format === 'pytorch')
          return { kind: 'folder', name: 'ünder', files: ['a', 'b'].map((name) => ({ name, pieces })) };
        return {
          kind: 'file',
          name: `w${fold ? '-folded' : ''}.${format}`,
          contentType: 'application/x-model',
          pieces,
        };
      },
      verify: async () => ({ identical: true, numbers: 0, kernels: 'reference', difference: null }),
      stop: (id) => change(id, { status: 'stopped' }),
      update: change,
      trash: (ids) => ids.map((id) => change(id, { trashedAt: 1 })),
      restore: (ids) => ids.map((id) => change(id, { trashedAt: null })),
      purge: (ids) => {
        for (const id of ids) {
          if (detail(id).trashedAt === null) throw new AppError('conflict', `${id} is not in the trash.`);
          runs.delete(id);
          removed.push({ id, at: ++counter });
        }
        tell();
        return ids.length;
      },
      series: (id, _name, after = -1) => {
        const values = [0.5, Number.NaN, Number.POSITIVE_INFINITY, -0];
        const steps = [0, 10, 20, 30].filter((step) => step > after && detail(id));
        return { steps: Float64Array.from(steps), values: Float64Array.from(values.slice(4 - steps.length)) };
      },
      norm: (id, layer, field) => ({
        ...{ layer, field, channels: detail(id) ? 2 : 0 },
        steps: Float64Array.of(0, 10),
        values: Float32Array.of(1, 2, Number.NaN, 4),
      }),
      diagnose: (id) => ({ step: detail(id).step, findings: [] }),
      estimate: async () => ({
        ...{ seconds: 2.5, bytes: 1000 },
        probes: [{ seconds: 0.5, moments: 2, total: 1, bytes: 100 }],
      }),
    },
    datasets: {
      list: () => [DATASET],
      get: async (name) => {
        if (name !== DATASET.name) throw new AppError('not-found', `There is no dataset ${name}.`);
        return DATASET;
      },
      preview: async (files, options = {}) => ({
        ...{ format: 'csv', arrays: [], values: null, pictures: null },
        info: { ...DATASET, source: files.map(({ name, bytes }) => `${name}: ${bytes.length} bytes`).join(', ') },
        ...{ classCounts: [], columns: [], warnings: [], problems: [], options: { format: 'csv', ...options } },
      }),
      add: async (name, files) => ({ ...DATASET, name, builtIn: false, samples: files.length }),
      remove: (name) => {
        if (name === DATASET.name) throw new AppError('conflict', `${name} is built in.`);
      },
      sample: async (_name, count) => ({
        features: Float32Array.from({ length: 2 * count }, (_, i) => i / 2),
        labels: Int32Array.from({ length: count }, (_, i) => i % 2),
        targets: new Float32Array(0),
      }),
      histogram: async () => ({
        before: { edges: [0, 1], counts: [4], mean: 0.5, deviation: 0.25 },
        after: { edges: [-1, Number.NaN], counts: [4], mean: 0, deviation: 1 },
        zeroVariance: 1,
      }),
    },
    compare: {
      compare: (refs) => ({
        runs: refs.map((ref) => workbench.runs.resolve(ref)),
        spec: [{ path: 'seed', differs: true, values: [{ missing: false, value: 1 }, { missing: true }] }],
        metrics: [{ name: 'loss', direction: 'lower', values: [0.5, Number.NaN, null], best: [0] }],
        stepsToTarget: { metric: 'validation.accuracy', target: 0.85, values: [100, null] },
      }),
    },
    reports: {
      export: (refs, format) => ({
        fileName: 'runs “quoted”.csv',
        contentType: 'text/csv; charset=utf-8',
        content: [`${format}\n`, ...refs],
      }),
    },
    settings: {
      get: () => settings,
      set: (how) => (settings = { ...settings, ...how }),
    },
    status: () => ({
      ...{ version: '1.2.3', database: '/tmp/x.db', kernels: 'reference', workers: 2, cores: 2 },
      ...{ running: 0, queued: runs.size, notices: [] },
    }),
    changesSince: (cursor): Changes => ({
      cursor: counter,
      runs: [...runs.values()].filter((run) => run.changed > cursor),
      removed: removed.filter(({ at }) => at > cursor).map(({ id }) => id),
      datasets: false,
      studies: false,
    }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    studies: noStudies,
    probes: {
      list: (id) => [...measured.values()].filter(({ runId }) => runId === id),
      get: (id) => record(id),
      arrays: (id) => (record(id), { rows: Int32Array.of(3, 1), arrays: [...ARRAYS] }),
      take: async (id, probe) => [measure(id, probe)],
      start(id, probe) {
        if (detail(id).status === 'running') throw new AppError('conflict', `${id} is running.`);
        measure(id, probe);
        change(id, { activity: { what: 'activations', fraction: 0.5 } });
      },
      estimate: async (id) => ({ seconds: 0.5, moments: 1, total: detail(id).step + 0.5, bytes: 100 }),
      stop: (id) => void change(id, { activity: null }),
      remove: (id) => void measured.delete(record(id).id),
    },
    finished: async (id) => detail(id),
    close: async () => {
      workbench.closed = true;
    },
  };
  return workbench;
}

const newRun = (id: string, spec: RunSpec, changed: number): RunDetail => ({
  ...{
    id,
    name: spec.name,
    status: 'queued',
    reason: '',
    reasonSaid: null,
    spec,
    specHash: 'spec',
    groupHash: 'group',
  },
  dataset: { name: spec.data.dataset, hash: 'abc' },
  ...{
    step: 0,
    trainingMs: 0,
    activity: null,
    summary: {},
    sparkline: [],
    tags: [],
    createdAt: 1,
    startedAt: null,
    endedAt: null,
  },
  ...{ trashedAt: null, changed, note: '', kernels: null, parameters: null, layers: [], scaling: null, samples: null },
  versions: { normscope: '1.2.3', node: '24.0.0' },
  machine: { platform: 'linux', arch: 'x64', cpu: 'test', cores: 2, memoryBytes: 1 },
  ...{ series: [], norms: [], bytes: 0, parent: null, checkpoint: null },
});

/** Studies are tested with the real workbench (test/unit/service/studies): this one has none. */
const noStudies: MemoryWorkbench['studies'] = {
  list: () => [],
  get: unknownStudy,
  save: unknownStudy,
  guided: unknownStudy,
  remove: unknownStudy,
  preview: unknownStudy,
  start: unknownStudy,
  pause: unknownStudy,
  resume: unknownStudy,
  stop: unknownStudy,
  setPrediction: unknownStudy,
  setNote: unknownStudy,
  result: unknownStudy,
  report: unknownStudy,
};

function unknownStudy(): never {
  throw new AppError('not-found', 'There is no such study.');
}
