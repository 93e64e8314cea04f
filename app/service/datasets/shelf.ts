/** Finds the contents of a dataset: in memory, in the data folder, or by generating them. */
import { DataError } from '../../../engine/data/data-error.ts';
import type { Dataset, DatasetInfo } from '../../../engine/data/dataset.ts';
import type { BuiltIn } from '../../../engine/data/generators/built-in.ts';
import { AppError } from '../../errors.ts';
import { systemCode } from './errors.ts';
import { fileNameOf, type DatasetFolder } from './folder.ts';

/** Datasets kept in memory; the one that was used longest ago goes first. */
const KEPT = 3;
const PREFIX = 'built-in-';

/** Contents by what is known about them. */
export interface Shelf {
  builtIn(set: BuiltIn): Dataset;
  imported(info: DatasetInfo, file: string): Dataset;
  /** Whether a built-in set was generated before. */
  isReady(set: BuiltIn): boolean;
}

/** A shelf over a data folder. */
export function createShelf(folder: DatasetFolder): Shelf {
  const kept = new Map<string, Dataset>();

  const keep = (info: DatasetInfo, find: () => Dataset): Dataset => {
    // The contents are those of the hash; the name in the file may be one that was given to them elsewhere.
    const dataset = { ...(kept.get(info.hash) ?? find()), info };
    kept.delete(info.hash);
    kept.set(info.hash, dataset);
    for (const hash of kept.keys()) if (kept.size > KEPT) kept.delete(hash);
    return dataset;
  };

  /** Null where there is no such file, or where it is not what it should be: what was generated can be again. */
  const cached = (info: DatasetInfo, file: string): Dataset | null => {
    try {
      const dataset = folder.read(file);
      return dataset.info.hash === info.hash ? dataset : null;
    } catch {
      return null;
    }
  };

  const generate = (set: BuiltIn, file: string): Dataset => {
    const dataset = set.generate();
    try {
      folder.write(file, dataset);
      const earlier = `${PREFIX}${set.name}-`;
      for (const other of folder.files()) if (other !== file && other.startsWith(earlier)) folder.remove(other);
    } catch (error) {
      // A full or read-only disk costs the time of generating it again, nothing else.
      if (systemCode(error) === undefined) throw error;
    }
    return dataset;
  };

  return {
    builtIn(set) {
      const file = fileNameOf(set.info, PREFIX);
      return keep(set.info, () => cached(set.info, file) ?? generate(set, file));
    },
    imported(info, file) {
      return keep(info, () => {
        try {
          const dataset = folder.read(file);
          if (dataset.info.hash !== info.hash) throw new DataError('The stored dataset has other contents.');
          return dataset;
        } catch (cause) {
          const why = cause instanceof Error ? cause.message : String(cause);
          throw new AppError(
            'unavailable',
            `The contents of the dataset ${info.name} cannot be read from the data folder (file ${file}): ${why} ` +
              'Remove the dataset and import it again.',
            { cause },
          );
        }
      });
    },
    isReady: (set) => kept.has(set.info.hash) || folder.has(fileNameOf(set.info, PREFIX)),
  };
}
