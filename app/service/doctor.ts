/** Checks whether everything is there that the program needs, and says what to do where it is not. Changes nothing. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { kernelSetName, productVectorBits, supportsBuild } from '../../engine/kernels/load.ts';
import { inspectDatabase } from '../store/inspect.ts';
import { formatCount } from '../view/numbers.ts';
import { formatBytes } from '../view/units.ts';
import { dataFolderOf } from './workbench.ts';

/** One thing that was looked at. `note`: the program works without it, but something is missing. */
export interface Check {
  what: string;
  state: 'ok' | 'note' | 'problem';
  /** What was found; for notes and problems with the remedy. */
  text: string;
}

const NODE = 24;
/** Below this a long experiment may not fit: a run takes about 1 to 10 MB. */
const LITTLE_SPACE = 1e9;

/** Node, kernels, database, disk and data folder. */
export const examine = async (database: string): Promise<Check[]> => [
  node(),
  await kernels(),
  databaseFile(database),
  space(database),
  folder(dataFolderOf(database)),
];

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function node(): Check {
  const found = process.versions.node;
  return Number(found.split('.')[0]) >= NODE
    ? { what: 'Node', state: 'ok', text: found }
    : {
        what: 'Node',
        state: 'problem',
        text: `${found}; install Node ${NODE} or later, or run npm ci, which brings one`,
      };
}

async function kernels(): Promise<Check> {
  const what = 'Kernels';
  try {
    const name = await kernelSetName();
    const simd = `SIMD ${supportsBuild('wasm-simd') ? 'yes' : 'no'}, relaxed SIMD ${supportsBuild('wasm-relaxed-simd') ? 'yes' : 'no'}, matrix products on vectors of ${await productVectorBits()} bits`;
    return { what, state: 'ok', text: `${name} (${simd})` };
  } catch (error) {
    return { what, state: 'problem', text: reason(error) };
  }
}

function databaseFile(database: string): Check {
  const what = 'Database';
  if (!existsSync(database))
    return { what, state: 'ok', text: `${database} does not exist yet; the first run makes it` };
  try {
    const { bytes, ours, version, known, check, runs } = inspectDatabase(database);
    const problem = (text: string): Check => ({ what, state: 'problem', text: `${database} ${text}` });
    if (check !== 'ok')
      return problem(`is damaged (${check.split('\n').at(-1)!}); copy it elsewhere, then put a backup in its place`);
    if (!ours) return problem('belongs to another program; choose another file with --db or NORMSCOPE_DB');
    if (version > known)
      return problem(`is from a newer version of Normscope (${version}, known here: ${known}); update`);
    const content = runs === null ? '' : `, ${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}`;
    return { what, state: 'ok', text: `${database} (${formatBytes(bytes)}${content}; quick_check ok)` };
  } catch (error) {
    return {
      what,
      state: 'problem',
      text: `${database} cannot be read: ${reason(error)}; choose another file with --db`,
    };
  }
}

/** The folder itself, or the nearest one above it that exists. */
function existing(path: string): string {
  let folder = resolve(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function space(database: string): Check {
  const { bavail, bsize } = statfsSync(existing(dirname(database)));
  const free = Number(bavail) * Number(bsize);
  return free >= LITTLE_SPACE
    ? { what: 'Disk', state: 'ok', text: `${formatBytes(free)} free` }
    : {
        what: 'Disk',
        state: 'problem',
        text: `only ${formatBytes(free)} free; delete something, or choose another disk with --db`,
      };
}

function folder(path: string): Check {
  const what = 'Data folder';
  const there = existing(path);
  try {
    accessSync(there, constants.W_OK);
    return { what, state: 'ok', text: there === path ? path : `${path} (made when it is needed)` };
  } catch {
    return {
      what,
      state: 'problem',
      text: `${there} cannot be written to; change its permissions, or use --db elsewhere`,
    };
  }
}
