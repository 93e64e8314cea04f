/** Puts the runs of a study into the queue, and takes them out again. */
import { RUN_REASONS } from '../../contract/run-reasons.ts';
import { v7 as newId } from 'uuid';
import type { NewRun } from '../../store/runs.ts';
import type { Store } from '../../store/store.ts';
import { prepareRuns, type DatasetQuestions } from '../create-runs.ts';
import type { DatasetService } from '../types.ts';
import { keyOf, probeKey, type Slot } from './find-runs.ts';
import { inOrder } from './order.ts';
import type { PlannedCell, PlannedStudy } from './plan.ts';

export interface QueueSurroundings {
  store: Store;
  datasets: Pick<DatasetService, 'list'> & DatasetQuestions;
  /** The host that carries out what is queued here; null when this program only looks. */
  home: string | null;
  /** Called after anything that the executor should look at. */
  wake(): void;
}

/**
 * Queues what is missing, takes up what ended before its time or is paused; `note` is called in the same transaction. Ids
 * are given in the order in which runs are to be carried out, which is how the queue goes.
 */
export async function queueRuns(
  { store, datasets, home }: QueueSurroundings,
  study: PlannedStudy,
  find: () => Slot[],
  note: () => void,
): Promise<void> {
  const fresh = new Map<string, NewRun>();
  const missing = new Map<number, number[]>();
  for (const { cell, seed, run } of find()) if (run === null) missing.set(cell, [...(missing.get(cell) ?? []), seed]);
  for (const [index, seeds] of missing) {
    const cell = study.plan.cells[index]!;
    for (const run of await prepareRuns({ spec: cell.spec, seeds }, datasets, home))
      fresh.set(slotKey(cell, run.spec.seed), run);
  }
  store.transaction(() => {
    // Once more: another program may have been faster.
    for (const { cell, seed, run } of inOrder(find(), study)) {
      if (run !== null) takeUp(store, run, home);
      else {
        const key = slotKey(study.plan.cells[cell]!, seed);
        const made = fresh.get(key);
        if (made === undefined) continue;
        store.runs.add({ ...made, id: newId() });
        // Cells that differ in nothing but their labels share their runs.
        fresh.delete(key);
      }
    }
    note();
  });
}

const slotKey = (cell: PlannedCell, seed: number): string =>
  [keyOf(cell.groupHash, seed), ...cell.spec.probes.map((probe) => `${probeKey(probe)} ${probe.at.join()}`)].join(' ');

function takeUp({ queue }: Store, { id, status }: NonNullable<Slot['run']>, home: string | null): void {
  switch (status) {
    case 'completed':
    case 'diverged':
    case 'running':
      return;
    case 'queued':
      if (home !== null) queue.adopt(id, home);
      return;
    case 'paused':
      queue.ask(id, 'resume');
      return;
    case 'interrupted':
    case 'stopped':
    case 'failed':
      queue.requeue(id, home);
      return;
    default:
      status satisfies never;
  }
}

/** Takes runs out of the queue, and pauses or stops those that train; not those in `keep`. */
export function withdrawRuns(
  { queue }: Store,
  { spec }: PlannedStudy,
  slots: readonly Slot[],
  { to, keep }: { to: 'paused' | 'stopped'; keep: ReadonlySet<string> },
): void {
  for (const { run } of slots) {
    if (run === null || keep.has(run.id)) continue;
    if (run.status === 'queued')
      queue.settle(run.id, null, {
        status: 'stopped',
        reason: RUN_REASONS['study-withdrawn']({ study: spec.name, to }),
        at: Date.now(),
      });
    else if (run.status === 'running' || (run.status === 'paused' && to === 'stopped'))
      queue.ask(run.id, to === 'paused' ? 'pause' : 'stop');
  }
}
