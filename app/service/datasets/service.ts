/** The dataset service: built-in and imported datasets, from a list to their numbers. */
import { classCounts, featureCount, type Dataset, type DatasetInfo } from '../../../engine/data/dataset.ts';
import { BUILT_IN, findBuiltIn } from '../../../engine/data/generators/registry.ts';
import { importSource, previewSource } from '../../../engine/data/readers/read.ts';
import { splitSizes } from '../../../engine/data/split.ts';
import { spreadSamples } from '../../../engine/data/spread.ts';
import { nearest } from '../../../engine/spec/parse.ts';
import { Split, type RunSpec } from '../../../engine/spec/schema.ts';
import { AppError } from '../../errors.ts';
import type { DatasetRef, DatasetSource } from '../../executor/datasets.ts';
import type { DatasetRow } from '../../contract/datasets.ts';
import type { DatasetService } from '../types.ts';
import { explainData, explainDataLater } from './errors.ts';
import { datasetFolder, fileNameOf } from './folder.ts';
import { createInputsThread } from './inputs-thread.ts';
import { requireNewName } from './names.ts';
import { createShelf } from './shelf.ts';

/** An imported dataset as the registry keeps it. */
export interface RegisteredDataset {
  name: string;
  hash: string;
  info: DatasetInfo;
  classCounts: number[];
  file: string;
  importedAt: number | null;
}

/** Where imported datasets are registered. */
export interface DatasetRegistry {
  list(): RegisteredDataset[];
  get(name: string): RegisteredDataset | undefined;
  add(dataset: RegisteredDataset): void;
  remove(name: string): boolean;
}

export interface DatasetServiceOptions {
  registry: DatasetRegistry;
  /** Folder for the contents of datasets. */
  folder: string;
  /** How many runs that have not ended need a dataset. */
  unfinishedRunsWith(name: string): number;
}

/** What the rest of the program needs beside what a person can do. */
export interface DatasetShelf extends DatasetSource {
  /** What the name stands for now, without loading it; null where there is none. */
  identify(name: string): DatasetRef | null;
  /** How many samples a run would train on. Throws AppError for an unknown dataset or a split with an empty part. */
  trainingSamples(spec: RunSpec): Promise<number>;
  /** Ends the thread that looks at inputs. */
  close(): Promise<void>;
}

const MAX_SAMPLES = 10_000;

/** The service over a registry and a folder. Its functions throw AppError. */
export function createDatasetService(options: DatasetServiceOptions): DatasetService & DatasetShelf {
  const { registry, unfinishedRunsWith } = options;
  const folder = datasetFolder(options.folder);
  const shelf = createShelf(folder);
  const inputs = createInputsThread();

  const builtInRow = (set: (typeof BUILT_IN)[number]): DatasetRow => ({
    ...set.info,
    ...{ builtIn: true, classCounts: set.classCounts, ready: shelf.isReady(set), importedAt: null },
  });
  const importedRow = ({ info, classCounts: counts, importedAt }: RegisteredDataset): DatasetRow => ({
    ...info,
    ...{ builtIn: false, classCounts: counts, ready: true, importedAt },
  });
  const list = (): DatasetRow[] => [...BUILT_IN.map(builtInRow), ...registry.list().map(importedRow)];

  const unknown = (name: string): AppError => {
    const names = list().map((row) => row.name);
    const near = nearest(name, names);
    const hint = near === null ? `There are: ${names.join(', ')}.` : `Did you mean ${near}?`;
    return new AppError('not-found', `There is no dataset ${JSON.stringify(name)}. ${hint}`);
  };

  const find = (name: string): Dataset => {
    const set = findBuiltIn(name);
    if (set !== undefined) return shelf.builtIn(set);
    const stored = registry.get(name);
    if (stored === undefined) throw unknown(name);
    return shelf.imported(stored.info, stored.file);
  };

  const infoOf = (name: string): DatasetInfo | undefined => findBuiltIn(name)?.info ?? registry.get(name)?.info;

  return {
    list,

    // Functions of this service that only read are asynchronous all the same: reading may move to a thread.
    async get(name) {
      const set = findBuiltIn(name);
      if (set !== undefined) {
        shelf.builtIn(set);
        return builtInRow(set);
      }
      const stored = registry.get(name);
      if (stored === undefined) throw unknown(name);
      return importedRow(stored);
    },

    preview: (files, wanted, follow) => explainDataLater(() => previewSource(files, wanted, follow), 'files'),

    async add(name, files, wanted, follow) {
      requireNewName(name, list());
      const dataset = await explainDataLater(() => importSource(name, files, wanted, follow), 'files');
      const file = fileNameOf(dataset.info);
      folder.write(file, dataset);
      // Somebody else may have taken the name meanwhile.
      requireNewName(name, list());
      const { info } = dataset;
      const row = { name, hash: info.hash, info, classCounts: classCounts(dataset), file, importedAt: Date.now() };
      registry.add(row);
      return importedRow(row);
    },

    remove(name) {
      if (findBuiltIn(name) !== undefined)
        throw new AppError('conflict', `The dataset ${name} is built in and cannot be removed.`);
      const stored = registry.get(name);
      if (stored === undefined) throw unknown(name);
      const needed = unfinishedRunsWith(name);
      if (needed > 0)
        throw new AppError(
          'conflict',
          `The dataset ${name} is needed by ${needed === 1 ? 'a run that has' : `${needed} runs that have`} not ended. ` +
            'Wait for them, or stop them first.',
        );
      registry.remove(name);
      folder.remove(stored.file);
    },

    async sample(name, count) {
      if (!Number.isInteger(count) || count < 1 || count > MAX_SAMPLES)
        throw new AppError('invalid-input', `count is ${count}; it must be a whole number from 1 to ${MAX_SAMPLES}.`);
      const dataset = find(name);
      const columns = featureCount(dataset.info);
      const chosen = spreadSamples(dataset, count);
      const features = new Float32Array(chosen.length * columns);
      chosen.forEach((from, to) =>
        features.set(dataset.features.subarray(from * columns, (from + 1) * columns), to * columns),
      );
      const regression = dataset.info.task === 'regression';
      return {
        features,
        labels: Int32Array.from(regression ? [] : chosen, (i) => dataset.labels[i]!),
        targets: Float32Array.from(regression ? chosen : [], (i) => dataset.targets[i]!),
      };
    },

    async histogram(name, { scaling, split = Split.parse({}), seed = 1 }, signal) {
      const question = { dataset: find(name), scaling, split, seed };
      return explainDataLater(() => inputs.ask(question, signal));
    },

    load: async (name) => find(name),
    identify(name) {
      const info = infoOf(name);
      return info === undefined ? null : { name, hash: info.hash };
    },
    close: () => inputs.close(),

    async trainingSamples({ data }) {
      const info = infoOf(data.dataset);
      if (info === undefined) throw unknown(data.dataset);
      return explainData(() => splitSizes(info.samples, data.split), 'data.split.train')[0];
    },
  };
}
