/** The traps that the form runs into, by field. What they are: engine/spec/traps.ts. */
import { forkTraps, trapsOf } from '../../../engine/spec/traps.ts';
import { datasets } from '../../state/datasets.svelte.ts';
import { draft } from './draft.svelte.ts';

class Traps {
  /** Mean and deviation of the inputs after scaling; null while they are not known. */
  inputs: { mean: number; deviation: number } | null = $state.raw(null);

  readonly #found = $derived.by(() => {
    if (!draft.parsed.ok) return [];
    const { spec } = draft.parsed;
    const fork = draft.source.kind === 'fork' ? forkTraps(draft.base, spec) : [];
    const dataset = datasets.find(spec.data.dataset);
    if (dataset === undefined) return [...fork, ...trapsOf(spec, null)];
    const found = trapsOf(spec, {
      shape: dataset.shape,
      outputs: dataset.task === 'classification' ? dataset.classes.length : 1,
      trainingSamples: Math.round(dataset.samples * spec.data.split.train),
      inputs: this.inputs,
    });
    return [...fork, ...found];
  });

  /** What to say beside the field at `path`. */
  at(path: string): string[] {
    return this.#found.filter((trap) => trap.path === path).map((trap) => trap.message);
  }
}

export const traps = new Traps();
