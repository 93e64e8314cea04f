/** Looks into a database file without changing it: for a health check. Opening it for work: open.ts. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { programFolder } from '../platform.ts';
import { readMigrations } from './migrate.ts';
import { APPLICATION_ID } from './open.ts';

export interface DatabaseFacts {
  bytes: number;
  /** False for a database of another program. */
  ours: boolean;
  /** Version of the tables in the file, and the newest one that this program knows. */
  version: number;
  known: number;
  /** What SQLite's quick_check of the whole file says: `ok`, or what is wrong. */
  check: string;
  /** Runs in it; null where it cannot be asked. */
  runs: number | null;
}

/** Reads a database file. Throws SQLite's own error where it is not a database or cannot be read. */
export function inspectDatabase(file: string): DatabaseFacts {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    const ours = pragma('application_id') === APPLICATION_ID;
    const version = Number(pragma('user_version'));
    const known = readMigrations(join(programFolder, 'migrations')).length;
    const check = String(pragma('quick_check(1)'));
    const readable = ours && check === 'ok' && version >= 1 && version <= known;
    const runs = readable ? (db.prepare<[], number>('SELECT count(*) FROM run').pluck().get() ?? 0) : null;
    return { bytes: statSync(file).size, ours, version, known, check, runs };
  } finally {
    db.close();
  }
}
