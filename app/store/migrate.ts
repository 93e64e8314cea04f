/**
 * Brings a database to the schema of this program: numbered SQL files, counted in `user_version`. A released file never
 * changes; a test holds the hashes. Not for opening files (open.ts).
 */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { AppError } from '../errors.ts';
import { DATABASE } from './errors.ts';

/** One numbered SQL file. */
export interface Migration {
  number: number;
  name: string;
  sql: string;
}

/** Reads `NNNN_name.sql` files; throws when their numbers are not 1, 2, ..., n. */
export const readMigrations = (folder: string): Migration[] => {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      number: Number.parseInt(file, 10),
      name: basename(file, '.sql'),
      sql: readFileSync(join(folder, file), 'utf8'),
    }));
  migrations.forEach(({ number, name }, index) => {
    if (number !== index + 1)
      throw new Error(`Migration ${name} should carry the number ${index + 1}: the numbers must be 1, 2, 3, ...`);
  });
  return migrations;
};

/** Where a database's backups lie: a folder beside it. */
export const backupsFolder = (file: string): string => `${file.slice(0, file.length - extname(file).length)}-backups`;

/** Writes a complete copy of the database to a new, dated file and returns its path. */
export const backUp = (db: Database, label: string): string => {
  const folder = backupsFolder(db.name);
  mkdirSync(folder, { recursive: true });
  const time = new Date().toISOString().replaceAll(':', '').replace('.', '-');
  const copy = join(folder, `${basename(db.name, extname(db.name))}-${label}-${time}.db`);
  db.prepare('VACUUM INTO ?').run(copy);
  return copy;
};

const version = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Throws AppError for a database from the future. */
export const requireKnownVersion = (db: Database, migrations: Migration[]): void => {
  const found = version(db);
  if (found > migrations.length)
    throw new AppError('database', DATABASE.newer({ file: db.name, found, known: migrations.length }));
};

/**
 * Applies what is missing, all in one transaction, after a backup of any file that holds data already. Returns the path
 * of that backup, or null. A failure leaves the database as it was.
 */
export const migrate = (db: Database, migrations: Migration[], applicationId: number): string | null => {
  const found = version(db);
  if (found === migrations.length) return null;
  const backup = found > 0 ? backUp(db, `before-${migrations.length}`) : null;
  // A migration may rebuild tables that others refer to; what it leaves behind is checked before it is committed.
  db.pragma('foreign_keys = OFF');
  db.pragma('synchronous = FULL');
  try {
    db.transaction(() => {
      // Another program may have been faster, between the look above and the lock.
      for (const { number, name, sql } of migrations.slice(version(db))) {
        try {
          db.exec(sql);
        } catch (error) {
          const why = (error as Error).message;
          throw new AppError('database', DATABASE['upgrade-failed']({ file: db.name, step: name, why, backup }), {
            cause: error,
          });
        }
        db.pragma(`user_version = ${number}`);
      }
      const broken = db.pragma('foreign_key_check') as { table: string }[];
      if (broken.length > 0)
        throw new AppError(
          'database',
          DATABASE['upgrade-broke']({ file: db.name, count: broken.length, table: broken[0]!.table, backup }),
        );
      db.pragma(`application_id = ${applicationId}`);
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
    db.pragma('synchronous = NORMAL');
  }
  return backup;
};
