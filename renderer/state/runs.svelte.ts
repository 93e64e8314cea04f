/** All runs, kept live: loaded once, then moved along by what the program says has changed. */
import type { RunRow } from '../../app/contract/runs.ts';
import { client, isAbort, messageOf } from './client.ts';
import { mergeRuns } from './merge-runs.ts';

/** Whether a run can still move by itself. */
export const isLive = (run: Pick<RunRow, 'status'>): boolean => run.status === 'queued' || run.status === 'running';

class Runs {
  /** Every known run by id, the trash included; replaced on each change, rows that did not change keep their identity. */
  byId: ReadonlyMap<string, RunRow> = $state.raw(new Map());
  /** False until the first list has arrived. */
  loaded = $state(false);
  /** Why there is no list, or why nothing is live any more; empty while all is well. */
  problem = $state('');
  connected = $state(true);
  /** Grows when the set of datasets changed. */
  datasetsVersion = $state(0);
  /** Grows when the set of studies, or one of them, changed. */
  studiesVersion = $state(0);

  /** Newest first; without the trash. */
  readonly rows: readonly RunRow[] = $derived(
    newestFirst([...this.byId.values()].filter((run) => run.trashedAt === null)),
  );
  readonly trashed: readonly RunRow[] = $derived(
    newestFirst([...this.byId.values()].filter((run) => run.trashedAt !== null)),
  );
  readonly tags: readonly string[] = $derived([...new Set(this.rows.flatMap((run) => run.tags))].sort());

  /** Loads the list and follows it until `signal` aborts; call again after a problem. */
  async follow(signal: AbortSignal): Promise<void> {
    this.problem = '';
    try {
      const [kept, trash] = await Promise.all([
        client.runs.list({}, signal),
        client.runs.list({ trash: true }, signal),
      ]);
      this.byId = new Map([...kept.runs, ...trash.runs].map((run) => [run.id, run]));
      this.loaded = true;
      await client.changes(
        Math.min(kept.cursor, trash.cursor),
        (changes) => this.#apply(changes),
        signal,
        (connected) => (this.connected = connected),
      );
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) this.problem = messageOf(error);
    }
  }

  /** Takes in rows that an action returned, so that the page need not wait for the next change message. */
  put(rows: readonly RunRow[]): void {
    this.#apply({ runs: rows, removed: [] });
  }

  /** Forgets runs that were deleted for ever. */
  drop(ids: readonly string[]): void {
    this.#apply({ runs: [], removed: ids });
  }

  #apply(changes: {
    runs: readonly RunRow[];
    removed: readonly string[];
    datasets?: boolean;
    studies?: boolean;
  }): void {
    if (changes.datasets) this.datasetsVersion++;
    if (changes.studies) this.studiesVersion++;
    this.byId = mergeRuns(this.byId, changes.runs, changes.removed);
  }
}

export const runs = new Runs();

function newestFirst(rows: RunRow[]): RunRow[] {
  return rows.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}
