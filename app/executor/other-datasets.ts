/** Loads the datasets that probes name beside that of their run. */
import type { Dataset } from '../../engine/data/dataset.ts';
import type { ProbeSpec } from '../../engine/spec/schema.ts';
import { AppError } from '../errors.ts';

/** By name. One that is not there is left out: the record of its probe says so, and everything else goes on. */
export async function otherDatasets(
  probes: readonly ProbeSpec[],
  load: (name: string) => Promise<Dataset>,
): Promise<ReadonlyMap<string, Dataset>> {
  const found = new Map<string, Dataset>();
  for (const probe of probes) {
    if (!('dataset' in probe) || probe.dataset === null) continue;
    try {
      found.set(probe.dataset, await load(probe.dataset));
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'not-found' && error.code !== 'unavailable')) throw error;
    }
  }
  return found;
}
