/** What every command shares: which database, opening and closing the workbench around the work. */
import { existsSync } from 'node:fs';
import { messages, texts } from '../../../engine/words/words.ts';
import { resolve } from 'node:path';
import { AppError } from '../../errors.ts';
import { defaultDatabase, fromSources } from '../../platform.ts';
import type { Workbench, WorkbenchOptions } from '../../service/types.ts';
import { openWorkbench } from '../../service/workbench.ts';
import type { Output } from './output.ts';

const t = texts('cli.session', { builtKernels: 'Built the kernels.' });

const WRONG = messages('cli.session', {
  'no-database': ({ database }: { database: string }) =>
    `--db names ${database}, but there is no such file. Check the path.`,
});

/** A command's surroundings. */
export interface Session {
  output: Output;
  /** Set by a command that ends with something else than 0. */
  exitCode: number;
}

/** What the option --db gives. */
export interface DatabaseOption {
  db?: string;
}

/** The database to use: --db, then NORMSCOPE_DB, then the application-data folder. */
export const databaseOf = ({ db }: DatabaseOption): string => (db === undefined ? defaultDatabase() : resolve(db));

export interface OpenOptions extends DatabaseOption {
  /** Look only: nothing is carried out, and a database that was named must be there. */
  look: boolean;
  /** How many runs train at once; the stored setting where not given. */
  workers?: number;
}

/** Opens the workbench, does the work, closes it again whatever happens. */
export async function withWorkbench<T>(
  { output }: Session,
  { look, workers, ...options }: OpenOptions,
  work: (workbench: Workbench) => Promise<T> | T,
): Promise<T> {
  const database = databaseOf(options);
  if (look && options.db !== undefined && !existsSync(database))
    throw new AppError('invalid-input', WRONG['no-database']({ database }));
  await ensureKernels(output);
  const execute: WorkbenchOptions['execute'] = look ? false : 'own';
  const workbench = await openWorkbench({ database, execute, ...(workers === undefined ? {} : { workers }) });
  try {
    for (const notice of workbench.status().notices) output.say(notice);
    return await work(workbench);
  } finally {
    await workbench.close();
  }
}

/** In a fresh clone the kernels are not built yet. The build scripts are not part of a bundle: no static import. */
export async function ensureKernels({ say }: Pick<Output, 'say'>): Promise<void> {
  if (!fromSources) return;
  const address = new URL('../../../scripts/build-kernels.ts', import.meta.url).href;
  const scripts = (await import(address)) as typeof import('../../../scripts/build-kernels.ts');
  if (await scripts.ensureKernels()) say(t.builtKernels);
}
