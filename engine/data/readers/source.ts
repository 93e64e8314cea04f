/** What the readers take and give: source files, import options, and the preview of what they would become. */
import type { DatasetInfo, UnhashedDataset } from '../dataset.ts';

/** One file to read; the name helps to recognize what it is. */
export interface SourceFile {
  name: string;
  bytes: Uint8Array;
}

export interface ReadOptions {
  format?: 'idx' | 'csv';
  /** Tables: whether the first line names the columns; found out where not given. */
  header?: boolean;
  delimiter?: ',' | '\t' | ';';
  /** Tables: label column by name or 0-based position; the last one where not given. */
  label?: string | number;
  task?: 'classification' | 'regression';
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

/** What some files would become, and everything that speaks against it. */
export interface SourcePreview {
  format: 'idx' | 'csv';
  info: Omit<DatasetInfo, 'hash'>;
  classCounts: number[];
  columns: ColumnPreview[];
  warnings: string[];
  /** Reasons why it cannot be imported as it is; empty means that it can. */
  problems: string[];
  /** The options with everything that was found out filled in. */
  options: ReadOptions & { format: 'idx' | 'csv' };
}

/** A preview, and the way to the dataset itself; `build` is to be called only where `problems` is empty. */
export interface ReadSource {
  preview: SourcePreview;
  build(name: string): UnhashedDataset;
}

export const MAX_DISTINCT = 1000;
/** Largest size of one file once unpacked: what still fits into memory several times over. */
export const MAX_BYTES = 2 ** 30;
