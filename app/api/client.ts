/**
 * The typed client of the HTTP API: one method a route, used by the page and by tests. It runs in a browser and knows
 * nothing of windows or servers; whoever creates it hands in a `fetch`.
 */
import type { z } from 'zod';
import { Changes } from '../contract/changes.ts';
import { Comparison } from '../contract/compare.ts';
import {
  DatasetList,
  DatasetRow,
  HistogramPair,
  type DatasetSample,
  type HistogramRequest,
} from '../contract/datasets.ts';
import { Diagnosis } from '../contract/diagnosis.ts';
import { ErrorBody, type ErrorCode, type FieldIssue } from '../contract/errors.ts';
import { Estimate, ProbeEstimate } from '../contract/estimates.ts';
import type { ExportFormat, ModelFormat, ModelOptions } from '../contract/exports.ts';
import { ImportPreview, ImportProgress, type ImportOptions, type UploadContents } from '../contract/imports.ts';
import type { NormField, NormMatrix } from '../contract/norms.ts';
import { toJson } from '../contract/numbers.ts';
import { ProbeRows, type ProbeArray, type ProbeInput, type ProbeRow } from '../contract/probes.ts';
import {
  Preset,
  RunDetail,
  RunList,
  RunRow,
  RunRows,
  type NewRuns,
  type RunChange,
  type RunQuery,
} from '../contract/runs.ts';
import type { SeriesPoints } from '../contract/series.ts';
import { Settings, type SettingsChange } from '../contract/settings.ts';
import { WorkbenchStatus } from '../contract/workbench-status.ts';
import type { RunSpecInput } from '../../engine/spec/schema.ts';
import { WordedError } from '../../engine/words/worded.ts';
import { asIs, messages, type Message } from '../../engine/words/words.ts';
import { float32From, float64From } from './bytes.ts';
import { followChanges } from './changes.ts';
import { studyClient } from './study-client.ts';

const CLIENT = messages('client', {
  'no-answer': 'Normscope does not answer. Check that it is still running, then try again.',
  answered: ({ status, statusText }: { status: number; statusText: string }) =>
    `${`Normscope answered ${status} ${statusText}`.trim()}.`,
});

/** A request that was refused or failed; what it says is written for people. */
export class ApiError extends WordedError {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly issues: FieldIssue[];
  constructor(code: ErrorCode, message: Message, issues: FieldIssue[] = []) {
    super(message);
    this.code = code;
    this.issues = issues;
  }
}

/** What the client needs of a fetch function. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** What may be said about an upload beside its files and options. */
export interface UploadWork {
  /** Under this name the work can be followed and stopped. */
  job?: string;
  signal?: AbortSignal;
  /** What each file is called: its path in a folder, where one was chosen. */
  paths?: readonly string[];
  /** Where the one file holds many: their names and sizes, in the order of their bytes. */
  contents?: Readonly<UploadContents>;
}
type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

/**
 * A client for the API below `base` ("" in the page: same origin). Every method throws {@link ApiError}; aborting a
 * `signal` throws the abort's own error.
 */
export function createClient(fetch: Fetch, base = '') {
  const url = (path: string, query: Query = {}): string => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      for (const item of Array.isArray(value) ? value : value === undefined ? [] : [value])
        search.append(name, String(item));
    return `${base}/api${path}${search.size > 0 ? `?${search}` : ''}`;
  };

  const send = async (target: string, init: RequestInit = {}): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(target, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError('unavailable', CLIENT['no-answer']());
    }
    if (!response.ok) throw await refusal(response);
    return response;
  };

  const read = async <T extends z.ZodType>(schema: T, target: string, init?: RequestInit): Promise<z.output<T>> =>
    schema.parse(await (await send(target, init)).json());
  const json = (method: string, body: unknown): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: toJson(body),
  });
  const upload = (files: readonly File[], options: ImportOptions, work: UploadWork, name?: string): RequestInit => {
    const body = new FormData();
    if (work.job !== undefined) body.set('job', work.job);
    if (work.contents !== undefined) body.set('contents', JSON.stringify(work.contents));
    if (name !== undefined) body.set('name', name);
    body.set('options', JSON.stringify(options));
    files.forEach((file, i) => body.append('files', file, work.paths?.[i] ?? file.name));
    return { method: 'POST', body, ...(work.signal ? { signal: work.signal } : {}) };
  };

  const run = (ref: string, rest = ''): string => `/runs/${encodeURIComponent(ref)}${rest}`;
  const dataset = (name: string, rest = ''): string => `/datasets/${encodeURIComponent(name)}${rest}`;
  const act = (ref: string, action: 'pause' | 'resume' | 'stop'): Promise<RunRow> =>
    read(RunRow, url(run(ref, `/${action}`)), json('POST', {}));
  const move = async (ids: readonly string[], where: 'trash' | 'restore'): Promise<RunRow[]> =>
    (await read(RunRows, url(`/runs/${where}`), json('POST', { ids }))).runs;

  return {
    status: (): Promise<WorkbenchStatus> => read(WorkbenchStatus, url('/status')),
    presets: (): Promise<Preset[]> => read(Preset.array(), url('/presets')),
    /** JSON Schema (draft 2020-12) of a run specification. */
    specSchema: async (): Promise<Record<string, unknown>> =>
      (await send(url('/spec/schema'))).json() as Promise<Record<string, unknown>>,

    runs: {
      /** `cursor` is the point from which `changes` continues this list. */
      list: (query: RunQuery = {}, signal?: AbortSignal): Promise<RunList> =>
        read(RunList, url('/runs', { ...query }), signal ? { signal } : {}),
      get: (ref: string): Promise<RunDetail> => read(RunDetail, url(run(ref))),
      /** What the stored numbers say went wrong. */
      diagnosis: (ref: string): Promise<Diagnosis> => read(Diagnosis, url(run(ref, '/diagnosis'))),
      create: async (input: NewRuns): Promise<RunRow[]> =>
        (await read(RunRows, url('/runs'), json('POST', input))).runs,
      estimate: (spec: RunSpecInput, signal?: AbortSignal): Promise<Estimate> =>
        read(Estimate, url('/runs/estimate'), { ...json('POST', { spec }), ...(signal ? { signal } : {}) }),
      pause: (ref: string): Promise<RunRow> => act(ref, 'pause'),
      resume: (ref: string): Promise<RunRow> => act(ref, 'resume'),
      stop: (ref: string): Promise<RunRow> => act(ref, 'stop'),
      /** A new run that begins at the latest checkpoint of this one. */
      fork: (ref: string, spec: RunSpecInput): Promise<RunRow> =>
        read(RunRow, url(run(ref, '/fork')), json('POST', { spec })),
      update: (ref: string, change: RunChange): Promise<RunDetail> =>
        read(RunDetail, url(run(ref)), json('PATCH', change)),
      trash: (ids: readonly string[]): Promise<RunRow[]> => move(ids, 'trash'),
      restore: (ids: readonly string[]): Promise<RunRow[]> => move(ids, 'restore'),
      /** Deletes runs in the trash for ever; returns how many. */
      purge: async (ids: readonly string[]): Promise<number> =>
        ((await (await send(url('/runs/purge'), json('POST', { ids }))).json()) as { removed: number }).removed,
      /** Points after step `after`; all of them without it. */
      series: async (ref: string, name: string, after?: number, signal?: AbortSignal): Promise<SeriesPoints> => {
        const response = await send(url(run(ref, '/series'), { name, after }), signal ? { signal } : {});
        const pairs = float64From(await response.arrayBuffer());
        const steps = new Float64Array(pairs.length / 2);
        const values = new Float64Array(pairs.length / 2);
        for (let i = 0; i < steps.length; i++) {
          steps[i] = pairs[2 * i]!;
          values[i] = pairs[2 * i + 1]!;
        }
        return { steps, values };
      },
      /** One field of one normalization layer after step `after`: records x channels. */
      norm: async (
        ref: string,
        layer: string,
        field: NormField,
        after?: number,
        signal?: AbortSignal,
      ): Promise<NormMatrix> => {
        const response = await send(url(run(ref, '/norm'), { layer, field, after }), signal ? { signal } : {});
        const channels = Number(response.headers.get('x-channels'));
        const rows = float64From(await response.arrayBuffer());
        const steps = new Float64Array(rows.length / (channels + 1));
        const values = new Float32Array(steps.length * channels);
        for (let i = 0; i < steps.length; i++) {
          const start = i * (channels + 1);
          steps[i] = rows[start]!;
          values.set(rows.subarray(start + 1, start + 1 + channels), i * channels);
        }
        return { layer, field, channels, steps, values };
      },
    },

    compare: (refs: readonly string[], options: { metric?: string; target?: number } = {}): Promise<Comparison> =>
      read(Comparison, url('/compare', { run: refs, ...options })),
    /** Address of a file to download: a report or the data of some runs. */
    exportUrl: (refs: readonly string[], format: ExportFormat): string => url('/export', { run: refs, format }),

    /** The run for another program, as a file to save; options are those that the format declares. */
    exportModel: async (
      ref: string,
      format: ModelFormat,
      { signal, ...options }: ModelOptions & { signal?: AbortSignal } = {},
    ): Promise<{ name: string; contents: Blob }> => {
      const chosen = Object.entries(options).filter(([, value]) => value);
      const query = { format, ...Object.fromEntries(chosen.map(([name]) => [name, 'true'])) };
      const response = await send(url(run(ref, '/model'), query), signal ? { signal } : {});
      const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'model';
      return { name: decodeURIComponent(name), contents: await response.blob() };
    },

    probes: {
      list: async (ref: string): Promise<ProbeRow[]> => (await read(ProbeRows, url(run(ref, '/probes')))).probes,
      /** Begins to measure in a run that has ended; its `activity` tells how far that is. */
      start: (ref: string, probe: ProbeInput): Promise<RunRow> =>
        read(RunRow, url(run(ref, '/probes')), json('POST', { probe })),
      /** How long that would take. Throws where it cannot be taken. */
      estimate: (ref: string, probe: ProbeInput, signal?: AbortSignal): Promise<ProbeEstimate> =>
        read(ProbeEstimate, url(run(ref, '/probes/estimate')), {
          ...json('POST', { probe }),
          ...(signal ? { signal } : {}),
        }),
      stop: (ref: string): Promise<RunRow> => read(RunRow, url(run(ref, '/probes/stop')), json('POST', {})),
      /** The arrays of a record by name. */
      arrays: async ({ id, arrays }: ProbeRow, signal?: AbortSignal): Promise<Map<string, ProbeArray>> => {
        const data = float64From(
          await (await send(url(`/probes/${id}/arrays`), signal ? { signal } : {})).arrayBuffer(),
        );
        let at = 0;
        return new Map(
          arrays.map((array) => {
            const length = array.shape.reduce((a, b) => a * b, 1);
            return [array.name, { ...array, data: data.subarray(at, (at += length)) }];
          }),
        );
      },
      remove: async (id: number): Promise<void> => void (await send(url(`/probes/${id}`), { method: 'DELETE' })),
    },

    studies: studyClient({ url, read, send, json }),

    datasets: {
      list: async (): Promise<DatasetRow[]> => (await read(DatasetList, url('/datasets'))).datasets,
      get: (name: string): Promise<DatasetRow> => read(DatasetRow, url(dataset(name))),
      /** `count` samples spread over the classes; `labels` is empty for regression, `targets` for classification. */
      sample: async (name: string, count: number): Promise<DatasetSample> => {
        const response = await send(url(dataset(name, '/sample'), { count }));
        const size = Number(response.headers.get('x-samples')) * Number(response.headers.get('x-features'));
        const numbers = float32From(await response.arrayBuffer());
        const answers = numbers.slice(size);
        const classes = response.headers.get('x-task') === 'classification';
        return {
          features: numbers.slice(0, size),
          labels: classes ? Int32Array.from(answers) : new Int32Array(0),
          targets: classes ? new Float32Array(0) : answers,
        };
      },
      histogram: (name: string, options: HistogramRequest, signal?: AbortSignal): Promise<HistogramPair> =>
        read(HistogramPair, url(dataset(name, '/histogram')), {
          ...json('POST', options),
          ...(signal ? { signal } : {}),
        }),
      preview: (files: readonly File[], options: ImportOptions = {}, work: UploadWork = {}): Promise<ImportPreview> =>
        read(ImportPreview, url('/datasets/preview'), upload(files, options, work)),
      add: (
        name: string,
        files: readonly File[],
        options: ImportOptions = {},
        work: UploadWork = {},
      ): Promise<DatasetRow> => read(DatasetRow, url('/datasets'), upload(files, options, work, name)),
      /** How far a preview or import is that was given a `job`; 0 of 0 before its files have arrived and after its end. */
      progress: (job: string): Promise<ImportProgress> =>
        read(ImportProgress, url(`/imports/${encodeURIComponent(job)}`)),
      stop: async (job: string): Promise<void> => {
        await send(url(`/imports/${encodeURIComponent(job)}`), { method: 'DELETE' });
      },
      remove: async (name: string): Promise<void> => {
        await send(url(dataset(name)), { method: 'DELETE' });
      },
    },

    settings: {
      get: (): Promise<Settings> => read(Settings, url('/settings')),
      set: (change: SettingsChange): Promise<Settings> => read(Settings, url('/settings'), json('PUT', change)),
    },

    /**
     * Calls `onChanges` with what changed since `cursor`, then again on every change, until `signal` aborts; reconnects
     * by itself. `onConnection` hears when the connection is lost and when it is back. Rejects only when the program
     * refuses the connection (for example because the session ended).
     */
    changes: (
      cursor: number,
      onChanges: (changes: Changes) => void,
      signal: AbortSignal,
      onConnection: (connected: boolean) => void = () => undefined,
    ): Promise<void> =>
      followChanges({
        cursor,
        signal,
        onConnection,
        onChanges,
        connect: (from, abort) =>
          send(url('/events', { cursor: from }), { signal: abort, headers: { accept: 'text/event-stream' } }),
        isFinal: (error) => error instanceof ApiError && error.code !== 'unavailable' && error.code !== 'internal',
      }),
  };
}

/** The typed client. */
export type Client = ReturnType<typeof createClient>;

/** Reads why a request was refused, whatever answered it. */
async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = ErrorBody.safeParse(body);
  if (parsed.success) {
    const { code, message, said, issues } = parsed.data.error;
    return new ApiError(code, { ...asIs(message), ...said }, issues);
  }
  return new ApiError(
    response.status === 401 ? 'unauthorized' : response.status >= 500 ? 'unavailable' : 'invalid-input',
    CLIENT.answered({ status: response.status, statusText: response.statusText }),
  );
}
