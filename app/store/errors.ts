/** SQLite's errors in words for people. Not for errors of the program itself: those stay as they are. */
import { asIs, messages, say, type Message } from '../../engine/words/words.ts';
import Sqlite from 'better-sqlite3';
import { AppError } from '../errors.ts';

interface Failed {
  file: string;
  /** What SQLite said, in its own words. */
  why: string;
}

/** What is wrong with a database, and what to do about it. */
export const DATABASE = messages('database', {
  damaged: ({ file, backups, found }: { file: string; backups: string; found: Message }) =>
    `The database ${file} is damaged (${say(found)}). Nothing was changed or deleted. Close every Normscope window, then either ` +
    `put a backup in its place (backups made before upgrades are in ${backups}; move the files ending in -wal and -shm ` +
    'away together with the damaged one), or start with a new file through --db or NORMSCOPE_DB. ' +
    `What can still be read is saved by: sqlite3 "${file}" .recover | sqlite3 recovered.db`,
  'no-database': 'it is not an SQLite database',
  'disk-full': ({ file }: { file: string }) => `The disk that holds ${file} is full. Make room, then try again.`,
  held: ({ file, seconds }: { file: string; seconds: number }) =>
    `The database ${file} was held by another program for more than ${seconds} seconds. Try again, or close that program.`,
  'not-writable': ({ file, why }: Failed) =>
    `The database ${file} cannot be written (${why}). Check the rights of the file and its folder.`,
  'cannot-be-read': ({ file, why }: Failed) =>
    `Reading or writing ${file} failed (${why}). Check the disk; nothing was deleted.`,
  newer: ({ file, found, known }: { file: string; found: number; known: number }) =>
    `The database ${file} was written by a newer version of Normscope (its format is ${found}, this version knows ` +
    `${known}). Update Normscope, or choose another file with --db or NORMSCOPE_DB. Nothing was changed.`,
  'upgrade-failed': ({ file, step, why, backup }: Failed & { step: string; backup: string | null }) =>
    `Upgrading the database ${file} failed in step ${step}: ${why}. ${asBefore(backup)}`,
  'upgrade-broke': ({
    file,
    count,
    table,
    backup,
  }: {
    file: string;
    count: number;
    table: string;
    backup: string | null;
  }) => `Upgrading the database ${file} left ${count} broken references (first in table ${table}). ${asBefore(backup)}`,
  foreign: ({ file }: { file: string }) =>
    `${file} is an SQLite database of another program, not one of Normscope. Choose another file with --db or ` +
    'NORMSCOPE_DB. Nothing was changed.',
  'in-memory': 'The database must be a file: runs in memory would be lost. Give a path.',
  folder: ({ file, example }: { file: string; example: string }) =>
    `${file} is a folder. Give the path of a database file, e.g. ${example}.`,
  'no-folder': ({ folder, why }: { folder: string; why: string }) => `The folder ${folder} cannot be made: ${why}.`,
  upgraded: ({ backup }: { backup: string }) => `The database was upgraded; as it was before, it is kept in ${backup}.`,
});

const asBefore = (backup: string | null): string =>
  `The database is as it was before${backup === null ? '' : `; a backup is in ${backup}`}.`;

/** How long a connection waits for another program, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5000;

const has = (error: unknown, code: string): boolean =>
  error instanceof Sqlite.SqliteError && error.code.startsWith(code);

/** True for errors that mean that bytes of the file are wrong. */
export const isDamage = (error: unknown): boolean => has(error, 'SQLITE_CORRUPT') || has(error, 'SQLITE_NOTADB');

/** True when another program held the database for too long; the same may work a moment later. */
export const isBusy = (error: unknown): boolean => has(error, 'SQLITE_BUSY');

/** What to do about a damaged file, and where its backups are. */
export const damaged = (file: string, backups: string, found: Message, cause?: unknown): AppError =>
  new AppError('database', DATABASE.damaged({ file, backups, found }), cause === undefined ? {} : { cause });

/** Turns an error of SQLite into one that says what to do; returns anything else unchanged. */
export const explained = (error: unknown, file: string, backups: string): unknown => {
  const why = error instanceof Error ? error.message : String(error);
  const told = (message: Message): AppError => new AppError('database', message, { cause: error });
  if (isDamage(error)) return damaged(file, backups, asIs(why), error);
  if (has(error, 'SQLITE_FULL')) return told(DATABASE['disk-full']({ file }));
  if (isBusy(error)) return told(DATABASE.held({ file, seconds: BUSY_TIMEOUT_MS / 1000 }));
  if (has(error, 'SQLITE_READONLY') || has(error, 'SQLITE_CANTOPEN') || has(error, 'SQLITE_PERM'))
    return told(DATABASE['not-writable']({ file, why }));
  if (has(error, 'SQLITE_IOERR')) return told(DATABASE['cannot-be-read']({ file, why }));
  return error;
};
