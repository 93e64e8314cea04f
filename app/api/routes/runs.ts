/** Routes about runs: find, create, steer, edit, throw away. Their recorded numbers are in numbers.ts. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { Diagnosis } from '../../contract/diagnosis.ts';
import { Estimate } from '../../contract/estimates.ts';
import { RUN_STATUSES } from '../../contract/run-status.ts';
import {
  ForkInput,
  NewRuns,
  RunChange,
  RunDetail,
  RunIds,
  RunList,
  RunRef,
  RunRow,
  RunRows,
  type RunQuery,
} from '../../contract/runs.ts';
import type { Workbench } from '../../service/types.ts';
import { answers, body, json, refusals } from '../answer.ts';

const Status = z.enum(RUN_STATUSES);
const runRow = answers(RunRow, 'The run');
const runRows = answers(RunRows, 'The runs');
const runDetail = answers(RunDetail, 'Everything kept about the run, but its recorded numbers');
const unknownRun = refusals('not-found', 'ambiguous');

const Query = z.object({
  text: z.string().exactOptional().meta({ description: 'Words that name, tags, status, dataset or id contain.' }),
  status: z
    .union([Status, z.array(Status)])
    .exactOptional()
    .meta({ description: 'Give it several times for several statuses.' }),
  tag: z.string().exactOptional(),
  trash: z.enum(['true', 'false']).exactOptional().meta({ description: 'Runs in the trash instead of the others.' }),
});

const list = createRoute({
  method: 'get',
  path: '/runs',
  summary: 'Find runs',
  request: { query: Query },
  responses: {
    200: answers(RunList, 'The runs, newest first, and the cursor from which /api/events continues them'),
    ...refusals('invalid-input'),
  },
});

const create = createRoute({
  method: 'post',
  path: '/runs',
  summary: 'Queue one run for each seed',
  request: { body: body(NewRuns) },
  responses: {
    201: answers(RunRows, 'The queued runs'),
    ...refusals('invalid-input', 'not-found'),
  },
});

const estimate = createRoute({
  method: 'post',
  path: '/runs/estimate',
  summary: 'How long a run would take here, and how much room',
  request: { body: body(NewRuns.pick({ spec: true })) },
  responses: { 200: answers(Estimate, 'For one run'), ...refusals('invalid-input', 'not-found') },
});

const get = createRoute({
  method: 'get',
  path: '/runs/{id}',
  summary: 'Everything about one run',
  request: { params: RunRef },
  responses: { 200: runDetail, ...unknownRun },
});

const diagnosis = createRoute({
  method: 'get',
  path: '/runs/{id}/diagnosis',
  summary: 'What went wrong in one run, as far as its stored numbers say',
  request: { params: RunRef },
  responses: {
    200: answers(Diagnosis, 'Findings, worst first; none where nothing is known to be wrong'),
    ...unknownRun,
  },
});

const update = createRoute({
  method: 'patch',
  path: '/runs/{id}',
  summary: 'Rename, annotate or tag a run',
  request: { params: RunRef, body: body(RunChange) },
  responses: { 200: runDetail, ...unknownRun },
});

const steer = <const A extends 'pause' | 'resume' | 'stop'>(action: A, summary: string) =>
  createRoute({
    method: 'post',
    path: `/runs/{id}/${action}`,
    summary,
    request: { params: RunRef },
    responses: { 200: runRow, ...refusals('not-found', 'ambiguous', 'conflict') },
  });

const fork = createRoute({
  method: 'post',
  path: '/runs/{id}/fork',
  summary: 'Queue a run that begins at the latest checkpoint of this one',
  request: { params: RunRef, body: body(ForkInput) },
  responses: { 201: runRow, ...refusals('invalid-input', 'not-found', 'ambiguous', 'conflict') },
});

const move = <const A extends 'trash' | 'restore'>(where: A, summary: string) =>
  createRoute({
    method: 'post',
    path: `/runs/${where}`,
    summary,
    request: { body: body(RunIds) },
    responses: { 200: runRows, ...refusals('invalid-input', 'not-found', 'conflict') },
  });

const purge = createRoute({
  method: 'post',
  path: '/runs/purge',
  summary: 'Delete runs in the trash for ever',
  request: { body: body(RunIds) },
  responses: { 200: answers(z.object({ removed: z.number() }), 'How many'), ...refusals('not-found', 'conflict') },
});

const asQuery = ({ status, trash, ...rest }: z.output<typeof Query>): RunQuery => ({
  ...rest,
  ...(status === undefined ? {} : { status: Array.isArray(status) ? status : [status] }),
  ...(trash === undefined ? {} : { trash: trash === 'true' }),
});

/** Everything a person does with runs. */
export function runRoutes(workbench: Workbench) {
  const { runs } = workbench;
  const id = (ref: string): string => runs.resolve(ref).id;
  return new OpenAPIHono()
    .openapi(list, (c) => {
      // The cursor is taken first: what changes in between is then told twice, never missed.
      const { cursor } = workbench.changesSince(Number.MAX_SAFE_INTEGER);
      return json({ runs: runs.list(asQuery(c.req.valid('query'))), cursor }, 200);
    })
    .openapi(create, async (c) => json({ runs: await runs.create(c.req.valid('json')) }, 201))
    .openapi(estimate, async (c) => json(await runs.estimate(c.req.valid('json').spec), 200))
    .openapi(move('trash', 'Move runs to the trash'), (c) => json({ runs: runs.trash(c.req.valid('json').ids) }, 200))
    .openapi(move('restore', 'Take runs out of the trash'), (c) =>
      json({ runs: runs.restore(c.req.valid('json').ids) }, 200),
    )
    .openapi(purge, (c) => json({ removed: runs.purge(c.req.valid('json').ids) }, 200))
    .openapi(get, (c) => json(runs.get(id(c.req.valid('param').id)), 200))
    .openapi(diagnosis, (c) => json(runs.diagnose(id(c.req.valid('param').id)), 200))
    .openapi(update, (c) => json(runs.update(id(c.req.valid('param').id), c.req.valid('json')), 200))
    .openapi(steer('pause', 'Pause a run'), (c) => json(runs.pause(id(c.req.valid('param').id)), 200))
    .openapi(fork, async (c) => json(await runs.fork(id(c.req.valid('param').id), c.req.valid('json')), 201))
    .openapi(steer('resume', 'Continue a run that is paused or ended before its time'), (c) =>
      json(runs.resume(id(c.req.valid('param').id)), 200),
    )
    .openapi(steer('stop', 'End a run before its time'), (c) => json(runs.stop(id(c.req.valid('param').id)), 200));
}
