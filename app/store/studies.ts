/**
 * The table `study`, and the runs that belong to one. They are found by what they are: the hash of their specification
 * without the seed, and the seed. What follows from them: app/service/studies.
 */
import type { Database } from 'better-sqlite3';
import { completeProbe, completeStudy, SPEC_VERSION } from '../../engine/spec/history.ts';
import type { ProbeSpec } from '../../engine/spec/schema.ts';
import type { StudySpec } from '../../engine/spec/schema/study.ts';
import type { RunRow } from '../contract/runs.ts';
import type { StudyRow, StudyState } from '../contract/studies.ts';
import type { CounterTable } from './counter.ts';

/** A row of `study`, decoded: what is stored of a {@link StudyRow}. */
export interface StoredStudy extends Pick<
  StudyRow,
  'id' | 'name' | 'spec' | 'state' | 'prediction' | 'note' | 'changed'
> {
  createdAt: number;
}

/** What a study needs to know of a run. */
export interface StudyRunRow extends Pick<RunRow, 'id' | 'status' | 'step' | 'groupHash' | 'dataset' | 'changed'> {
  seed: number;
  probes: ProbeSpec[];
}

interface StudyColumns extends Omit<StoredStudy, 'spec'> {
  spec: string;
}
interface RunColumns extends Omit<StudyRunRow, 'dataset' | 'probes'> {
  datasetName: string;
  datasetHash: string;
  probes: string | null;
}

const SELECT = `SELECT id, name, spec, state, prediction, note, created_at AS createdAt, changed FROM study`;

const decode = (row: StudyColumns): StoredStudy => ({ ...row, spec: completeStudy(JSON.parse(row.spec)) });

/** As it is stored: with the version whose defaults hold for what it leaves out. */
const stored = (spec: StudySpec): string => JSON.stringify({ version: SPEC_VERSION, ...spec });

/** Prepares the statements on studies; every function is synchronous and joins a transaction that is open. */
export const studyTable = (db: Database, counter: CounterTable) => {
  const all = db.prepare<[], StudyColumns>(`${SELECT} ORDER BY id DESC`);
  const byId = db.prepare<[string], StudyColumns>(`${SELECT} WHERE id = ?`);
  const byName = db.prepare<[string], StudyColumns>(`${SELECT} WHERE name = ?`);
  const insert = db.prepare(
    `INSERT INTO study (id, name, title, spec, created_at, changed) VALUES (@id, @name, @title, @spec, @at, @changed)`,
  );
  const setSpec = db.prepare(
    'UPDATE study SET name = @name, title = @title, spec = @spec, changed = @changed WHERE id = @id',
  );
  const setState = db.prepare('UPDATE study SET state = ?, changed = ? WHERE id = ?');
  const setPrediction = db.prepare('UPDATE study SET prediction = ?, changed = ? WHERE id = ?');
  const setNote = db.prepare('UPDATE study SET note = ?, changed = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM study WHERE id = ?');
  // A run that began at the checkpoint of another one is not what its specification says.
  const runs = db.prepare<[string], RunColumns>(
    `SELECT id, status, step, group_hash AS groupHash, spec ->> '$.seed' AS seed, dataset_name AS datasetName,
       dataset_hash AS datasetHash, spec -> '$.probes' AS probes, changed FROM run
     WHERE group_hash IN (SELECT value FROM json_each(?)) AND trashed_at IS NULL AND parent_id IS NULL ORDER BY id`,
  );

  return {
    /** All studies, the newest first. */
    list: (): StoredStudy[] => all.all().map(decode),
    get(id: string): StoredStudy | undefined {
      const row = byId.get(id);
      return row === undefined ? undefined : decode(row);
    },
    named(name: string): StoredStudy | undefined {
      const row = byName.get(name);
      return row === undefined ? undefined : decode(row);
    },
    add(id: string, spec: StudySpec, at: number): void {
      const { name, title } = spec;
      insert.run({ id, name, title, spec: stored(spec), at, changed: counter.studiesChanged() });
    },
    setSpec(id: string, spec: StudySpec): void {
      const { name, title } = spec;
      setSpec.run({ id, name, title, spec: stored(spec), changed: counter.studiesChanged() });
    },
    setState(id: string, state: StudyState): void {
      setState.run(state, counter.studiesChanged(), id);
    },
    setPrediction(id: string, prediction: string | null): void {
      setPrediction.run(prediction, counter.studiesChanged(), id);
    },
    setNote(id: string, note: string): void {
      setNote.run(note, counter.studiesChanged(), id);
    },
    /** False where there is no such study. */
    remove(id: string): boolean {
      if (remove.run(id).changes === 0) return false;
      counter.studiesChanged();
      return true;
    },
    /** Runs outside the trash whose specification has one of these hashes (without the seed), the oldest first. */
    runs: (groupHashes: readonly string[]): StudyRunRow[] =>
      runs.all(JSON.stringify(groupHashes)).map(({ datasetName, datasetHash, probes, ...rest }) => ({
        ...rest,
        dataset: { name: datasetName, hash: datasetHash },
        probes: (JSON.parse(probes ?? '[]') as unknown[]).map(completeProbe),
      })),
  };
};
export type StudyTable = ReturnType<typeof studyTable>;
