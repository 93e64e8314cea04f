/** The part of the typed client that is about studies; see client.ts. */
import type { z } from 'zod';
import type { StudySpecInput } from '../../engine/spec/schema/study.ts';
import type * as types from '../service/studies/types.ts';
import * as schemas from './study-schemas.ts';

/** What the client lends. */
export interface Transport {
  url(path: string): string;
  read<T extends z.ZodType>(schema: T, target: string, init?: RequestInit): Promise<z.output<T>>;
  send(target: string, init?: RequestInit): Promise<Response>;
  json(method: string, body: unknown): RequestInit;
}

/** Methods on studies; `ref` is an id or a name. */
export function studyClient({ url, read, send, json }: Transport) {
  const study = (ref: string, rest = ''): string => url(`/studies/${encodeURIComponent(ref)}${rest}`);
  const post = (ref: string, action: string, body: unknown = {}): Promise<types.StudyRow> =>
    read(schemas.StudyRow, study(ref, `/${action}`), json('POST', body));
  return {
    /** Stored studies, the newest first, then built-in ones that are not stored. */
    list: async (): Promise<types.StudyRow[]> => (await read(schemas.StudyRows, url('/studies'))).studies,
    /** JSON Schema (draft 2020-12) of a study. */
    schema: async (): Promise<Record<string, unknown>> =>
      (await send(url('/studies/schema'))).json() as Promise<Record<string, unknown>>,
    get: (ref: string): Promise<types.StudyRow> => read(schemas.StudyRow, study(ref)),
    create: (spec: StudySpecInput): Promise<types.StudyRow> =>
      read(schemas.StudyRow, url('/studies'), json('POST', { spec })),
    change: (
      ref: string,
      change: { spec?: StudySpecInput; prediction?: string | null; note?: string },
    ): Promise<types.StudyRow> => read(schemas.StudyRow, study(ref), json('PATCH', change)),
    remove: async (ref: string): Promise<void> => void (await send(study(ref), { method: 'DELETE' })),
    /** Stores a study of which normalization suits a dataset, of about so many minutes. */
    guided: (dataset: string, minutes = 10): Promise<types.StudyRow> =>
      read(schemas.StudyRow, url('/studies/guided'), json('POST', { dataset, minutes })),
    /** What it would take; `issues` where it cannot be run. */
    preview: (spec: StudySpecInput, signal?: AbortSignal): Promise<types.StudyPreview> =>
      read(schemas.StudyPreview, url('/studies/preview'), {
        ...json('POST', { spec }),
        ...(signal ? { signal } : {}),
      }),
    start: (ref: string, options: types.StudyStart = {}): Promise<types.StudyRow> => post(ref, 'start', options),
    pause: (ref: string): Promise<types.StudyRow> => post(ref, 'pause'),
    resume: (ref: string): Promise<types.StudyRow> => post(ref, 'resume'),
    stop: (ref: string): Promise<types.StudyRow> => post(ref, 'stop'),
    /** Address of the report, a file to download. */
    reportUrl: (ref: string): string => study(ref, '/report'),
    result: (ref: string, signal?: AbortSignal): Promise<types.StudyResult> =>
      read(schemas.StudyResult, study(ref, '/result'), signal ? { signal } : {}),
  };
}
