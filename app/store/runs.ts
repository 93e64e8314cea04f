/**
 * The tables `run`, `run_setup`, `tag` and `removed_run`: what runs are and how they stand. Not for who carries them out
 * (queue.ts) nor for what training writes (recorder.ts).
 */
import type { Said } from '../../engine/words/words.ts';
import type { Database } from 'better-sqlite3';
import type { FittedScaling } from '../../engine/data/scaling.ts';
import type { LayerInfo } from '../../engine/events.ts';
import { completeRun } from '../../engine/spec/history.ts';
import { RunSpec } from '../../engine/spec/schema.ts';
import { decodeNumbers } from '../contract/numbers.ts';
import type { RunStatus } from '../contract/run-status.ts';
import type { Activity, RunChange, RunRow, RunSetup } from '../contract/runs.ts';
import { toFloat64 } from './chunks.ts';
import type { CounterTable } from './counter.ts';
import { sparklinePoints } from './sparkline.ts';

/** A run to queue. */
export interface NewRun {
  id: string;
  spec: RunSpec;
  specHash: string;
  groupHash: string;
  dataset: { name: string; hash: string };
  createdAt: number;
  /** The host that will carry it out, or null for any. */
  home: string | null;
  versions: RunSetup['versions'];
  machine: RunSetup['machine'];
}

/** Columns that are read as they are. Named, so that a new field of a row is missed here by the compiler. */
type PlainColumns =
  | ('id' | 'name' | 'status' | 'reason' | 'specHash' | 'groupHash' | 'step' | 'trainingMs')
  | ('createdAt' | 'startedAt' | 'endedAt' | 'trashedAt' | 'changed');

interface RunColumns extends Pick<RunRow, PlainColumns> {
  spec: string;
  datasetName: string;
  datasetHash: string;
  reasonSaid: string | null;
  activity: string | null;
  summary: string;
  sparkline: Buffer | null;
  tags: string | null;
}

type SetupColumns = Pick<RunSetup, 'note' | 'kernels' | 'parameters'> &
  Record<'versions' | 'machine', string> &
  Record<'layers' | 'scaling' | 'samples', string | null>;

const SELECT = `SELECT id, name, status, reason, reason_said AS reasonSaid, spec, spec_hash AS specHash, group_hash AS groupHash,
  dataset_name AS datasetName, dataset_hash AS datasetHash, step, training_ms AS trainingMs, activity, summary, sparkline,
  (SELECT json_group_array(tag.name ORDER BY tag.name) FROM tag WHERE tag.run_id = run.id) AS tags,
  created_at AS createdAt, started_at AS startedAt, ended_at AS endedAt, trashed_at AS trashedAt, changed FROM run`;

/** A stored specification, complete. Before 0.1.0 there were some without probes, and maybe without more. */
const readSpec = (json: string): RunSpec => {
  const spec = completeRun(JSON.parse(json));
  return 'probes' in spec ? spec : RunSpec.parse(spec);
};

/** The column also names the program that is busy, where that does not hold the run. */
const activityOf = (json: string | null): Activity | null => {
  if (json === null) return null;
  const { what, fraction } = JSON.parse(json) as Activity;
  return { what, fraction };
};

const parsed = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));

const decode = (row: RunColumns): RunRow => {
  const { datasetName, datasetHash, ...rest } = row;
  return {
    ...rest,
    spec: readSpec(row.spec),
    dataset: { name: datasetName, hash: datasetHash },
    reasonSaid: parsed<Said>(row.reasonSaid),
    activity: activityOf(row.activity),
    summary: decodeNumbers(JSON.parse(row.summary) as RunRow['summary']),
    sparkline: sparklinePoints(row.sparkline === null ? null : toFloat64(row.sparkline)),
    tags: JSON.parse(row.tags ?? '[]') as string[],
  };
};

/** Prepares the statements on runs; every function is synchronous and joins a transaction that is open. */
export const runTable = (db: Database, counter: CounterTable) => {
  const insert = db.prepare(
    `INSERT INTO run (id, name, status, spec, spec_hash, group_hash, dataset_name, dataset_hash, created_at, home, changed)
     VALUES (@id, @name, 'queued', @spec, @specHash, @groupHash, @datasetName, @datasetHash, @createdAt, @home, @changed)`,
  );
  const insertSetup = db.prepare('INSERT INTO run_setup (run_id, versions, machine) VALUES (@id, @versions, @machine)');
  const byId = db.prepare<[string], RunColumns>(`${SELECT} WHERE id = ?`);
  const byName = db.prepare<[string], RunColumns>(`${SELECT} WHERE name = ? ORDER BY id DESC`);
  const byPrefix = db.prepare<[string, string], RunColumns>(
    `${SELECT} WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 20`,
  );
  const listed = db.prepare<[], RunColumns>(`${SELECT} WHERE trashed_at IS NULL ORDER BY id DESC`);
  const inTrash = db.prepare<[], RunColumns>(`${SELECT} WHERE trashed_at > 0 ORDER BY trashed_at DESC, id DESC`);
  const changed = db.prepare<[number], RunColumns>(`${SELECT} WHERE changed > ? ORDER BY changed`);
  const removed = db.prepare<[number], string>('SELECT id FROM removed_run WHERE changed > ?').pluck();
  const setup = db.prepare<[string], SetupColumns>(
    `SELECT note, kernels, parameters, layers, scaling, samples, versions, machine FROM run_setup WHERE run_id = ?`,
  );
  const unfinished = db
    .prepare<[string], number>(
      `SELECT count(*) FROM run WHERE status IN ('queued', 'running', 'paused') AND dataset_name = ?`,
    )
    .pluck();
  const counts = db.prepare<[], { status: RunStatus; runs: number }>(
    `SELECT status, count(*) AS runs FROM run WHERE status IN ('queued', 'running', 'paused') GROUP BY status`,
  );
  const speeds = db.prepare<[number, string, string, number], { spec: string; step: number; trainingMs: number }>(
    `SELECT run.spec, run.step, run.training_ms AS trainingMs FROM run JOIN run_setup ON run_setup.run_id = run.id
     WHERE run.status = 'completed' AND run.training_ms >= ? AND run_setup.machine ->> '$.cpu' = ?
       AND run_setup.kernels = ?
     ORDER BY run.id DESC LIMIT ?`,
  );
  const rename = db.prepare("UPDATE run SET name = ?, spec = json_set(spec, '$.name', ?) WHERE id = ?");
  const setNote = db.prepare('UPDATE run_setup SET note = ? WHERE run_id = ?');
  const clearTags = db.prepare('DELETE FROM tag WHERE run_id = ?');
  const addTag = db.prepare('INSERT OR IGNORE INTO tag (run_id, name) VALUES (?, ?)');
  const touch = db.prepare('UPDATE run SET changed = ? WHERE id = ?');
  const setActivity = db.prepare('UPDATE run SET activity = ?, changed = ? WHERE id = ?');
  const setTrashed = db.prepare('UPDATE run SET trashed_at = ?, changed = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM run WHERE id = ? AND trashed_at IS NOT NULL');
  const bury = db.prepare('INSERT OR REPLACE INTO removed_run (id, changed) VALUES (?, ?)');

  return {
    /** Adds a queued run. */
    add(run: NewRun): void {
      const { id, spec, specHash, groupHash, createdAt, home } = run;
      insert.run({
        ...{ id, name: spec.name, spec: JSON.stringify(spec), specHash, groupHash, createdAt, home },
        ...{ datasetName: run.dataset.name, datasetHash: run.dataset.hash, changed: counter.next() },
      });
      insertSetup.run({ id, versions: JSON.stringify(run.versions), machine: JSON.stringify(run.machine) });
    },

    get(id: string): RunRow | undefined {
      const row = byId.get(id);
      return row === undefined ? undefined : decode(row);
    },
    /** Runs with exactly this name, newest first. */
    named: (name: string): RunRow[] => byName.all(name).map(decode),
    /** At most 20 runs whose id starts so, newest first. */
    startingWith: (prefix: string): RunRow[] => byPrefix.all(prefix, `${prefix}\u{10ffff}`).map(decode),
    /** Runs in the trash, latest thrown away first, or those that are not there, newest first. */
    list: (trash: boolean): RunRow[] => (trash ? inTrash : listed).all().map(decode),
    changedSince: (cursor: number): RunRow[] => changed.all(cursor).map(decode),
    removedSince: (cursor: number): string[] => removed.all(cursor),

    setup(id: string): RunSetup | undefined {
      const row = setup.get(id);
      if (row === undefined) return undefined;
      return {
        ...row,
        layers: parsed<LayerInfo[]>(row.layers) ?? [],
        scaling: parsed<FittedScaling>(row.scaling),
        samples: parsed<NonNullable<RunSetup['samples']>>(row.samples),
        versions: JSON.parse(row.versions) as RunSetup['versions'],
        machine: JSON.parse(row.machine) as RunSetup['machine'],
      };
    },

    /** How many runs still need a dataset. */
    unfinishedWith: (dataset: string): number => unfinished.get(dataset) ?? 0,
    /** How many runs stand in each unfinished status. */
    unfinishedCounts: (): Partial<Record<RunStatus, number>> =>
      Object.fromEntries(counts.all().map(({ status, runs }) => [status, runs])),

    /** What the latest completed runs with a processor and kernel set took, if longer than `atLeastMs`; newest first. */
    speeds: (
      cpu: string,
      kernels: string,
      atLeastMs: number,
      limit: number,
    ): Pick<RunRow, 'spec' | 'step' | 'trainingMs'>[] =>
      speeds.all(atLeastMs, cpu, kernels, limit).map((row) => ({ ...row, spec: readSpec(row.spec) })),

    /** Changes what a person may change about a run; what is left out stays. */
    edit(id: string, change: RunChange): void {
      if (change.name !== undefined) rename.run(change.name, change.name, id);
      if (change.note !== undefined) setNote.run(change.note, id);
      if (change.tags !== undefined) {
        clearTags.run(id);
        for (const tag of change.tags) addTag.run(id, tag);
      }
      touch.run(counter.next(), id);
    },
    /** Says what `host` does for a run that has ended, or that it is done; false where there is no such run. */
    setActivity: (id: string, host: string, activity: Activity | null): boolean =>
      setActivity.run(activity === null ? null : JSON.stringify({ ...activity, host }), counter.next(), id).changes > 0,
    /** Moves a run to the trash at a time, or back with null. */
    setTrashed(id: string, at: number | null): void {
      setTrashed.run(at, counter.next(), id);
    },
    /** Deletes a run in the trash with all that belongs to it; false when it is not there. */
    purge(id: string): boolean {
      if (remove.run(id).changes === 0) return false;
      bury.run(id, counter.next());
      return true;
    },
    /** Gives the room of deleted runs back to the disk; outside a transaction. */
    shrink(): void {
      db.pragma('incremental_vacuum');
    },
  };
};
export type RunTable = ReturnType<typeof runTable>;
