/** What can be taken away: files made from runs, and their networks for other programs. */
import type { ExportedPart } from '../../engine/export/pytorch/experiment.ts';

/** Formats of files made from runs: a report, or their data. */
export const EXPORT_FORMATS = ['json', 'csv', 'probes-csv', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file to take away. */
export interface ExportedFile {
  fileName: string;
  contentType: string;
  /** Pieces, so that large exports stream. */
  content: AsyncIterable<string> | Iterable<string>;
}

export { MODEL_FORMATS, modelFormat, type ModelFormat, type ModelOptions } from '../../engine/export/formats.ts';

/** What such a format makes of a run. `name` is that of the file, or a good one for the folder. */
export type ModelExport =
  | { kind: 'file'; name: string; contentType: string; pieces: Uint8Array[] }
  | { kind: 'folder'; name: string; files: ExportedPart[] };
