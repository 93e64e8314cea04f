/**
 * The one door for data: the whole program as a function from Request to Response. Doors (web, desktop) decide who may
 * knock; here it is only decided what a request means.
 */
import { OpenAPIHono, type Hook } from '@hono/zod-openapi';
import type { Context, Env } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Workbench } from '../service/types.ts';
import { answerError, json, refuse } from './answer.ts';
import { aboutRoutes } from './routes/about.ts';
import { compareRoutes } from './routes/compare.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { eventRoutes } from './routes/events.ts';
import { modelRoutes } from './routes/models.ts';
import { numberRoutes } from './routes/numbers.ts';
import { probeRoutes } from './routes/probes.ts';
import { runRoutes } from './routes/runs.ts';
import { studyRoutes } from './routes/studies.ts';

const MIB = 1024 * 1024;
const JSON_LIMIT = MIB;
const UPLOAD_LIMIT = 512 * MIB;

export type Handler = (request: Request) => Promise<Response>;

export interface HandlerOptions {
  /** Hears of errors that nobody foresaw; standard error by default. */
  log?: (error: unknown) => void;
  /** Milliseconds between signs of life on the live stream. */
  heartbeat?: number;
  /** Largest upload in bytes. */
  uploadLimit?: number;
}

/** Answers everything below /api. Never rejects: whatever goes wrong becomes an answer. */
export function createHandler(workbench: Workbench, options: HandlerOptions = {}): Handler {
  const { log = logToStandardError, heartbeat = 15_000, uploadLimit = UPLOAD_LIMIT } = options;
  const app = new OpenAPIHono({ defaultHook: refuseInput });

  app.use('/api/*', limit(JSON_LIMIT, uploadLimit));
  for (const routes of [
    aboutRoutes(workbench),
    runRoutes(workbench),
    numberRoutes(workbench),
    probeRoutes(workbench),
    modelRoutes(workbench),
    studyRoutes(workbench),
    compareRoutes(workbench),
    datasetRoutes(workbench),
    eventRoutes(workbench, heartbeat),
  ])
    app.route('/api', routes);

  app.get('/api/openapi.json', () => {
    const about = { title: 'Normscope', version: workbench.status().version };
    return json(app.getOpenAPI31Document({ openapi: '3.1.0', info: about }), 200);
  });
  app.notFound((c) =>
    refuse('not-found', `There is no ${c.req.method} ${c.req.path}. /api/openapi.json lists what there is.`),
  );
  app.onError((error) => answerError(error, log));
  return async (request) => app.fetch(request);
}

/** Turns a failed check of path, query or body into an answer that names field and reason. */
const refuseInput: Hook<unknown, Env, string, Response | undefined> = (result) => {
  if (result.success) return undefined;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const text = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return refuse('invalid-input', `The request is not right: ${text}.`, issues);
};

function limit(json: number, upload: number) {
  const tooLarge = (size: number) => () =>
    refuse('too-large', `The request is larger than ${size / MIB} MiB, which is the most that is accepted.`);
  const small = bodyLimit({ maxSize: json, onError: tooLarge(json) });
  const large = bodyLimit({ maxSize: upload, onError: tooLarge(upload) });
  return (c: Context, next: () => Promise<void>) =>
    (c.req.header('content-type')?.startsWith('multipart/') ? large : small)(c, next);
}

function logToStandardError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `\nCaused by: ${String(error.cause)}` : '';
  process.stderr.write(`${text}${cause}\n`);
}
