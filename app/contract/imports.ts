/** How files become a dataset: options, preview and progress of an import. What the readers say: engine/data/readers. */
import { z } from 'zod';
import { FORMAT_NAMES, IMPORT_OPTIONS, type ReadOptions } from '../../engine/data/readers/formats.ts';
import type { ImportOption } from '../../engine/data/readers/options.ts';
import type { SourcePreview } from '../../engine/data/readers/source.ts';
import { UnhashedInfo } from './datasets.ts';

export { expectedFiles, optionsOf, suggestedName } from '../../engine/data/readers/formats.ts';
export type { ImportOption } from '../../engine/data/readers/options.ts';
export type { Follow } from '../../engine/data/readers/follow.ts';
export type { SourceFile } from '../../engine/data/readers/source.ts';

/** What an option that a format declares may be set to. */
function optionSchema(option: ImportOption): z.ZodType {
  switch (option.kind) {
    case 'choice':
      return z.enum(option.choices);
    case 'flag':
      return z.boolean();
    case 'column':
      return z.union([z.string(), z.int().min(0)]);
    case 'array':
      return z.string();
    case 'size':
      return z.tuple([z.int().min(1), z.int().min(1)]);
    default:
      return option satisfies never;
  }
}

/** Of an option that several formats take, a column allows the most: its name is that of an array, too. */
const options = Object.fromEntries(
  IMPORT_OPTIONS.map(({ name, takers }) => {
    const { option } = takers.find((taker) => taker.option.kind === 'column') ?? takers[0]!;
    return [name, z.exactOptional(optionSchema(option))];
  }),
) as { [N in keyof Omit<ReadOptions, 'format'>]-?: z.ZodExactOptional<z.ZodType<Required<ReadOptions>[N]>> };
const FileFormat = z.enum(FORMAT_NAMES);

/** How files are to be read. */
export const ImportOptions = z.strictObject({
  format: FileFormat.exactOptional(),
  ...options,
}) satisfies z.ZodType<ReadOptions>;
export interface ImportOptions extends z.output<typeof ImportOptions> {}

/** What files would become. */
export const ImportPreview = z
  .object({
    format: FileFormat,
    info: UnhashedInfo,
    classCounts: z.array(z.number()),
    columns: z.array(
      z.object({
        name: z.string(),
        role: z.enum(['feature', 'label']),
        type: z.enum(['number', 'text']),
        missing: z.number(),
        distinct: z.number(),
        constant: z.boolean(),
        examples: z.array(z.string()),
      }),
    ),
    arrays: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        shape: z.array(z.number()),
        role: z.enum(['features', 'labels', 'class names', 'unused']),
      }),
    ),
    values: z
      .object({ stored: z.string(), divisor: z.number(), range: z.tuple([z.number(), z.number()]).nullable() })
      .nullable(),
    pictures: z.object({ shape: z.array(z.number()), labels: z.array(z.number()), pixels: z.string() }).nullable(),
    warnings: z.array(z.string()),
    problems: z.array(z.string()),
    options: z.object({ format: FileFormat, ...options }),
  })
  .meta({ id: 'ImportPreview' }) satisfies z.ZodType<SourcePreview>;
export interface ImportPreview extends z.output<typeof ImportPreview> {}

/** Files that were joined into one for their upload. */
export const UploadContents = z.array(z.object({ name: z.string().min(1), size: z.int().min(0) }));
export type UploadContents = z.output<typeof UploadContents>;

/** How far the reading of files is, in files. */
export const ImportProgress = z.object({ done: z.number(), total: z.number() }).meta({ id: 'ImportProgress' });
export interface ImportProgress extends z.output<typeof ImportProgress> {}
