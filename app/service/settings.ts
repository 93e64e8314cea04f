/** The settings of the program: which there are, their bounds and defaults. They live in the database. */
import { availableParallelism } from 'node:os';
import { completeSettings } from '../../engine/spec/history.ts';
import { AppError } from '../errors.ts';
import type { SettingTable } from '../store/settings.ts';
import type { Settings } from '../contract/settings.ts';

/** Most worker threads that can be asked for. */
export const MAX_WORKERS = 256;

const isWorkers = (workers: unknown): workers is number =>
  typeof workers === 'number' && Number.isInteger(workers) && workers >= 1 && workers <= MAX_WORKERS;

/** Throws AppError `invalid-input` unless this is a possible number of worker threads. */
export const requireWorkers = (workers: unknown): number => {
  if (!isWorkers(workers)) {
    const message = `is ${JSON.stringify(workers)}; give a whole number from 1 to ${MAX_WORKERS}`;
    throw new AppError('invalid-input', `workers ${message}.`, { issues: [{ path: 'workers', message }] });
  }
  return workers;
};

/**
 * Reads and changes settings; one worker for each core that this process may use is the default. What another version
 * stored is read as far as it is known here and possible.
 */
export const createSettings = (table: SettingTable): { get(): Settings; set(change: Partial<Settings>): Settings } => {
  const get = (): Settings => {
    const { workers } = completeSettings(table.all());
    return { workers: isWorkers(workers) ? workers : availableParallelism() };
  };
  return {
    get,
    set(change) {
      if (change.workers !== undefined) table.set('workers', requireWorkers(change.workers));
      return get();
    },
  };
};
