/** The curves of a study's runs by arm, fetched as they grow. */
import { SeriesBuffer } from '../../charts/buffers.svelte.ts';
import { runs } from '../../state/runs.svelte.ts';

export class MeanCurvesState {
  /** By the id of the run. */
  buffers: Readonly<Record<string, SeriesBuffer>> = $state.raw({});
  #series = '';
  /** How each run was when its curve was last asked for. */
  #seen: Record<string, number> = {};

  /** Fetches what is new of one series of these runs. */
  refresh(series: string, ids: readonly string[]): void {
    if (series !== this.#series) this.close();
    this.#series = series;
    const fresh = ids.filter((id) => this.buffers[id] === undefined);
    if (fresh.length > 0)
      this.buffers = {
        ...this.buffers,
        ...Object.fromEntries(fresh.map((id) => [id, new SeriesBuffer(id, series)])),
      };
    for (const id of ids) {
      const run = runs.byId.get(id);
      if (run !== undefined && this.#seen[id] === run.changed) continue;
      this.#seen[id] = run?.changed ?? 0;
      void this.buffers[id]?.refresh(run?.step ?? 0);
    }
  }

  close(): void {
    for (const buffer of Object.values(this.buffers)) buffer.close();
    this.buffers = {};
    this.#seen = {};
  }
}
