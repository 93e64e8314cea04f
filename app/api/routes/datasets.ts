/** Routes about datasets: look at them, preview an import, import, remove. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { DatasetList, DatasetRow, HistogramPair, HistogramRequest } from '../../contract/datasets.ts';
import {
  ImportOptions,
  ImportPreview,
  ImportProgress,
  UploadContents,
  type Follow,
  type SourceFile,
} from '../../contract/imports.ts';
import type { Workbench } from '../../service/types.ts';
import { answers, answersBinary, binary, body, json, refusals } from '../answer.ts';
import { REQUEST } from '../words.ts';

const Name = z.object({ name: z.string().min(1) });

const list = createRoute({
  method: 'get',
  path: '/datasets',
  summary: 'Built-in and imported datasets',
  responses: { 200: answers(DatasetList, 'The datasets') },
});

const get = createRoute({
  method: 'get',
  path: '/datasets/{name}',
  summary: 'One dataset; a built-in one is generated when it has to be',
  request: { params: Name },
  responses: { 200: answers(DatasetRow, 'The dataset'), ...refusals('not-found') },
});

const sample = createRoute({
  method: 'get',
  path: '/datasets/{name}/sample',
  summary: 'Some samples, spread over the classes',
  request: { params: Name, query: z.object({ count: z.coerce.number().int().min(1).max(10_000).default(100) }) },
  responses: {
    200: {
      ...answersBinary('Little-endian float32: features of all samples, then the label or target of each'),
      headers: z.object({ 'x-samples': z.string(), 'x-features': z.string(), 'x-task': z.string() }),
    },
    ...refusals('not-found', 'invalid-input'),
  },
});

const histogram = createRoute({
  method: 'post',
  path: '/datasets/{name}/histogram',
  summary: 'Histogram of the training inputs before and after a scaling',
  request: { params: Name, body: body(HistogramRequest) },
  responses: { 200: answers(HistogramPair, 'Both histograms'), ...refusals('not-found', 'invalid-input') },
});

const file = { type: 'string', format: 'binary' };
const options = z.string().meta({ description: 'Import options as JSON.' }).exactOptional();
const files = z.unknown().optional().meta({ type: 'array', items: file, description: 'One or more files.' });
const job = z
  .string()
  .max(64)
  .meta({ description: 'A name for this work, under which its progress can be asked for and it can be stopped.' })
  .exactOptional();
const contents = z
  .string()
  .meta({
    description: 'Where one file holds many: JSON list of their names and sizes in bytes, in the order of their bytes.',
  })
  .exactOptional();
const form = <T>(schema: T) => ({ required: true, content: { 'multipart/form-data': { schema } } });

const preview = createRoute({
  method: 'post',
  path: '/datasets/preview',
  summary: 'What some files would become as a dataset; keeps nothing',
  request: { body: form(z.object({ files, options, contents, job })) },
  responses: {
    200: answers(ImportPreview, 'The preview'),
    ...refusals('invalid-input', 'conflict', 'too-large'),
  },
});

const add = createRoute({
  method: 'post',
  path: '/datasets',
  summary: 'Import files as a dataset',
  request: { body: form(z.object({ files, options, contents, job, name: z.string().trim().min(1) })) },
  responses: {
    201: answers(DatasetRow, 'The new dataset'),
    ...refusals('invalid-input', 'conflict', 'too-large'),
  },
});

const Job = z.object({ job: z.string().min(1).max(64) });

const progress = createRoute({
  method: 'get',
  path: '/imports/{job}',
  summary: 'How far a preview or an import is',
  request: { params: Job },
  responses: { 200: answers(ImportProgress, 'Files done and in all; 0 of 0 where no such work is going on') },
});

const stop = createRoute({
  method: 'delete',
  path: '/imports/{job}',
  summary: 'Stop a preview or an import; nothing of it is kept',
  request: { params: Job },
  responses: { 204: { description: 'It stops, or was not at work' } },
});

const remove = createRoute({
  method: 'delete',
  path: '/datasets/{name}',
  summary: 'Remove an imported dataset',
  request: { params: Name },
  responses: { 204: { description: 'It is gone' }, ...refusals('not-found', 'conflict') },
});

interface RunningJob {
  done: number;
  total: number;
  stop: AbortController;
}

/** Previews and imports that are at work, by the names that their requests gave them. */
function createJobs() {
  const running = new Map<string, RunningJob>();
  return {
    progress(name: string): ImportProgress {
      const { done, total } = running.get(name) ?? { done: 0, total: 0 };
      return { done, total };
    },
    stop: (name: string): void => running.get(name)?.stop.abort(),
    async follow<T>(name: FormDataEntryValue | null, work: (follow: Follow) => Promise<T>): Promise<T> {
      if (typeof name !== 'string' || name === '') return work({});
      const entry: RunningJob = { done: 0, total: 0, stop: new AbortController() };
      running.set(name, entry);
      try {
        return await work({
          signal: entry.stop.signal,
          onProgress: (done, total) => Object.assign(entry, { done, total }),
        });
      } finally {
        if (running.get(name) === entry) running.delete(name);
      }
    },
  };
}

/** Reads the parts of an upload. Throws invalid-input for options that are none. */
async function readUpload(request: { formData(): Promise<FormData> }) {
  const parts = await request.formData();
  const sources: SourceFile[] = [];
  for (const part of parts.getAll('files')) {
    if (typeof part === 'string') continue;
    sources.push({ name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) });
  }
  if (sources.length === 0) throw new AppError('invalid-input', REQUEST['no-file']());
  const packed = parts.get('contents');
  if (typeof packed === 'string') sources.splice(0, Infinity, ...unpackSources(sources[0]!, packed));
  return { sources, options: readOptions(parts.get('options')), job: parts.get('job') };
}

/** Cuts one upload into the files that it holds: tens of thousands of parts would take minutes to read. */
function unpackSources({ bytes }: SourceFile, text: string): SourceFile[] {
  const list = UploadContents.safeParse(parseJson(text));
  const total = list.data?.reduce((sum, { size }) => sum + size, 0);
  if (list.data === undefined || total !== bytes.length)
    throw new AppError('invalid-input', REQUEST['other-contents']());
  let at = 0;
  return list.data.map(({ name, size }) => ({ name, bytes: bytes.subarray(at, (at += size)) }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readOptions(text: FormDataEntryValue | null): ImportOptions {
  let value: unknown;
  try {
    value = typeof text === 'string' && text !== '' ? JSON.parse(text) : {};
  } catch (cause) {
    throw new AppError('invalid-input', REQUEST['options-not-json'](), { cause });
  }
  const parsed = ImportOptions.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const { path: option, message: why } = issues[0]!;
  throw new AppError('invalid-input', REQUEST['import-option']({ option, why }), { issues });
}

/** Everything about datasets. */
export const datasetRoutes = ({ datasets }: Workbench, jobs = createJobs()) =>
  new OpenAPIHono()
    .openapi(list, () => json({ datasets: datasets.list() }, 200))
    .openapi(get, async (c) => json(await datasets.get(c.req.valid('param').name), 200))
    .openapi(sample, async (c) => {
      const { name } = c.req.valid('param');
      const { features, labels, targets } = await datasets.sample(name, c.req.valid('query').count);
      const classes = labels.length > 0;
      const answersOf = classes ? Float32Array.from(labels) : targets;
      return binary([features, answersOf], {
        'x-samples': String(answersOf.length),
        'x-features': String(answersOf.length === 0 ? 0 : features.length / answersOf.length),
        'x-task': classes ? 'classification' : 'regression',
      });
    })
    .openapi(histogram, async (c) =>
      json(await datasets.histogram(c.req.valid('param').name, c.req.valid('json'), c.req.raw.signal), 200),
    )
    .openapi(preview, async (c) => {
      const { sources, options: how, job: name } = await readUpload(c.req);
      return json(await jobs.follow(name, (follow) => datasets.preview(sources, how, follow)), 200);
    })
    .openapi(add, async (c) => {
      const { sources, options: how, job: work } = await readUpload(c.req);
      const { name } = c.req.valid('form');
      return json(await jobs.follow(work, (follow) => datasets.add(name, sources, how, follow)), 201);
    })
    .openapi(progress, (c) => json(jobs.progress(c.req.valid('param').job), 200))
    .openapi(stop, (c) => {
      jobs.stop(c.req.valid('param').job);
      return c.body(null, 204);
    })
    .openapi(remove, (c) => {
      datasets.remove(c.req.valid('param').name);
      return c.body(null, 204);
    });
