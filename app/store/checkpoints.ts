/** The table `checkpoint`, and what runs have of a parent: where a run can go on, and where a forked one began. */
import type { Database } from 'better-sqlite3';
import type { RunDetail } from '../contract/runs.ts';

/** Where a run stood; `bytes` are those of engine/checkpoint.ts. */
export interface StoredCheckpoint {
  step: number;
  /** Step of the last evaluation before it. */
  evaluatedAt: number;
  trainingMs: number;
  createdAt: number;
  bytes: Uint8Array;
}

/** `latest`: where the run can go on; each replaces the one before. `origin`: where a run with a parent began. */
export type CheckpointKind = 'origin' | 'latest';

/** Prepares the statements on checkpoints; every function is synchronous and joins a transaction that is open. */
export const checkpointTable = (db: Database) => {
  const put = db.prepare(
    `INSERT INTO checkpoint (run_id, kind, step, evaluated_at, training_ms, created_at, bytes)
     VALUES (@id, @kind, @step, @evaluatedAt, @trainingMs, @createdAt, @bytes)
     ON CONFLICT (run_id, kind) DO UPDATE SET step = excluded.step, evaluated_at = excluded.evaluated_at,
       training_ms = excluded.training_ms, created_at = excluded.created_at, bytes = excluded.bytes`,
  );
  const get = db.prepare<[string, string], StoredCheckpoint>(
    `SELECT step, evaluated_at AS evaluatedAt, training_ms AS trainingMs, created_at AS createdAt, bytes
     FROM checkpoint WHERE run_id = ? AND kind = ?`,
  );
  const facts = db.prepare<[string], NonNullable<RunDetail['checkpoint']>>(
    `SELECT step, created_at AS createdAt, length(bytes) AS bytes FROM checkpoint WHERE run_id = ? AND kind = 'latest'`,
  );
  const setParent = db.prepare('UPDATE run SET parent_id = @parent, parent_step = @step WHERE id = @id');
  const parent = db.prepare<[string], NonNullable<RunDetail['parent']>>(
    `SELECT run.parent_id AS id, parent.name AS name, run.parent_step AS step
     FROM run LEFT JOIN run AS parent ON parent.id = run.parent_id WHERE run.id = ? AND run.parent_id IS NOT NULL`,
  );

  return {
    put(id: string, kind: CheckpointKind, checkpoint: StoredCheckpoint): void {
      put.run({ id, kind, ...checkpoint });
    },
    get: (id: string, kind: CheckpointKind): StoredCheckpoint | undefined => get.get(id, kind),
    /** Step, time and size of the latest checkpoint, without reading it; null where there is none. */
    facts: (id: string): RunDetail['checkpoint'] => facts.get(id) ?? null,
    /** Makes a run begin at a checkpoint of another one. */
    fork(id: string, parentId: string, checkpoint: StoredCheckpoint): void {
      setParent.run({ id, parent: parentId, step: checkpoint.step });
      put.run({ id, kind: 'origin', ...checkpoint });
    },
    /** The run whose checkpoint a run began at (without a name: it is gone), and after how many updates; null for most. */
    parentOf: (id: string): RunDetail['parent'] => parent.get(id) ?? null,
  };
};
export type CheckpointTable = ReturnType<typeof checkpointTable>;
