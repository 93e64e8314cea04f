/** The one way in for source files: recognizes their format, previews them, and makes datasets of them. */
import { DataError, listed } from '../data-error.ts';
import type { Dataset } from '../dataset.ts';
import { withHash } from '../hash.ts';
import { hasImageName, looksLikeImage } from '../images/decode.ts';
import { hasCifarName, isCifarMeta, readCifar10 } from './cifar10.ts';
import type { Follow } from './follow.ts';
import { looksLikeIdx } from './idx.ts';
import { hasIdxName, readIdxDataset } from './idx-dataset.ts';
import { readImageFolder } from './image-folder.ts';
import { looksLikeNpy } from './npy.ts';
import { hasNumpyName, readNumpyDataset } from './numpy-dataset.ts';
import type { ReadOptions, ReadSource, SourceFile, SourceFormat, SourcePreview } from './source.ts';
import { readTable } from './table-dataset.ts';
import { looksLikeZip } from './zip.ts';

/** `iris.csv`, `iris.tsv.gz`, ... */
export const hasTableName = (name: string): boolean => /\.(csv|tsv|tab|txt|data)(\.gz)?$/i.test(name);

/** What the files would become. Rejects with DataError where they cannot be read at all. */
export async function previewSource(
  files: readonly SourceFile[],
  options: ReadOptions = {},
  follow: Follow = {},
): Promise<SourcePreview> {
  return (await readSource(files, options, follow)).preview;
}

/** The dataset that the files hold. Rejects with DataError where they cannot be read, or where the preview has problems. */
export async function importSource(
  name: string,
  files: readonly SourceFile[],
  options: ReadOptions = {},
  follow: Follow = {},
): Promise<Dataset> {
  const { preview, build } = await readSource(files, options, follow);
  if (preview.problems.length > 0) throw new DataError(preview.problems.join('\n'));
  return withHash(await build(name));
}

async function readSource(files: readonly SourceFile[], options: ReadOptions, follow: Follow): Promise<ReadSource> {
  if (files.length === 0)
    throw new DataError('No file was given. Choose a table, a folder of images, or files in one of the other formats.');
  const format = options.format ?? recognize(files);
  switch (format) {
    case 'idx':
      return readIdxDataset(files);
    case 'numpy':
      return readNumpyDataset(files, options);
    case 'images':
      return readImageFolder(files, options, follow);
    case 'cifar10':
      return readCifar10(files);
    case 'csv': {
      if (files.length > 1)
        throw new DataError(
          `A dataset is made of one table, but there are ${files.length}: ${listed(names(files))}. Choose one.`,
        );
      return readTable(files[0]!, options);
    }
    default:
      return format satisfies never;
  }
}

const names = (files: readonly SourceFile[]): string[] => files.map(({ name }) => name);

/** By the usual names first, so that a damaged IDX file is called damaged and not a strange table; then by contents. */
function recognize(files: readonly SourceFile[]): SourceFormat {
  if (files.some(({ name }) => hasIdxName(name))) return 'idx';
  if (files.some(({ name }) => hasCifarName(name) || isCifarMeta(name))) return 'cifar10';
  if (files.every(({ name }) => hasNumpyName(name))) return 'numpy';
  if (files.some(({ name }) => hasImageName(name))) return 'images';
  if (files.every(({ name }) => hasTableName(name))) return 'csv';
  if (files.some(looksLikeIdx)) return 'idx';
  if (files.every(({ bytes }) => looksLikeNpy(bytes) || looksLikeZip(bytes))) return 'numpy';
  return files.some(({ bytes }) => looksLikeImage(bytes)) ? 'images' : 'csv';
}
