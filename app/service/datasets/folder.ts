/** The folder in which the contents of datasets lie, one file each. A file is there completely, or not at all. */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeDataset, encodeDataset } from '../../../engine/data/container.ts';
import type { Dataset, DatasetInfo } from '../../../engine/data/dataset.ts';
import { systemCode } from './errors.ts';

const SUFFIX = '.nsdata';
const TEMPORARY = '.tmp';
/** Temporary files older than this were left behind by a program that was ended. */
const ABANDONED_MS = 3_600_000;

/** Name of the file of a dataset; another version of its contents has another name. */
export const fileNameOf = (info: Pick<DatasetInfo, 'name' | 'hash'>, prefix = ''): string =>
  `${prefix}${info.name}-${info.hash.slice(0, 12)}${SUFFIX}`;

export interface DatasetFolder {
  has(file: string): boolean;
  /** Throws DataError for a damaged file, and the error of the file system where it cannot be read. */
  read(file: string): Dataset;
  /** Writes a temporary file, flushes it to the disk, then renames it. Throws the error of the file system. */
  write(file: string, dataset: Dataset): void;
  /** Removes a file; that there is none is fine. */
  remove(file: string): void;
  /** Names of the files there are. */
  files(): string[];
}

/** Uses a folder, which is made when something is first written to it. */
export function datasetFolder(folder: string): DatasetFolder {
  const remove = (file: string): void => fs.rmSync(join(folder, file), { force: true });
  const files = (): string[] => (fs.existsSync(folder) ? fs.readdirSync(folder) : []);

  const sweep = (): void => {
    for (const file of files()) {
      if (!file.endsWith(TEMPORARY)) continue;
      const age = Date.now() - (fs.statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
      if (age > ABANDONED_MS) remove(file);
    }
  };

  return {
    has: (file) => fs.existsSync(join(folder, file)),
    read: (file) => decodeDataset(fs.readFileSync(join(folder, file))),
    write(file, dataset) {
      fs.mkdirSync(folder, { recursive: true });
      sweep();
      const temporary = join(folder, `${file}.${process.pid}${TEMPORARY}`);
      try {
        writeFlushed(temporary, encodeDataset(dataset));
        fs.renameSync(temporary, join(folder, file));
      } catch (error) {
        fs.rmSync(temporary, { force: true });
        throw error;
      }
      flushFolder(dirname(temporary));
    },
    remove,
    files,
  };
}

function writeFlushed(path: string, pieces: readonly Uint8Array[]): void {
  const handle = fs.openSync(path, 'w', 0o600);
  try {
    for (const piece of pieces)
      for (let at = 0; at < piece.length;) at += fs.writeSync(handle, piece, at, piece.length - at);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Makes a rename last. Windows cannot open folders, and does not need this. */
function flushFolder(path: string): void {
  try {
    const handle = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(systemCode(error) ?? '')) throw error;
  }
}
