/** What the readers take and give: source files, and the preview of what they would become. Options: formats.ts. */
import type { DatasetInfo, UnhashedDataset } from '../dataset.ts';
import type { Follow } from './follow.ts';
import type { ReadOptions, SourceFormat } from './formats.ts';
import type { SamplePictures } from './sample-pictures.ts';

/** One file to read; the name helps to recognize what it is. */
export interface SourceFile {
  /** Name of the file; below a folder, its path in that folder with `/` between the names. */
  name: string;
  /** The contents. Files on this machine may read them anew each time they are asked for. */
  readonly bytes: Uint8Array;
}

/** One column of a table. */
export interface ColumnPreview {
  name: string;
  role: 'feature' | 'label';
  type: 'number' | 'text';
  missing: number;
  /** Different values, counted up to {@link MAX_DISTINCT}. */
  distinct: number;
  constant: boolean;
  examples: string[];
}

/** One array of a NumPy file. */
export interface ArrayPreview {
  name: string;
  /** Type of its elements, in words: "unsigned bytes". */
  type: string;
  shape: number[];
  role: 'features' | 'labels' | 'class names' | 'unused';
}

/** How stored values become the numbers of the dataset. */
export interface ValuesPreview {
  /** What is stored, in words: "unsigned bytes". */
  stored: string;
  /** Each stored value is divided by this; 1 means that it is taken as it is. */
  divisor: number;
  /** Smallest and largest number of the dataset; null where only an import finds out. */
  range: [low: number, high: number] | null;
}

/** What some files would become, and everything that speaks against it. */
export interface SourcePreview {
  format: SourceFormat;
  info: Omit<DatasetInfo, 'hash'>;
  classCounts: number[];
  columns: ColumnPreview[];
  arrays: ArrayPreview[];
  /** Null for tables, whose columns say it. */
  values: ValuesPreview | null;
  /** A few samples to look at, where they are images. */
  pictures: SamplePictures | null;
  warnings: string[];
  /** Reasons why it cannot be imported as it is; empty means that it can. */
  problems: string[];
  /** The options with everything that was found out filled in. */
  options: ReadOptions & { format: SourceFormat };
}

/** A preview, and the way to the dataset itself; `build` is to be called only where `problems` is empty. */
export interface ReadSource {
  preview: SourcePreview;
  build(name: string): UnhashedDataset | Promise<UnhashedDataset>;
}

/** What reads the files of a format. */
export interface Reader {
  /** Whether files that have no usual names look like it. */
  looksLike(files: readonly SourceFile[]): boolean;
  /** Throws or rejects with DataError where they cannot be read at all. */
  read(files: readonly SourceFile[], options: ReadOptions, follow: Follow): ReadSource | Promise<ReadSource>;
}

export const MAX_DISTINCT = 1000;
/** Largest size of one file once unpacked: what still fits into memory several times over. */
export const MAX_BYTES = 2 ** 30;
