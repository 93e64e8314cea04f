/** How the API answers: JSON that keeps non-finite numbers, binary bulk numbers, and errors that people can read. */
import type { TypedResponse } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { JSONParsed } from 'hono/utils/types';
import { ErrorBody, type ErrorCode, type FieldIssue } from '../contract/errors.ts';
import { toJson } from '../contract/numbers.ts';
import { AppError } from '../errors.ts';
import { saidOf, type Message } from '../../engine/words/words.ts';
import { toLittleEndian } from './bytes.ts';
import { REQUEST } from './words.ts';

/** A JSON answer whose type the route's schema is checked against. */
export function json<T, S extends ContentfulStatusCode>(
  value: T,
  status: S,
): Response & TypedResponse<JSONParsed<T>, S, 'json'> {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(toJson(value), { status, headers }) as Response & TypedResponse<JSONParsed<T>, S, 'json'>;
}

/** Numbers as little-endian bytes, with facts about their layout in headers. */
export const binary = (numbers: (Float64Array | Float32Array)[], facts: Record<string, string> = {}): Response =>
  new Response(new Blob(numbers.map(toLittleEndian)), {
    headers: { ...facts, 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
  });

/** Headers of a file to download. RFC 6266: a plain name for old readers, the exact one beside it. */
export const fileHeaders = (name: string, contentType: string): Record<string, string> => ({
  'content-type': contentType,
  'content-disposition':
    // not for people: a header
    `attachment; filename="${name.replace(/[^\w.-]+/g, '-')}"; ` +
    `filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
  'cache-control': 'no-store',
});

/** Pieces of text as bytes, made only as fast as they are read. */
export function textStream(pieces: AsyncIterable<string> | Iterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = (async function* () {
    yield* pieces;
  })();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await iterator.return()),
  });
}

const STATUS = {
  'invalid-input': 400,
  ambiguous: 400,
  unauthorized: 401,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  database: 500,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>;

/** The answer to a request that was refused or failed. */
export const refuse = (code: ErrorCode, message: Message, issues: FieldIssue[] = []) =>
  json({ error: { code, message: message.text, said: saidOf(message), issues } }, STATUS[code]);

/** Turns whatever was thrown into an answer; what nobody foresaw goes to `log`, its text does not leave the program. */
export function answerError(error: unknown, log: (error: unknown) => void): Response {
  if (error instanceof AppError) {
    if (error.code === 'internal') log(error);
    return refuse(error.code, error.said, error.issues);
  }
  if (isHttpError(error)) {
    if (error.status === 415) return refuse('invalid-input', REQUEST['content-type']());
    if (error.status < 500) return refuse('invalid-input', REQUEST.unreadable({ why: error.message }));
  }
  log(error);
  return refuse('internal', REQUEST.internal());
}

const isHttpError = (error: unknown): error is Error & { status: number } =>
  error instanceof Error && 'status' in error && typeof error.status === 'number';

/** Documentation of the refusals that a route may answer with. */
export const refusals = <const C extends ErrorCode>(...codes: C[]) =>
  Object.fromEntries(
    codes.map((code) => [STATUS[code], { description: code, content: { 'application/json': { schema: ErrorBody } } }]),
  ) as Record<never, never>;

/** Documentation of a JSON answer. */
export const answers = <T>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Documentation of a binary answer; its description gives the layout. */
export const answersBinary = (description: string) => ({
  description,
  content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
});

/** Documentation of a required JSON body. */
export const body = <T>(schema: T) => ({ required: true, content: { 'application/json': { schema } } });
