/**
 * Which runs belong to a study. They are found by what they are (hash of the specification, seed, dataset, probes), so that
 * what is there already is used, whoever made it.
 */
import { canonicalJson } from '../../../engine/spec/hash.ts';
import type { ProbeSpec } from '../../../engine/spec/schema.ts';
import type { Store } from '../../store/store.ts';
import type { StudyRunRow } from '../../store/studies.ts';
import type { RunStatus } from '../../contract/run-status.ts';
import type { PlannedCell, PlannedStudy } from './plan.ts';
import type { StudyProgress } from '../../contract/studies.ts';

/** One cell with one seed, and its run. */
export interface Slot {
  /** Index in the plan. */
  cell: number;
  seed: number;
  run: StudyRunRow | null;
}

type Where = Pick<Store, 'studies' | 'probes'>;

/** The slots of a study, by cell, then by seed. `hashes` are those of the datasets that are here now. */
export function findSlots(
  store: Where,
  { spec, plan }: PlannedStudy,
  hashes: (dataset: string) => string | null,
): Slot[] {
  const rows = new Map<string, StudyRunRow[]>();
  for (const row of store.studies.runs([...new Set(plan.cells.map((cell) => cell.groupHash))])) {
    const key = keyOf(row.groupHash, row.seed);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return plan.cells.flatMap((cell, index) =>
    spec.seeds.map((seed): Slot => {
      const candidates = (rows.get(keyOf(cell.groupHash, seed)) ?? []).filter(
        (row) =>
          row.dataset.hash === (hashes(row.dataset.name) ?? row.dataset.hash) && hasProbes(store.probes, row, cell),
      );
      return { cell: index, seed, run: bestOf(candidates) };
    }),
  );
}

/** What a run of a cell and seed is found by. */
export const keyOf = (groupHash: string, seed: number): string => `${groupHash} ${seed}`;

const RANKS: Record<RunStatus, number> = {
  ...{ completed: 0, diverged: 0, running: 1, paused: 1, queued: 2 },
  ...{ interrupted: 3, stopped: 4, failed: 5 },
};

/** The run that is furthest; the oldest one of equals. */
const bestOf = (rows: readonly StudyRunRow[]): StudyRunRow | null =>
  rows.reduce<StudyRunRow | null>(
    (best, row) => (best === null || RANKS[row.status] < RANKS[best.status] ? row : best),
    null,
  );

/** Whether a run takes the probes that a study measures by, or whether they were taken afterwards. */
function hasProbes(probes: Store['probes'], row: StudyRunRow, { needed }: PlannedCell): boolean {
  if (needed.length === 0) return true;
  const asked = new Set(row.probes.flatMap(momentsOf));
  const open = needed.flatMap(momentsOf).filter((one) => !asked.has(one));
  if (open.length === 0) return true;
  const taken = new Set(
    probes.list(row.id).flatMap(({ probe, problem }) => (problem === null ? momentsOf(probe) : [])),
  );
  return open.every((one) => taken.has(one));
}

/** A probe with everything but when, and each of its moments. */
const momentsOf = (probe: ProbeSpec): string[] => probe.at.map((moment) => `${probeKey(probe)} ${moment}`);

/** What tells probes apart, but when they are taken. */
export const probeKey = (probe: ProbeSpec): string => canonicalJson({ ...probe, at: undefined });

/** Counts how runs stand. */
export function progressOf(slots: readonly Slot[]): StudyProgress {
  const progress: StudyProgress = {
    ...{ runs: slots.length, ended: 0, diverged: 0, underWay: 0, queued: 0, broken: 0, missing: 0 },
  };
  for (const { run } of slots) {
    if (run === null) progress.missing++;
    else if (run.status === 'running' || run.status === 'paused') progress.underWay++;
    else if (run.status === 'queued') progress.queued++;
    else if (run.status === 'completed' || run.status === 'diverged') progress.ended++;
    else progress.broken++;
    if (run?.status === 'diverged') progress.diverged++;
  }
  return progress;
}
