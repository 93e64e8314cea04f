/** What probes measured in one run: its records kept up to date, and the arrays of those that are looked at. */
import { SvelteMap } from 'svelte/reactivity';
import type { ProbeArray, ProbeRow } from '../../../../app/contract/probes.ts';
import { client, messageOf } from '../../../state/client.ts';

type Arrays = ReadonlyMap<string, ProbeArray>;

export class ProbeRecords {
  /** By type and step. */
  rows: readonly ProbeRow[] = $state.raw([]);
  loaded = $state(false);
  problem = $state('');
  /** By record and the time it was taken: taking it again replaces it. */
  readonly #arrays = new SvelteMap<string, Arrays>();
  readonly #asked: Record<string, boolean> = {};
  readonly #run: string;
  #question = 0;

  constructor(run: string) {
    this.#run = run;
  }

  /** Reads the list anew. */
  async load(): Promise<void> {
    const question = ++this.#question;
    try {
      const rows = await client.probes.list(this.#run);
      if (question !== this.#question) return;
      this.rows = rows;
      this.loaded = true;
      this.problem = '';
    } catch (error) {
      if (question === this.#question) this.problem = messageOf(error);
    }
  }

  /** The arrays of a record; null until {@link fetchArrays} has brought them. */
  arraysOf(row: ProbeRow): Arrays | null {
    return this.#arrays.get(keyOf(row)) ?? null;
  }

  async fetchArrays(row: ProbeRow): Promise<void> {
    const key = keyOf(row);
    if (this.#asked[key]) return;
    this.#asked[key] = true;
    try {
      this.#arrays.set(key, await client.probes.arrays(row));
    } catch (error) {
      this.#asked[key] = false;
      this.problem = messageOf(error);
    }
  }

  async remove(row: ProbeRow): Promise<void> {
    await client.probes.remove(row.id);
    await this.load();
  }
}

const keyOf = ({ id, createdAt }: ProbeRow): string => `${id}/${createdAt}`;
