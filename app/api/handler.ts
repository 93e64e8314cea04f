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
import { REQUEST } from './words.ts';

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
  app.notFound((c) => refuse('not-found', REQUEST['no-such']({ method: c.req.method, path: c.req.path })));
  app.onError((error) => answerError(error, log));
  return async (request) => app.fetch(request);
}

/** Turns a failed check of path, query or body into an answer that names field and reason. */
const refuseInput: Hook<unknown, Env, string, Response | undefined> = (result) => {
  if (result.success) return undefined;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return refuse('invalid-input', REQUEST['not-right']({ issues }), issues);
};

function limit(json: number, upload: number) {
  const tooLarge = (size: number) => () => refuse('too-large', REQUEST['too-large']({ mebibytes: size / MIB }));
  const small = bodyLimit({ maxSize: json, onError: tooLarge(json) });
  const large = bodyLimit({ maxSize: upload, onError: tooLarge(upload) });
  return (c: Context, next: () => Promise<void>) =>
    (c.req.header('content-type')?.startsWith('multipart/') ? large : small)(c, next);
}

function logToStandardError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // not for people: the program log
  const cause = error instanceof Error && error.cause !== undefined ? `\nCaused by: ${String(error.cause)}` : '';
  process.stderr.write(`${text}${cause}\n`);
}
