/** Source files on this machine, for the command line: files, or a folder in which the usual names are looked for. */
import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { formatCount, listed } from '../../../engine/words/numbers.ts';
import type { Format } from '../../../engine/data/readers/format.ts';
import { expectedFiles, FORMATS } from '../../../engine/data/readers/formats.ts';
import { withoutTwins } from '../../../engine/data/readers/names.ts';
import { MAX_BYTES } from '../../../engine/data/readers/source.ts';
import { nearest } from '../../../engine/spec/parse.ts';
import { texts } from '../../../engine/words/words.ts';
import { AppError } from '../../errors.ts';
import type { SourceFile } from '../../contract/imports.ts';
import { systemCode } from './errors.ts';

/**
 * Finds what lies at some paths. Several are taken as they are. A single file brings along those beside it that belong to
 * it; in a folder, files of the first format are taken that is found in it. Throws AppError `not-found`, `invalid-input`,
 * `too-large` or `unavailable`.
 */
export function readSourceFiles(...paths: string[]): SourceFile[] {
  return paths.length === 1 ? readPath(paths[0]!) : paths.flatMap((path) => readPath(path, true));
}

function readPath(path: string, alone = false): SourceFile[] {
  const full = resolve(path);
  try {
    if (!fs.statSync(full).isDirectory()) return (alone ? [full] : withPartners(full)).map((file) => read(file));
    return choose(full);
  } catch (error) {
    throw explain(error, full);
  }
}

/** A file, and those beside it that are one dataset with it. */
function withPartners(file: string): string[] {
  const own = basename(file);
  const belongs = (name: string): boolean =>
    (FORMATS as readonly Format[]).some((format) => format.comesAlong?.(own, name) === true);
  const names = fs.readdirSync(dirname(file)).filter(belongs);
  return withoutTwins([own, ...names]).map((name) => join(dirname(file), name));
}

function choose(folder: string): SourceFile[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const here = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  for (const format of FORMATS as readonly Format[]) {
    const { names, several } = format.choose(format.deep === true ? namesBelow(folder, '') : here);
    if (several !== undefined) {
      const words = { folder, count: names.length, what: several, names: listed(names) };
      throw new AppError('invalid-input', t.several(words));
    }
    if (names.length > 0)
      return names.map((name) => (format.deep === true ? later(folder, name) : read(join(folder, name))));
  }
  const holds = listed(entries.map(({ name }) => name));
  const expected = expectedFiles();
  const message = entries.length === 0 ? t.empty({ folder, expected }) : t.nothing({ folder, holds, expected });
  throw new AppError('invalid-input', message);
}

const t = texts('sources', {
  empty: ({ folder, expected }: { folder: string; expected: string }) =>
    `Nothing in ${folder} can be imported; it is empty. Expected are ${expected}.`,
  nothing: ({ folder, holds, expected }: { folder: string; holds: string; expected: string }) =>
    `Nothing in ${folder} can be imported; it holds ${holds}. Expected are ${expected}.`,
  several: ({ folder, count, what, names }: { folder: string; count: number; what: string; names: string }) =>
    `${folder} holds ${count} ${what}: ${names}. Name one of them.`,
});

/** The paths of all files below a folder. */
function namesBelow(folder: string, prefix: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) =>
      entry.isDirectory()
        ? namesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
        : [`${prefix}${entry.name}`],
    );
}

/** A file that is read when it is needed: there may be very many. */
const later = (folder: string, name: string): SourceFile => ({
  name,
  get bytes() {
    return read(join(folder, name)).bytes;
  },
});

function read(file: string): SourceFile {
  const { size } = fs.statSync(file);
  if (size > MAX_BYTES)
    throw new AppError(
      'too-large',
      `${file} has ${formatCount(size)} bytes; at most ${formatCount(MAX_BYTES)} can be imported. Take a part of it.`,
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
