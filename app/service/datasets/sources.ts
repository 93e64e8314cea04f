/** Source files on this machine, for the command line: a file, or a folder in which the usual names are looked for. */
import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { grouped, listed } from '../../../engine/data/data-error.ts';
import { hasIdxName, idxPrefix } from '../../../engine/data/readers/idx-dataset.ts';
import { hasTableName } from '../../../engine/data/readers/read.ts';
import { MAX_BYTES } from '../../../engine/data/readers/source.ts';
import { nearest } from '../../../engine/spec/parse.ts';
import { AppError } from '../../errors.ts';
import type { SourceFile } from '../types.ts';
import { systemCode } from './errors.ts';

/**
 * Reads what lies at `path`. A file with one of the usual IDX names brings its images or labels along; in a folder, IDX
 * files are taken, otherwise its one table. Throws AppError `not-found`, `invalid-input`, `too-large` or `unavailable`.
 */
export function readSourceFiles(path: string): SourceFile[] {
  const full = resolve(path);
  try {
    const folder = fs.statSync(full).isDirectory();
    const files = folder ? choose(full) : withPartner(full);
    return files.map(read);
  } catch (error) {
    throw explain(error, full);
  }
}

/** A file, and those beside it that are one dataset with it. */
function withPartner(file: string): string[] {
  const prefix = idxPrefix(basename(file));
  if (prefix === null) return [file];
  const names = fs.readdirSync(dirname(file)).filter((name) => idxPrefix(name) === prefix);
  return withoutTwins([basename(file), ...names]).map((name) => join(dirname(file), name));
}

function choose(folder: string): string[] {
  const names = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  const idx = withoutTwins(names.filter(hasIdxName));
  if (idx.length > 0) return idx.map((name) => join(folder, name));
  const tables = names.filter(hasTableName);
  if (tables.length === 1) return [join(folder, tables[0]!)];
  if (tables.length > 1)
    throw new AppError(
      'invalid-input',
      `${folder} holds ${tables.length} tables: ${listed(tables)}. Name one of them.`,
    );
  const found = names.length === 0 ? 'is empty' : `holds ${listed(names)}`;
  throw new AppError(
    'invalid-input',
    `Nothing in ${folder} can be imported; it ${found}. Expected are IDX files with their usual names ` +
      '(train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, or t10k-...), or one table (.csv, .tsv).',
  );
}

/** Each file once, and of a file and its packed twin the first that comes, plain before packed in a sorted list. */
function withoutTwins(names: readonly string[]): string[] {
  const plain = (name: string): string => name.replace(/\.gz$/i, '').toLowerCase();
  return names.filter((name, i) => names.findIndex((other) => plain(other) === plain(name)) === i);
}

function read(file: string): SourceFile {
  const { size } = fs.statSync(file);
  if (size > MAX_BYTES)
    throw new AppError(
      'too-large',
      `${file} has ${grouped(size)} bytes; at most ${grouped(MAX_BYTES)} can be imported. Take a part of it.`,
    );
  return { name: basename(file), bytes: fs.readFileSync(file) };
}

function explain(error: unknown, path: string): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR': {
      const folder = dirname(path);
      const near = fs.existsSync(folder) ? nearest(basename(path), fs.readdirSync(folder)) : null;
      const hint = near === null ? 'Check the path.' : `Did you mean ${join(folder, near)}?`;
      return new AppError('not-found', `There is no file or folder ${path}. ${hint}`, { cause: error });
    }
    case 'EACCES':
    case 'EPERM':
      return new AppError('unavailable', `${path} cannot be read: no permission. Change its permissions.`, {
        cause: error,
      });
    default:
      return error;
  }
}
