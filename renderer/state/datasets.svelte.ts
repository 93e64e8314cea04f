/** The datasets there are, shared by the form and the datasets pages; loaded again when the program says the set changed. */
import type { DatasetRow } from '../../app/contract/datasets.ts';
import { client, messageOf } from './client.ts';

class Datasets {
  rows: readonly DatasetRow[] = $state.raw([]);
  loaded = $state(false);
  problem = $state('');

  async load(): Promise<void> {
    try {
      this.rows = await client.datasets.list();
      this.loaded = true;
      this.problem = '';
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  find(name: string): DatasetRow | undefined {
    return this.rows.find((row) => row.name === name);
  }
}

export const datasets = new Datasets();
