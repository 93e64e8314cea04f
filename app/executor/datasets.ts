/** Datasets by name and hash: what a name stands for may be replaced, the hash of its contents may not. */
import type { Dataset } from '../../engine/data/dataset.ts';
import type { ProbeSpec } from '../../engine/spec/schema.ts';
import { messages } from '../../engine/words/words.ts';
import { AppError } from '../errors.ts';

/** A dataset as a run knows it: where it is found, and which contents it had when the run was made. */
export interface DatasetRef {
  name: string;
  /** SHA-256 (hex) of the contents. */
  hash: string;
}

/** Where the contents of datasets come from. */
export interface DatasetSource {
  /** What the name stands for now. Throws AppError `not-found` or `unavailable`. */
  load(name: string): Promise<Dataset>;
}

const refusals = messages('executor.dataset', {
  replaced: ({ name }: { name: string }) =>
    `The dataset ${name} was replaced by another one since the run was made. Import the former one again under that name, or start the run anew.`,
});

/** The dataset with these contents. Throws AppError `conflict` where its name stands for others by now. */
export async function loadExactly(source: DatasetSource, { name, hash }: DatasetRef): Promise<Dataset> {
  const dataset = await source.load(name);
  if (dataset.info.hash !== hash) throw new AppError('conflict', refusals.replaced({ name }));
  return dataset;
}

/** The datasets that probes name beside that of their run, as `identify` knows them; unknown ones are left out. */
export function datasetsOf(
  probes: readonly ProbeSpec[],
  identify: (name: string) => DatasetRef | null,
): readonly DatasetRef[] {
  const names = new Set(
    probes.flatMap((probe) => ('dataset' in probe && probe.dataset !== null ? [probe.dataset] : [])),
  );
  return [...names].flatMap((name) => identify(name) ?? []);
}

/** By name. One that is not there is left out: the record of its probe says so, and everything else goes on. */
export async function loadThere(
  source: DatasetSource,
  datasets: readonly DatasetRef[],
): Promise<ReadonlyMap<string, Dataset>> {
  const found = new Map<string, Dataset>();
  for (const dataset of datasets) {
    try {
      found.set(dataset.name, await loadExactly(source, dataset));
    } catch (error) {
      if (!(error instanceof AppError) || !NOT_THERE.has(error.code)) throw error;
    }
  }
  return found;
}
const NOT_THERE: ReadonlySet<string> = new Set(['not-found', 'unavailable', 'conflict']);
