/** Which class each image of a folder has: by the sub-folder it is in, or by a table of file names and labels. */
import { nearest } from '../../../spec/parse.ts';
import { DataError } from '../../data-error.ts';
import { formatCount, listed } from '../../../words/numbers.ts';
import { eachLine } from '../csv/lines.ts';
import { findFormat, textOf } from '../csv/writing.ts';
import type { ReadOptions } from '../formats.ts';
import { leafOf } from '../names.ts';
import type { SourceFile } from '../source.ts';
import { hasImageName } from './format.ts';

/** Images in the order in which they are taken, and the class of each. */
export interface LabelledImages {
  images: SourceFile[];
  labels: string[];
  warnings: string[];
}

const PARTS = [/^train(ing)?$/i, /^(val(id|idation)?|dev)$/i, /^test(ing)?$/i];
const isTable = (name: string): boolean => /\.(csv|tsv)(\.gz)?$/i.test(name);
const inOrder = (a: SourceFile, b: SourceFile): number => (a.name < b.name ? -1 : 1);

/** Throws DataError where classes cannot be found out, with what is expected. */
export function labelImages(files: readonly SourceFile[], options: ReadOptions): LabelledImages {
  const images = files.filter(({ name }) => hasImageName(name)).sort(inOrder);
  const tables = files.filter(({ name }) => isTable(name));
  const ignored = files.filter((file) => !hasImageName(file.name) && !tables.includes(file));
  const warnings =
    ignored.length === 0 ? [] : [`Left out, since they are no images: ${listed(ignored.map(({ name }) => name))}.`];
  if (images.length === 0)
    throw new DataError('There are no images: no file is named .png, .jpg, .jpeg, .pgm or .ppm.');
  if (tables.length === 1 && images.some(({ name }) => !name.includes('/')))
    return byTable(images, tables[0]!, options, warnings);

  const folders = new Set(images.map(({ name }) => name.split('/')[0]!));
  const loose = images.filter(({ name }) => !name.includes('/'));
  if (loose.length > 0)
    throw new DataError(
      `${formatCount(loose.length)} of ${formatCount(images.length)} images are in no sub-folder, such as ${loose[0]!.name}, so their class is not ` +
        'known. Put the images of each class into a sub-folder of its name, or add one table (.csv) of file names and labels.',
    );
  const parts = PARTS.flatMap((pattern) => [...folders].filter((folder) => pattern.test(folder)));
  const split =
    parts.length > 0 && parts.length === folders.size && images.every(({ name }) => name.split('/').length > 2);
  const ordered = split ? parts.flatMap((part) => images.filter(({ name }) => name.startsWith(`${part}/`))) : images;
  if (split && parts.length > 1)
    warnings.push(`The folders ${listed(parts)} are joined into one dataset of ${formatCount(images.length)} samples.`);
  return { images: ordered, labels: ordered.map(({ name }) => name.split('/')[split ? 1 : 0]!), warnings };
}

function byTable(images: SourceFile[], table: SourceFile, options: ReadOptions, warnings: string[]): LabelledImages {
  const bytes = textOf(table);
  const { delimiter, columns } = findFormat(table.name, bytes, options);
  const rows: string[][] = [];
  eachLine(bytes, delimiter, (cells) => rows.push(cells) > 0);
  const byName = new Map<string, SourceFile>();
  for (const image of images)
    for (const name of [image.name, leafOf(image.name), leafOf(image.name).replace(/\.\w+$/, '')])
      byName.set(name, image);
  const find = (cell: string | undefined): SourceFile | undefined =>
    cell === undefined ? undefined : (byName.get(cell) ?? byName.get(leafOf(cell)));

  const sought = rows.slice(0, 50);
  const hits = columns.map((_, c) => sought.filter((cells) => find(cells[c]) !== undefined).length);
  const fileColumn = hits.indexOf(Math.max(...hits));
  if (hits[fileColumn] === 0)
    throw new DataError(
      `No column of ${table.name} names the images, such as ${images[0]!.name}. Add one with file names.`,
    );
  const header = find(rows[0]![fileColumn]) === undefined;
  const titles = header ? rows[0]! : columns;
  const labelColumn = findLabel(options.label, titles, fileColumn);

  const chosen: LabelledImages = { images: [], labels: [], warnings };
  const missing: string[] = [];
  rows.forEach((cells, i) => {
    if (header && i === 0) return;
    const image = find(cells[fileColumn]);
    if (image === undefined) return void missing.push(cells[fileColumn]!);
    if ((cells[labelColumn] ?? '') === '')
      throw new DataError(`${table.name} has no label for ${image.name} (row ${i + 1}). Fill it, or remove the row.`);
    chosen.images.push(image);
    chosen.labels.push(cells[labelColumn]!);
  });
  if (missing.length > 0)
    throw new DataError(
      `${table.name} names images that are not there: ${listed(missing)}. Add them, or remove these rows.`,
    );
  const unlabelled = images.length - new Set(chosen.images).size;
  if (unlabelled > 0)
    warnings.push(`${formatCount(unlabelled)} images are left out, since ${table.name} has no row for them.`);
  return chosen;
}

function findLabel(wanted: string | number | undefined, titles: readonly string[], fileColumn: number): number {
  if (wanted === undefined) return titles.findLastIndex((_, c) => c !== fileColumn);
  const named = titles.indexOf(String(wanted));
  if (named >= 0) return named;
  const position = Number(wanted);
  if (Number.isInteger(position) && position >= 0 && position < titles.length) return position;
  const near = nearest(String(wanted), [...titles]);
  throw new DataError(
    `label is ${wanted}, but no column has that name. ${near === null ? `The columns are ${titles.join(', ')}.` : `Did you mean ${near}?`}`,
  );
}
