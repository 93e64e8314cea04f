/** SQLite's errors in words for people. Not for errors of the program itself: those stay as they are. */
import Sqlite from 'better-sqlite3';
import { AppError } from '../errors.ts';

const has = (error: unknown, code: string): boolean =>
  error instanceof Sqlite.SqliteError && error.code.startsWith(code);

/** True for errors that mean that bytes of the file are wrong. */
export const isDamage = (error: unknown): boolean => has(error, 'SQLITE_CORRUPT') || has(error, 'SQLITE_NOTADB');

/** True when another program held the database for too long; the same may work a moment later. */
export const isBusy = (error: unknown): boolean => has(error, 'SQLITE_BUSY');

/** What to do about a damaged file, and where its backups are. */
export const damaged = (file: string, backups: string, found: string, cause?: unknown): AppError =>
  new AppError(
    'database',
    `The database ${file} is damaged (${found}). Nothing was changed or deleted. Close every Normscope window, then either ` +
      `put a backup in its place (backups made before upgrades are in ${backups}; move the files ending in -wal and -shm ` +
      `away together with the damaged one), or start with a new file through --db or NORMSCOPE_DB. ` +
      `What can still be read is saved by: sqlite3 "${file}" .recover | sqlite3 recovered.db`,
    cause === undefined ? {} : { cause },
  );

/** Turns an error of SQLite into one that says what to do; returns anything else unchanged. */
export const explained = (error: unknown, file: string, backups: string): unknown => {
  if (isDamage(error)) return damaged(file, backups, (error as Error).message, error);
  if (has(error, 'SQLITE_FULL'))
    return new AppError('database', `The disk that holds ${file} is full. Make room, then try again.`, {
      cause: error,
    });
  if (isBusy(error))
    return new AppError(
      'database',
      `The database ${file} was held by another program for more than 5 seconds. Try again, or close that program.`,
      { cause: error },
    );
  if (has(error, 'SQLITE_READONLY') || has(error, 'SQLITE_CANTOPEN') || has(error, 'SQLITE_PERM'))
    return new AppError(
      'database',
      `The database ${file} cannot be written (${(error as Error).message}). Check the rights of the file and its folder.`,
      { cause: error },
    );
  if (has(error, 'SQLITE_IOERR'))
    return new AppError(
      'database',
      `Reading or writing ${file} failed (${(error as Error).message}). Check the disk; nothing was deleted.`,
      { cause: error },
    );
  return error;
};
