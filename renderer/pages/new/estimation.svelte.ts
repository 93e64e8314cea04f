/** What the program last answered about time and room of the draft: asked for by Estimate.svelte, also shown at each probe. */
import type { Estimate, ProbeEstimate } from '../../../app/contract/estimates.ts';
import type { RunSpec } from '../../../engine/spec/schema.ts';

class Estimation {
  estimate: Estimate | null = $state.raw(null);
  /** What was asked about. */
  #spec: RunSpec | null = $state.raw(null);

  set(spec: RunSpec, estimate: Estimate | null): void {
    this.#spec = spec;
    this.estimate = estimate;
  }

  /** Of the probe at a place in the list; null while the answer is about another one. */
  probe(index: number, type: unknown): ProbeEstimate | null {
    if (this.#spec?.probes[index]?.type !== type) return null;
    return this.estimate?.probes[index] ?? null;
  }
}

export const estimation = new Estimation();
