/** The one way in for source files: recognizes their format, previews them, and makes datasets of them. */
import { DataError } from '../data-error.ts';
import type { Dataset } from '../dataset.ts';
import { withHash } from '../hash.ts';
import type { Follow } from './follow.ts';
import { FORMATS, type ReadOptions, type SourceFormat } from './formats.ts';
import { READERS } from './readers.ts';
import type { ReadSource, SourceFile, SourcePreview } from './source.ts';

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
  return READERS[options.format ?? recognize(files)].read(files, options, follow);
}

/** By the usual names first, then by contents, each in the order of the formats; the last one takes what is left. */
function recognize(files: readonly SourceFile[]): SourceFormat {
  const names = files.map(({ name }) => name);
  const found =
    FORMATS.find(({ isNamed }) => isNamed(names)) ?? FORMATS.find(({ format }) => READERS[format].looksLike(files));
  return (found ?? FORMATS.at(-1)!).format;
}
