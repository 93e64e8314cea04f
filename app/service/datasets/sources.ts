/** Source files on this machine, for the command line: files, or a folder in which the usual names are looked for. */
import * as fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { grouped, listed } from '../../../engine/data/data-error.ts';
import { hasImageName } from '../../../engine/data/images/decode.ts';
import { hasCifarName, isCifarMeta } from '../../../engine/data/readers/cifar10.ts';
import { hasIdxName, idxPrefix } from '../../../engine/data/readers/idx-dataset.ts';
import { hasUsualName } from '../../../engine/data/readers/numpy-roles.ts';
import { hasTableName } from '../../../engine/data/readers/read.ts';
import { MAX_BYTES } from '../../../engine/data/readers/source.ts';
import { nearest } from '../../../engine/spec/parse.ts';
import { AppError } from '../../errors.ts';
import type { SourceFile } from '../types.ts';
import { systemCode } from './errors.ts';

/**
 * Finds what lies at some paths. Several are taken as they are. A single file with one of the usual names of IDX, CIFAR-10
 * or NumPy brings along those that belong to it; in a folder, files of the first format are taken that is found in it, in
 * this order: IDX, CIFAR-10, NumPy, images (with its sub-folders and tables), its one table. Throws AppError `not-found`,
 * `invalid-input`, `too-large` or `unavailable`.
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
  const prefix = idxPrefix(own);
  const belongs = (name: string): boolean =>
    prefix !== null
      ? idxPrefix(name) === prefix
      : hasCifarName(own)
        ? isCifarMeta(name)
        : /\.npy$/i.test(own) && hasUsualName(plainNpy(own)) && /\.npy$/i.test(name) && hasUsualName(plainNpy(name));
  const names = fs.readdirSync(dirname(file)).filter(belongs);
  return withoutTwins([own, ...names]).map((name) => join(dirname(file), name));
}

const plainNpy = (name: string): string => name.replace(/\.npy$/i, '');

function choose(folder: string): SourceFile[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const take = (chosen: string[]): SourceFile[] => chosen.map((name) => read(join(folder, name)));
  const idx = withoutTwins(names.filter(hasIdxName));
  if (idx.length > 0) return take(idx);
  if (names.some(hasCifarName)) return take(names.filter((name) => hasCifarName(name) || isCifarMeta(name)));
  const archives = names.filter((name) => /\.npz$/i.test(name));
  const arrays = names.filter((name) => /\.npy$/i.test(name));
  if (archives.length > 1) throw several(folder, 'NPZ archives', archives);
  if (archives.length + arrays.length > 0) return take(archives.length > 0 ? archives : arrays);
  const images = imagesBelow(folder, '');
  if (images.some(({ name }) => hasImageName(name))) return images;
  const tables = names.filter(hasTableName);
  if (tables.length === 1) return take(tables);
  if (tables.length > 1) throw several(folder, 'tables', tables);
  const found = entries.length === 0 ? 'is empty' : `holds ${listed(entries.map(({ name }) => name))}`;
  throw new AppError(
    'invalid-input',
    `Nothing in ${folder} can be imported; it ${found}. Expected are IDX files with their usual names ` +
      '(train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, or t10k-...), NumPy files (.npz, or x.npy and y.npy), ' +
      'data_batch_1.bin and so on (CIFAR-10), a sub-folder of images (.png, .jpg, .pgm) for each class, or one table (.csv, .tsv).',
  );
}

const several = (folder: string, what: string, names: string[]): AppError =>
  new AppError('invalid-input', `${folder} holds ${names.length} ${what}: ${listed(names)}. Name one of them.`);

/** All files below a folder, named by their path in it, read when they are needed: there may be very many. */
function imagesBelow(folder: string, prefix: string): SourceFile[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return imagesBelow(path, `${prefix}${entry.name}/`);
      const name = `${prefix}${entry.name}`;
      return [
        {
          name,
          get bytes() {
            return read(path).bytes;
          },
        },
      ];
    });
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
