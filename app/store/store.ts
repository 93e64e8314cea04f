/** The database as the rest of the program sees it: one object with the tables. One thread of a program owns it. */
import { checkpointTable } from './checkpoints.ts';
import type { CheckpointTable } from './checkpoints.ts';
import { counterTable } from './counter.ts';
import type { CounterTable } from './counter.ts';
import { datasetTable } from './datasets.ts';
import type { DatasetTable } from './datasets.ts';
import { explained, isBusy } from './errors.ts';
import { backupsFolder } from './migrate.ts';
import { normTable } from './norms.ts';
import type { NormTable } from './norms.ts';
import { closeDatabase, openDatabase } from './open.ts';
import { probeTable } from './probes.ts';
import type { ProbeTable } from './probes.ts';
import { queueTable } from './queue.ts';
import type { QueueTable } from './queue.ts';
import { recorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { runTable } from './runs.ts';
import type { RunTable } from './runs.ts';
import { seriesTable } from './series.ts';
import type { SeriesTable } from './series.ts';
import { settingTable } from './settings.ts';
import type { SettingTable } from './settings.ts';
import { studyTable } from './studies.ts';
import type { StudyTable } from './studies.ts';

export interface Store {
  /** Absolute path of the file. */
  readonly file: string;
  /** What happened while it was opened that a person should know. */
  readonly notices: string[];
  readonly counter: CounterTable;
  readonly runs: RunTable;
  readonly queue: QueueTable;
  readonly recorder: Recorder;
  readonly series: SeriesTable;
  readonly norms: NormTable;
  readonly checkpoints: CheckpointTable;
  readonly probes: ProbeTable;
  readonly datasets: DatasetTable;
  readonly settings: SettingTable;
  readonly studies: StudyTable;
  /** Runs `work` in one transaction; all or nothing. */
  transaction<T>(work: () => T): T;
  /** Runs reads that see the database as it is at one moment. */
  snapshot<T>(work: () => T): T;
  /** Turns an error of the database into one for people; anything else stays as it is. */
  explain(error: unknown): unknown;
  /** True when another program held the database for too long; the same may work a moment later. */
  isBusy(error: unknown): boolean;
  close(): void;
}

/** Opens or creates the database file. Throws AppError `database` where it cannot be used; see open.ts. */
export const openStore = (path: string): Store => {
  const { db, notices } = openDatabase(path);
  const counter = counterTable(db);
  const series = seriesTable(db);
  const norms = normTable(db);
  const checkpoints = checkpointTable(db);
  const probes = probeTable(db);
  return {
    file: db.name,
    notices,
    counter,
    runs: runTable(db, counter),
    queue: queueTable(db, counter),
    recorder: recorder(db, counter, { series, norms, checkpoints, probes }),
    series,
    norms,
    checkpoints,
    probes,
    datasets: datasetTable(db, counter),
    settings: settingTable(db),
    studies: studyTable(db, counter),
    transaction: (work) => db.transaction(work).immediate(),
    snapshot: (work) => db.transaction(work).deferred(),
    explain: (error) => explained(error, db.name, backupsFolder(db.name)),
    isBusy,
    close: () => closeDatabase(db),
  };
};
