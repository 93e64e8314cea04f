/** The settings of the program: which there are, their bounds and defaults. They live in the database. */
import { availableParallelism } from 'node:os';
import { AppError } from '../errors.ts';
import type { SettingTable } from '../store/settings.ts';
import type { Settings } from '../contract/settings.ts';

/** Most worker threads that can be asked for. */
export const MAX_WORKERS = 256;

/** Throws AppError `invalid-input` unless this is a possible number of worker threads. */
export const requireWorkers = (workers: unknown): number => {
  if (typeof workers !== 'number' || !Number.isInteger(workers) || workers < 1 || workers > MAX_WORKERS) {
    const message = `is ${JSON.stringify(workers)}; give a whole number from 1 to ${MAX_WORKERS}`;
    throw new AppError('invalid-input', `workers ${message}.`, { issues: [{ path: 'workers', message }] });
  }
  return workers;
};

/** Reads and changes settings; one worker for each core that this process may use is the default. */
export const createSettings = (table: SettingTable): { get(): Settings; set(change: Partial<Settings>): Settings } => {
  const get = (): Settings => {
    const workers = table.get('workers');
    return { workers: typeof workers === 'number' ? workers : availableParallelism() };
  };
  return {
    get,
    set(change) {
      if (change.workers !== undefined) table.set('workers', requireWorkers(change.workers));
      return get();
    },
  };
};
