/** How a list of runs moves along with what is said to have changed. Pure; the live list is in runs.svelte.ts. */
import type { RunRow } from '../../app/contract/runs.ts';

/**
 * The list after a change: newer rows replace older ones (a row that arrives late, from before a row already known, is
 * ignored), removed ones go. Rows that did not change keep their identity.
 */
export function mergeRuns(
  known: ReadonlyMap<string, RunRow>,
  changed: readonly RunRow[],
  removed: readonly string[],
): ReadonlyMap<string, RunRow> {
  if (changed.length === 0 && removed.length === 0) return known;
  const next = new Map(known);
  for (const run of changed) if ((next.get(run.id)?.changed ?? -1) <= run.changed) next.set(run.id, run);
  for (const id of removed) next.delete(id);
  return next;
}
