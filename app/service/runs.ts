/** What a person can do with runs: find, make, steer, edit and throw away. The checks of a new run: create-runs.ts. */
import { AppError } from '../errors.ts';
import type { FieldIssue } from '../contract/errors.ts';
import { loadExactly, type DatasetSource } from '../executor/datasets.ts';
import type { Trainer } from '../executor/trainer.ts';
import type { Message } from '../../engine/words/words.ts';
import { RUN_REASONS } from '../contract/run-reasons.ts';
import type { RunRequest } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import { forkRun, requeue } from './continue-runs.ts';
import { modelIssue, prepareRuns, refuse, requireSpec } from './create-runs.ts';
import type { DatasetQuestions } from './create-runs.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { estimateRun, lookUp } from './estimate.ts';
import { findRun, runMatches } from './find-runs.ts';
import { exportModel } from './model-files.ts';
import type { RunDetail, RunRow } from '../contract/runs.ts';
import type { DatasetService, RunService } from './types.ts';
import { verifyRun } from './verify.ts';

/** What the service needs of its surroundings. */
export interface RunSurroundings {
  store: Store;
  datasets: Pick<DatasetService, 'list'> & DatasetQuestions & DatasetSource;
  /** Verifies runs. */
  trainer: Pick<Trainer, 'train'>;
  /** Name of the kernel set that trains here. */
  kernels: string;
  /** The host that carries out what is queued here; null when this program only looks. */
  home: string | null;
  /** Called after anything that the executor should look at. */
  wake(): void;
}

const MAX_NAME = 200;
const MAX_TAG = 60;

const refuseField = (path: string, message: string): AppError =>
  new AppError('invalid-input', `${path} ${message}.`, { issues: [{ path, message }] satisfies FieldIssue[] });

const requireName = (name: string): string => {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME)
    throw refuseField('name', `has ${trimmed.length} characters; give 1 to ${MAX_NAME}`);
  return trimmed;
};

const requireTags = (tags: string[]): string[] => {
  const trimmed = tags.map((tag) => tag.trim());
  for (const tag of trimmed)
    if (tag === '' || tag.length > MAX_TAG)
      throw refuseField('tags', `hold ${JSON.stringify(tag)}; give 1 to ${MAX_TAG} characters each`);
  return [...new Set(trimmed)];
};

/** The run service over a store. Its functions throw AppError; errors of the database are for guard.ts. */
export const createRunService = (surroundings: RunSurroundings): RunService => {
  const { store, datasets, trainer, kernels, home, wake } = surroundings;
  const { runs, queue } = store;

  const row = (id: string): RunRow => {
    const run = runs.get(id);
    if (run === undefined)
      throw new AppError('not-found', `There is no run with the id ${id}; it may have been deleted.`);
    return run;
  };

  const get = (id: string): RunDetail => {
    const run = row(id);
    const setup = runs.setup(id)!;
    const series = store.series.list(id);
    const norms = store.norms.list(id);
    const bytes =
      series.reduce((sum, { count }) => sum + count * 8, 0) +
      norms.reduce((sum, { records, channels }) => sum + records * channels * 6 * 4, 0);
    const checkpoint = store.checkpoints.facts(id);
    const probes = store.probes.bytes(id);
    const parent = store.checkpoints.parentOf(id);
    return { ...run, ...setup, series, norms, bytes: bytes + (checkpoint?.bytes ?? 0) + probes, parent, checkpoint };
  };

  /** Leaves a request for whoever carries the run out, this program or another one. */
  const steer = (id: string, request: RunRequest, from: RunRow['status'][]): RunRow => {
    const run = row(id);
    if (!from.includes(run.status) || !queue.ask(id, request))
      throw new AppError(
        'conflict',
        `${JSON.stringify(run.name)} is ${run.status}; only a run that is ${from.join(' or ')} can be told to ${request}.`,
      );
    wake();
    return row(id);
  };

  const inTransaction = (ids: string[], change: (run: RunRow) => void): RunRow[] =>
    store.transaction(() => {
      for (const id of ids) change(row(id));
      return ids.map(row);
    });

  const stopQueued = (id: string, reason: Message): boolean =>
    queue.settle(id, null, { status: 'stopped', reason, at: Date.now() });

  return {
    list: (query = {}) => runs.list(query.trash ?? false).filter(runMatches(query)),
    resolve: (ref) => findRun(runs, ref),
    get,

    async create(input) {
      const made = await prepareRuns(input, datasets, home);
      store.transaction(() => {
        for (const run of made) runs.add(run);
      });
      wake();
      return made.map(({ id }) => row(id));
    },

    pause: (id) => steer(id, 'pause', ['running']),
    resume(id) {
      const run = row(id);
      if (run.status === 'paused') return steer(id, 'resume', ['paused']);
      requeue(store, run, home);
      wake();
      return row(id);
    },
    async fork(id, input) {
      const made = await forkRun(store, row(id), input, { datasets, home });
      wake();
      return row(made);
    },
    async exportModel(id, format, options = {}) {
      const run = get(id);
      return exportModel({ store, run, dataset: await loadExactly(datasets, run.dataset), options }, format);
    },
    verify: (id, progress) => verifyRun(store, get(id), trainer, kernels, progress),
    stop(id) {
      if (stopQueued(id, RUN_REASONS['stopped-in-queue']())) return row(id);
      return steer(id, 'stop', ['queued', 'running', 'paused']);
    },

    update(id, change) {
      row(id);
      const checked = {
        ...(change.name === undefined ? {} : { name: requireName(change.name) }),
        ...(change.note === undefined ? {} : { note: change.note }),
        ...(change.tags === undefined ? {} : { tags: requireTags(change.tags) }),
      };
      store.transaction(() => runs.edit(id, checked));
      return get(id);
    },

    trash: (ids) =>
      inTransaction(ids, (run) => {
        if (run.status === 'queued') stopQueued(run.id, RUN_REASONS['trashed-in-queue']());
        else if (run.status === 'running' || run.status === 'paused')
          throw new AppError(
            'conflict',
            `${JSON.stringify(run.name)} is ${run.status}; stop it before moving it to the trash.`,
          );
        if (run.trashedAt === null) runs.setTrashed(run.id, Date.now());
      }),
    restore: (ids) =>
      inTransaction(ids, (run) => {
        if (run.trashedAt !== null) runs.setTrashed(run.id, null);
      }),
    purge(ids) {
      inTransaction(ids, (run) => {
        if (run.trashedAt === null)
          throw new AppError(
            'conflict',
            `${JSON.stringify(run.name)} is not in the trash; move it there before deleting it for ever.`,
          );
      });
      const removed = store.transaction(() => ids.filter((id) => runs.purge(id)).length);
      runs.shrink();
      return removed;
    },

    series(id, name, afterStep) {
      row(id);
      return store.series.read(id, name, afterStep);
    },
    norm(id, layer, field, afterStep) {
      const found = store.norms.read(id, layer, field, afterStep);
      if (found !== null) return found;
      const layers = (row(id), store.norms.list(id).map((known) => known.layer));
      throw new AppError(
        'not-found',
        `The run has no records of a normalization layer ${JSON.stringify(layer)}; ` +
          (layers.length === 0 ? 'it has none at all.' : `there are ${layers.join(', ')}.`),
      );
    },

    diagnose(id) {
      const run = get(id);
      const { name, hash } = run.dataset;
      const dataset = datasets.list().find((known) => known.name === name && known.hash === hash);
      return diagnose({
        ...{ run, classCounts: dataset?.classCounts ?? [] },
        series: (series) => store.series.read(id, series),
        norm: (layer, field) => store.norms.read(id, layer, field)!,
        probes: () => store.probes.list(id),
      });
    },

    async estimate(input) {
      const spec = requireSpec(input);
      const { dataset, find } = await lookUp(datasets, spec.data.dataset);
      const issues = modelIssue(spec, dataset);
      if (issues.length > 0) throw refuse(issues);
      return estimateRun(spec, dataset, { runs, kernels, find });
    },
  };
};
