/** Opens a database file: checks that it is ours, whole and of this version, sets what SQLite leaves to the program. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { AppError } from '../errors.ts';
import { programFolder } from '../platform.ts';
import { asIs } from '../../engine/words/words.ts';
import { BUSY_TIMEOUT_MS, damaged, DATABASE, explained, isDamage } from './errors.ts';
import { backupsFolder, migrate, readMigrations, requireKnownVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';

/** "Nrms": what PRAGMA application_id of our files says. */
export const APPLICATION_ID = 0x4e726d73;

/** Checking reads the whole file; above this size that would be felt at every start (measured: about 1 GB a second). */
const ALWAYS_CHECKED_BYTES = 64 * 1024 * 1024;
const WEEK_MS = 7 * 24 * 3600 * 1000;

export interface OpenedDatabase {
  db: Database;
  /** What happened on the way that a person should know, in words. */
  notices: string[];
}

const tables = (db: Database): number =>
  db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;

/** Refuses files of other programs; an empty file is as good as a new one. Returns whether it is new. */
const recognize = (db: Database): boolean => {
  const id = db.pragma('application_id', { simple: true }) as number;
  const fresh = id === 0 && tables(db) === 0;
  if (!fresh && id !== APPLICATION_ID) throw new AppError('database', DATABASE.foreign({ file: db.name }));
  return fresh;
};

const configure = (db: Database, fresh: boolean): void => {
  if (fresh) {
    // 8 KiB pages hold a full chunk of 1,000 float64 or several norm records; with 4 KiB, norm records waste 40 %.
    db.pragma('page_size = 8192');
    // Lets deleted runs give their room back to the disk.
    db.pragma('auto_vacuum = INCREMENTAL');
  }
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('wal_autocheckpoint = 1000');
  db.pragma('journal_size_limit = 67108864');
};

/** True when the last program that wrote here died, the file is small, or a week has passed since it was checked. */
const checkDue = (db: Database): boolean => {
  if (statSync(db.name).size <= ALWAYS_CHECKED_BYTES) return true;
  if (db.prepare('SELECT 1 FROM host').get() !== undefined) return true;
  const checked = db.prepare<[], string>(`SELECT value FROM setting WHERE name = 'checkedAt'`).pluck().get();
  return checked === undefined || Date.now() - Number(checked) > WEEK_MS;
};

const check = (db: Database): void => {
  const found = db.pragma('quick_check(1)', { simple: true }) as string;
  if (found !== 'ok') throw damaged(db.name, backupsFolder(db.name), asIs(found.split('\n').at(-1) ?? found));
  // Small files are checked every time anyway: no reason to write to them for it.
  if (statSync(db.name).size > ALWAYS_CHECKED_BYTES)
    db.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('checkedAt', ?)`).run(String(Date.now()));
};

/**
 * Opens or creates a database and brings it to this version. Throws AppError `database` for files that are damaged,
 * foreign, from a newer version or not writable; never deletes or replaces anything. `migrations` is for tests.
 */
export const openDatabase = (path: string, migrations?: Migration[]): OpenedDatabase => {
  if (path === ':memory:' || path === '') throw new AppError('invalid-input', DATABASE['in-memory']());
  const file = resolve(path);
  if (existsSync(file) && statSync(file).isDirectory())
    throw new AppError('invalid-input', DATABASE.folder({ file, example: join(file, 'normscope.db') }));
  let db: Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
    const known = migrations ?? readMigrations(join(programFolder, 'migrations'));
    const fresh = recognize(db);
    requireKnownVersion(db, known);
    configure(db, fresh);
    if (!fresh && checkDue(db)) check(db);
    const backup = migrate(db, known, APPLICATION_ID);
    const notices = backup === null ? [] : [DATABASE.upgraded({ backup }).text];
    return { db, notices };
  } catch (error) {
    db?.close();
    if (isDamage(error) && (error as { code: string }).code === 'SQLITE_NOTADB')
      throw damaged(file, backupsFolder(file), DATABASE['no-database'](), error);
    if (error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'mkdir')
      throw new AppError('database', DATABASE['no-folder']({ folder: dirname(file), why: error.message }), {
        cause: error,
      });
    throw explained(error, file, backupsFolder(file));
  }
};

/** Writes the log into the file and closes it. */
export const closeDatabase = (db: Database): void => {
  db.pragma('optimize');
  // Another program may be reading: then its last close does the rest.
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
};
