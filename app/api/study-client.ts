/** The part of the typed client that is about studies; see client.ts. */
import type { z } from 'zod';
import type { StudySpecInput } from '../../engine/spec/schema/study.ts';
import { StudyPreview, StudyRow, StudyRows, type StudyChange, type StudyStart } from '../contract/studies.ts';
import { StudyResult } from '../contract/study-results.ts';

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
  const post = (ref: string, action: string, body: unknown = {}): Promise<StudyRow> =>
    read(StudyRow, study(ref, `/${action}`), json('POST', body));
  return {
    /** Stored studies, the newest first, then built-in ones that are not stored. */
    list: async (): Promise<StudyRow[]> => (await read(StudyRows, url('/studies'))).studies,
    /** JSON Schema (draft 2020-12) of a study. */
    schema: async (): Promise<Record<string, unknown>> =>
      (await send(url('/studies/schema'))).json() as Promise<Record<string, unknown>>,
    get: (ref: string): Promise<StudyRow> => read(StudyRow, study(ref)),
    create: (spec: StudySpecInput): Promise<StudyRow> => read(StudyRow, url('/studies'), json('POST', { spec })),
    change: (ref: string, change: StudyChange): Promise<StudyRow> => read(StudyRow, study(ref), json('PATCH', change)),
    remove: async (ref: string): Promise<void> => void (await send(study(ref), { method: 'DELETE' })),
    /** Stores a study of which normalization suits a dataset, of about so many minutes. */
    guided: (dataset: string, minutes = 10): Promise<StudyRow> =>
      read(StudyRow, url('/studies/guided'), json('POST', { dataset, minutes })),
    /** What it would take; `issues` where it cannot be run. */
    preview: (spec: StudySpecInput, signal?: AbortSignal): Promise<StudyPreview> =>
      read(StudyPreview, url('/studies/preview'), {
        ...json('POST', { spec }),
        ...(signal ? { signal } : {}),
      }),
    start: (ref: string, options: StudyStart = {}): Promise<StudyRow> => post(ref, 'start', options),
    pause: (ref: string): Promise<StudyRow> => post(ref, 'pause'),
    resume: (ref: string): Promise<StudyRow> => post(ref, 'resume'),
    stop: (ref: string): Promise<StudyRow> => post(ref, 'stop'),
    /** Address of the report, a file to download. */
    reportUrl: (ref: string): string => study(ref, '/report'),
    result: (ref: string, signal?: AbortSignal): Promise<StudyResult> =>
      read(StudyResult, study(ref, '/result'), signal ? { signal } : {}),
  };
}
