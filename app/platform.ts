/**
 * Where the program lives and what machine it runs on: program folder, version, data folder, machine facts.
 * Works from the sources and from the built bundle alike. Not for settings (app/service/settings.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, hostname, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';

const NAME = 'normscope';

/** The manifest found above this file: the sources and the bundle lie at different depths below it. */
const findProgram = (): { folder: string; version: string } => {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string };
      if (name === NAME && version !== undefined) return { folder, version };
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('No package.json of normscope lies above the program; install it again.');
    folder = parent;
  }
};
const program = findProgram();

/** The folder with package.json and migrations/: the clone, or the packed archive. */
export const programFolder: string = program.folder;

/** Version of the program, from package.json. */
export const programVersion: string = program.version;

/** True when Node runs the TypeScript sources themselves. */
export const fromSources: boolean = import.meta.url.endsWith('.ts');

/** The platform's folder for application data; it may not exist yet. */
export const dataFolder = (): string => envPaths(NAME, { suffix: '' }).data;

/** The database to use when nothing else is said: NORMSCOPE_DB, or normscope.db in the application-data folder. */
export const defaultDatabase = (): string => {
  const chosen = process.env.NORMSCOPE_DB;
  return chosen === undefined || chosen === '' ? join(dataFolder(), `${NAME}.db`) : resolve(chosen);
};

/** Facts about this machine that explain a run's speed. */
export interface Machine {
  platform: string;
  arch: string;
  cpu: string;
  cores: number;
  memoryBytes: number;
}

/** This machine; `cores` counts what this process may use. */
export const machine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryBytes: totalmem(),
});

/** Versions that are stored with each run. */
export const versions = (): { normscope: string; node: string } => ({
  normscope: programVersion,
  node: process.versions.node,
});

/** Name of this computer, by which a program tells whether a process id is one of its own machine. */
export const computerName = (): string => hostname();

/** True while a process with this id exists on this machine. */
export const processLives = (id: number): boolean => {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
