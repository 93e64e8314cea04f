/** The whole program without a door: opens the database, starts the executor, puts the services together. */
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { kernelSetName } from '../../engine/kernels/load.ts';
import { AppError } from '../errors.ts';
import { createExecutor, recoverDeadHosts } from '../executor/executor.ts';
import { createThreadTrainer } from '../executor/threads/trainer.ts';
import { programVersion } from '../platform.ts';
import { openStore } from '../store/store.ts';
import { createWatcher } from './changes.ts';
import { createCompareService } from './compare.ts';
import { createDatasetService } from './datasets/service.ts';
import { estimateProbe, lookUp } from './estimate.ts';
import { guard } from './guard.ts';
import { createProbeService } from './probes.ts';
import { createReportService } from './reports/service.ts';
import { createRunService } from './runs.ts';
import { createSettings, requireWorkers } from './settings.ts';
import { createStudyService } from './studies/service.ts';
import type { RunStatus } from '../contract/run-status.ts';
import type { Workbench, WorkbenchOptions } from './types.ts';

const UNFINISHED: readonly RunStatus[] = ['queued', 'running', 'paused'];

/** True when nothing more will happen to a run with this status. */
export const hasEnded = (status: RunStatus): boolean => !UNFINISHED.includes(status);

/** Where the contents of datasets lie when nothing else is said: `normscope-data` beside `normscope.db`. */
export const dataFolderOf = (database: string): string =>
  join(dirname(resolve(database)), `${basename(database, extname(database))}-data`);

/**
 * Opens a database, and carries out what is queued there unless `execute` says otherwise. Throws AppError `database`
 * where the file cannot be used. Close it: it holds threads and timers.
 */
export const openWorkbench = async (options: WorkbenchOptions): Promise<Workbench> => {
  let chosenWorkers = options.workers === undefined ? null : requireWorkers(options.workers);
  const kernels = await kernelSetName();
  const store = openStore(options.database);
  const settings = createSettings(store.settings);
  const workers = (): number => chosenWorkers ?? settings.get().workers;
  const datasets = createDatasetService({
    registry: store.datasets,
    folder: options.dataFolder ?? dataFolderOf(store.file),
    unfinishedRunsWith: (name) => store.runs.unfinishedWith(name),
  });
  recoverDeadHosts(store);
  const execute = options.execute ?? true;
  /** Asked by a timer, where nobody could catch an error. */
  const running = (): number => {
    try {
      return store.runs.unfinishedCounts().running ?? 0;
    } catch {
      return 0;
    }
  };
  // A program that only looks may verify, on one core.
  const trainer = createThreadTrainer({ datasets, running, ...(execute === false && { mostThreads: 1 }) });
  const { identify } = datasets;
  const executor =
    execute === false ? null : createExecutor({ store, trainer, identify, workers, ownOnly: execute === 'own' });
  const watcher = createWatcher(store.counter);
  const runs = createRunService({
    ...{ store, datasets, trainer, kernels, home: executor?.hostId ?? null, wake: () => executor?.wake() },
  });
  const probes = createProbeService({
    ...{ store, trainer, identify, kernels, host: executor?.hostId ?? null },
    async cost(probe, { spec, dataset: { name } }) {
      const { dataset, find } = await lookUp(datasets, name);
      return estimateProbe(probe, spec, dataset, { runs: store.runs, kernels, find });
    },
  });
  const compare = createCompareService(runs, probes);
  const studies = createStudyService({
    ...{
      store,
      runs,
      datasets,
      kernels,
      workers,
      version: programVersion,
      home: executor?.hostId ?? null,
      wake: () => executor?.wake(),
    },
  });
  let closed: Promise<void> | null = null;

  const close = async (): Promise<void> => {
    try {
      // They hand over what is at work; what is not to be stored ends with the trainer.
      await Promise.all([executor?.close(), datasets.close(), probes.close()]);
    } finally {
      await trainer.close();
      watcher.close();
      store.close();
    }
  };

  const top = guard(store, {
    status: () => {
      const { running = 0, queued = 0 } = store.runs.unfinishedCounts();
      const problem = executor?.problem() ?? null;
      return {
        ...{
          version: programVersion,
          database: store.file,
          kernels,
          workers: workers(),
          cores: availableParallelism(),
        },
        ...{ running, queued, notices: problem === null ? store.notices : [...store.notices, problem] },
      };
    },
    changesSince: (cursor: number) =>
      store.snapshot(() => ({
        cursor: store.counter.current(),
        runs: store.runs.changedSince(cursor),
        removed: store.runs.removedSince(cursor),
        datasets: store.counter.datasets() > cursor,
        studies: store.counter.studies() > cursor,
      })),
    finished: (id: string) => {
      runs.get(id);
      return watcher.until(() => {
        const run = store.runs.get(id);
        if (run === undefined) throw new AppError('not-found', `The run ${id} was deleted while it was waited for.`);
        return hasEnded(run.status) ? run : undefined;
      });
    },
  });

  return {
    runs: guard(store, runs),
    probes: guard(store, probes),
    studies: guard(store, studies),
    datasets: guard(store, datasets),
    compare: guard(store, compare),
    reports: guard(store, createReportService({ runs, probes }, { version: programVersion })),
    settings: guard(store, {
      get: () => ({ workers: workers() }),
      set(change) {
        const { workers: set } = settings.set(change);
        if (change.workers !== undefined) chosenWorkers = null;
        executor?.wake();
        return { workers: chosenWorkers ?? set };
      },
    }),
    ...top,
    subscribe: watcher.subscribe,
    close: () => (closed ??= close()),
  };
};
