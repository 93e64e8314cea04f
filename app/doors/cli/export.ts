/** `normscope export`: runs as a file for another program, or as a report for a person. */
import { createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { messages, texts } from '../../../engine/words/words.ts';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { modelFormat, MODEL_OPTIONS, type ModelOptions } from '../../../engine/export/formats.ts';
import { nearest } from '../../../engine/spec/parse.ts';
import { AppError } from '../../errors.ts';
import { EXPORT_FORMATS, MODEL_FORMATS, type ExportFormat, type ModelFormat } from '../../contract/exports.ts';
import type { StudyRow } from '../../contract/studies.ts';
import type { Workbench } from '../../service/types.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { shared } from './words.ts';

const t = texts('cli.export', {
  description:
    'write runs as JSON, CSV, or a report in HTML; one run as a PyTorch script, its weights or an ONNX model',
  output: 'file or folder to write to; standard output where not given',
  written: ({ path }: { path: string }) => `Written: ${path}`,
});

const WRONG = messages('cli.export', {
  'other-format': ({ option, formats }: { option: string; formats: readonly string[] }) =>
    `--${option} goes with --format ${formats.join(' or ')}; leave it out.`,
  'study-format': ({ study }: { study: string }) => `${study} is a study: export it with --format html.`,
  'no-terminal': ({ file }: { file: string }) => `Give a file with -o, e.g. -o ${file}, or send the output on.`,
  'one-run': ({ format, given }: { format: string; given: number }) =>
    `--format ${format} takes one run; ${given} were given.`,
  'no-folder': 'Give a folder with -o, e.g. -o experiment.',
  'no-file': ({ extension }: { extension: string }) => `Give a file with -o, e.g. -o model.${extension}.`,
  format: ({ given, allowed, near }: { given: string; allowed: readonly string[]; near: string | null }) =>
    `--format is ${JSON.stringify(given)}; allowed: ${allowed.join(', ')}.` +
    (near === null ? '' : ` Did you mean ${near}?`),
  'folder-not-made': ({ folder, why }: { folder: string; why: string }) =>
    `The folder ${folder} cannot be made: ${why}`,
  'not-written': ({ file, why }: { file: string; why: string }) => `${file} cannot be written: ${why}`,
});

const ALL_FORMATS: readonly string[] = [...EXPORT_FORMATS, ...MODEL_FORMATS];

interface ExportOptions {
  format: string;
  output?: string;
  db?: string;
}
type Given = ExportOptions & ModelOptions;

/** Adds the command. */
export function addExport(program: Command, session: Session): void {
  const command = program
    .command('export')
    .description(t.description)
    .argument('<run...>', shared.runs)
    .requiredOption('--format <format>', ALL_FORMATS.join(', '))
    .option('-o, --output <file>', t.output)
    .option('--db <file>', shared.database);
  for (const { name, option, formats } of MODEL_OPTIONS)
    command.option(`--${name}`, `${formats.join(', ')}: ${option.words.command}`);
  command.action(async (refs: string[], options: Given) => {
    for (const { name, formats } of MODEL_OPTIONS)
      if (options[name] === true && !formats.some((format) => format === options.format))
        throw new AppError('invalid-input', WRONG['other-format']({ option: name, formats: [...formats] }));
    const model = MODEL_FORMATS.find((one) => one === options.format);
    if (model !== undefined) return exportModel(session, refs, model, options);
    const format = readFormat(options.format);
    await withWorkbench(session, { ...options, look: true }, async ({ reports, studies }) => {
      const study = refs.length === 1 ? findStudy(studies, refs[0]!) : undefined;
      if (study !== undefined && format !== 'html')
        throw new AppError('invalid-input', WRONG['study-format']({ study: study.name }));
      const file = study === undefined ? reports.export(refs, format) : await studies.report(study.id);
      if (options.output !== undefined && options.output !== '-') {
        const path = await writeFile(file, options.output);
        session.output.say(t.written({ path }));
        return;
      }
      if (process.stdout.isTTY) throw new AppError('invalid-input', WRONG['no-terminal']({ file: file.fileName }));
      // Other commands may still write to it: it is not ours to end.
      await pipeline(Readable.from(file.content), process.stdout, { end: false });
    });
  });
}

/** The study of that name or id, if there is one; it goes before a run of the same name. */
export function findStudy(studies: Workbench['studies'], ref: string): StudyRow | undefined {
  try {
    return studies.get(ref);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** A run as a folder with a PyTorch script, or its network as a file. */
async function exportModel(
  session: Session,
  refs: readonly string[],
  format: ModelFormat,
  { output, ...options }: Given,
): Promise<void> {
  const [ref, ...others] = refs;
  if (ref === undefined || others.length > 0)
    throw new AppError('invalid-input', WRONG['one-run']({ format, given: refs.length }));
  const { kind, extension } = modelFormat(format);
  if (output === undefined || output === '-')
    throw new AppError('invalid-input', kind === 'folder' ? WRONG['no-folder']() : WRONG['no-file']({ extension }));
  await withWorkbench(session, { ...options, look: true }, async ({ runs }) => {
    const chosen = Object.fromEntries(MODEL_OPTIONS.map(({ name }) => [name, options[name] === true]));
    const model = await runs.exportModel(runs.resolve(ref).id, format, chosen);
    const target = resolve(output);
    if (model.kind === 'file') {
      const path = await writeFile({ fileName: model.name, content: model.pieces }, target);
      session.output.say(t.written({ path }));
      return;
    }
    makeFolder(target);
    for (const { name, pieces } of model.files)
      session.output.say(t.written({ path: await writeFile({ fileName: name, content: pieces }, join(target, name)) }));
  });
}

function readFormat(text: string): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one === text);
  if (format !== undefined) return format;
  const near = nearest(text, ALL_FORMATS);
  throw new AppError('invalid-input', WRONG.format({ given: text, allowed: ALL_FORMATS, near }));
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    const why = (cause as Error).message;
    throw new AppError('invalid-input', WRONG['folder-not-made']({ folder: path, why }), { cause });
  }
}

/** Writes beside the target and renames, so that there is never half a file. Returns the path. */
async function writeFile(
  file: { fileName: string; content: AsyncIterable<string> | Iterable<string | Uint8Array> },
  wanted: string,
): Promise<string> {
  const full = resolve(wanted);
  const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const path = isFolder ? join(full, file.fileName) : full;
  const temporary = `${path}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(file.content), createWriteStream(temporary));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (typeof (error as NodeJS.ErrnoException).code !== 'string' || error instanceof AppError) throw error;
    const why = (error as Error).message;
    throw new AppError('invalid-input', WRONG['not-written']({ file: basename(path), why }), { cause: error });
  }
  return path;
}
