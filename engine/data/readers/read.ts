/** The one way in for source files: recognizes their format, previews them, and makes datasets of them. */
import { DataError, listed } from '../data-error.ts';
import type { Dataset } from '../dataset.ts';
import { withHash } from '../hash.ts';
import { looksLikeIdx } from './idx.ts';
import { hasIdxName, readIdxDataset } from './idx-dataset.ts';
import type { ReadOptions, ReadSource, SourceFile, SourcePreview } from './source.ts';
import { readTable } from './table-dataset.ts';

/** `iris.csv`, `iris.tsv.gz`, ... */
export const hasTableName = (name: string): boolean => /\.(csv|tsv|tab|txt|data)(\.gz)?$/i.test(name);

/** What the files would become. Throws DataError where they cannot be read at all. */
export const previewSource = (files: readonly SourceFile[], options: ReadOptions = {}): SourcePreview =>
  readSource(files, options).preview;

/** The dataset that the files hold. Throws DataError where they cannot be read, or where the preview has problems. */
export function importSource(name: string, files: readonly SourceFile[], options: ReadOptions = {}): Dataset {
  const { preview, build } = readSource(files, options);
  if (preview.problems.length > 0) throw new DataError(preview.problems.join('\n'));
  return withHash(build(name));
}

function readSource(files: readonly SourceFile[], options: ReadOptions): ReadSource {
  if (files.length === 0)
    throw new DataError('No file was given. Choose a table, or IDX files with images and labels.');
  const format = options.format ?? recognize(files);
  switch (format) {
    case 'idx':
      return readIdxDataset(files);
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
function recognize(files: readonly SourceFile[]): 'idx' | 'csv' {
  if (files.some(({ name }) => hasIdxName(name))) return 'idx';
  if (files.every(({ name }) => hasTableName(name))) return 'csv';
  return files.some(looksLikeIdx) ? 'idx' : 'csv';
}
