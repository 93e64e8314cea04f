import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../app/errors.ts';
import { backupsFolder, readMigrations } from '../../../app/store/migrate.ts';
import { APPLICATION_ID, closeDatabase, openDatabase } from '../../../app/store/open.ts';
import { programFolder } from '../../../app/platform.ts';
import { temporaryFiles } from './support.ts';

const fresh = temporaryFiles();
const released = readMigrations(join(programFolder, 'migrations'));

const refusal = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a new database', () => {
  it('has the pragmas that the program relies on', () => {
    const { db } = openDatabase(fresh());
    const pragma = (name: string) => db.pragma(name, { simple: true });
    expect({
      journal: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      keys: pragma('foreign_keys'),
      timeout: pragma('busy_timeout'),
      trusted: pragma('trusted_schema'),
      id: pragma('application_id'),
      version: pragma('user_version'),
      page: pragma('page_size'),
    }).toEqual({
      journal: 'wal',
      synchronous: 1,
      keys: 1,
      timeout: 5000,
      trusted: 0,
      id: APPLICATION_ID,
      version: released.length,
      page: 8192,
    });
    closeDatabase(db);
  });

  it('has strict tables only', () => {
    const { db } = openDatabase(fresh());
    const loose = db.prepare(
      `SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
    );
    expect(loose.all()).toEqual([]);
    closeDatabase(db);
  });

  it('is refused in memory and where a folder is', () => {
    expect(refusal(() => openDatabase(':memory:')).code).toBe('invalid-input');
    const file = fresh();
    mkdirSync(file, { recursive: true });
    expect(refusal(() => openDatabase(file)).message).toContain('is a folder');
  });
});

describe('migrations', () => {
  const now = released.length;
  const second = { number: now + 1, name: '9001_more', sql: 'CREATE TABLE more (a INTEGER) STRICT;' };

  it('are released once and never changed', () => {
    const hashes = released.map(({ name, sql }) => [name, createHash('sha256').update(sql).digest('hex')]);
    expect(hashes).toEqual([
      ['0001_initial', '02beac6ab8a5f29a8fd8143c5a4488655d54409ca50ba8abc17691dd29ac0763'],
      ['0002_checkpoints', '32c2ebd84ccf1026f7b24be5267455a170d3980cd3bd09d3995ec66886c93a7c'],
      ['0003_probes', '37c21d7b0c498f8c44daed5512080767abe9dfd09a34ad0ca9f985724ae8ee4d'],
      ['0004_studies', '440cd1921b5272ca791209b3b59e188de4f5bc71c72d2db736822df8e529a467'],
      ['0005_words', '9526b3ab1c1d4830822fb558a9f403c69bfdc8b016d640f697d49f61decb67a1'],
    ]);
  });

  it('carry the numbers 1, 2, 3, ...', () => {
    const folder = dirname(fresh('x'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '0002_late.sql'), '');
    expect(() => readMigrations(folder)).toThrow('should carry the number 1');
  });

  it('upgrade an existing file after a backup, to the schema of a new one', () => {
    const file = fresh();
    const old = openDatabase(file).db;
    old.prepare(`INSERT INTO setting (name, value) VALUES ('workers', '3')`).run();
    closeDatabase(old);
    const { db, notices } = openDatabase(file, [...released, second]);
    const backups = readdirSync(backupsFolder(file));
    expect(backups).toHaveLength(1);
    expect(notices[0]).toContain(backups[0]);
    const kept = new Sqlite(join(backupsFolder(file), backups[0]!), { readonly: true });
    expect(kept.prepare('SELECT value FROM setting').pluck().get()).toBe('3');
    expect(kept.pragma('user_version', { simple: true })).toBe(now);
    kept.close();
    const schema = (of: typeof db) =>
      of.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name`).all();
    const direct = openDatabase(fresh(), [...released, second]).db;
    expect(schema(db)).toEqual(schema(direct));
    expect(db.prepare('SELECT value FROM setting').pluck().get()).toBe('3');
    closeDatabase(db);
    closeDatabase(direct);
  });

  it('upgrade a file of every earlier version to the schema of a new one', () => {
    const schema = (db: ReturnType<typeof openDatabase>['db']) =>
      db.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name`).all();
    const direct = openDatabase(fresh()).db;
    for (let version = 1; version < now; version++) {
      const file = fresh();
      closeDatabase(openDatabase(file, released.slice(0, version)).db);
      const { db } = openDatabase(file);
      expect(schema(db)).toEqual(schema(direct));
      closeDatabase(db);
    }
    closeDatabase(direct);
  });

  it('leave the database as it was when one fails', () => {
    const file = fresh();
    closeDatabase(openDatabase(file).db);
    const third = { number: now + 2, name: '9002_wrong', sql: 'CREATE TABLE c (a INTEGER) STRICT; SELECT nothing;' };
    const error = refusal(() => openDatabase(file, [...released, second, third]));
    expect(error.code).toBe('database');
    expect(error.message).toContain('9002_wrong');
    const backup = readdirSync(backupsFolder(file))[0]!;
    expect(error.message).toContain(backup);
    const { db } = openDatabase(file);
    expect(db.pragma('user_version', { simple: true })).toBe(now);
    expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name IN ('more', 'c')`).all()).toEqual([]);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    closeDatabase(db);
  });

  it('are rolled back when they leave broken references', () => {
    const file = fresh();
    closeDatabase(openDatabase(file).db);
    const breaking = {
      number: now + 1,
      name: '9001_break',
      sql: `INSERT INTO tag (run_id, name) VALUES ('nobody', 'x');`,
    };
    expect(refusal(() => openDatabase(file, [...released, breaking])).message).toContain('table tag');
    const { db } = openDatabase(file);
    expect(db.prepare('SELECT * FROM tag').all()).toEqual([]);
    closeDatabase(db);
  });

  it('refuse a database from a newer version, untouched', () => {
    const file = fresh();
    closeDatabase(openDatabase(file, [...released, second]).db);
    const before = readFileSync(file);
    const error = refusal(() => openDatabase(file));
    expect(error.code).toBe('database');
    expect(error.message).toContain('newer version');
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a file that is not ours', () => {
  it('is refused and stays as it is when another program wrote it', () => {
    const file = fresh();
    mkdirSync(dirname(file), { recursive: true });
    const other = new Sqlite(file);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const before = readFileSync(file);
    expect(refusal(() => openDatabase(file)).message).toContain('another program');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('is refused when it is no database at all', () => {
    const file = fresh();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'not a database, but long enough to have a header of its own, '.repeat(40));
    const error = refusal(() => openDatabase(file));
    expect(error.code).toBe('database');
    expect(error.message).toContain('not an SQLite database');
  });

  it('is refused with the way out when pages are damaged, and nothing is deleted', () => {
    const file = fresh();
    const { db } = openDatabase(file);
    const series = db.prepare(`INSERT INTO setting (name, value) VALUES (?, ?)`);
    for (let i = 0; i < 400; i++) series.run(`s${i}`, JSON.stringify('x'.repeat(200)));
    closeDatabase(db);
    const handle = openSync(file, 'r+');
    const size = statSync(file).size;
    writeSync(handle, Buffer.alloc(8192 * 3, 0xa5), 0, 8192 * 3, size - 8192 * 4);
    closeSync(handle);
    const before = readFileSync(file);
    const error = refusal(() => openDatabase(file));
    expect(error.code).toBe('database');
    expect(error.message).toContain('damaged');
    expect(error.message).toContain(backupsFolder(file));
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
