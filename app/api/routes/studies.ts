/** Routes about studies: find, make, change, carry out, and the answer. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { studySpecJsonSchema } from '../../../engine/spec/schema/study.ts';
import {
  NewStudy,
  StudyChange,
  StudyPreview,
  StudyRef,
  StudyRow,
  StudyRows,
  StudyStart,
} from '../../contract/studies.ts';
import { StudyResult } from '../../contract/study-results.ts';
import type { Workbench } from '../../service/types.ts';
import { answers, body, fileHeaders, json, refusals, textStream } from '../answer.ts';

const row = answers(StudyRow, 'The study');

const list = createRoute({
  method: 'get',
  path: '/studies',
  summary: 'All studies, built-in ones too',
  responses: { 200: answers(StudyRows, 'Stored ones first, the newest first') },
});

const schema = createRoute({
  method: 'get',
  path: '/studies/schema',
  summary: 'JSON Schema of a study',
  responses: { 200: answers(z.record(z.string(), z.unknown()), 'Draft 2020-12') },
});

const create = createRoute({
  method: 'post',
  path: '/studies',
  summary: 'Store a new study',
  request: { body: body(NewStudy) },
  responses: { 201: row, ...refusals('invalid-input', 'conflict') },
});

const guided = createRoute({
  method: 'post',
  path: '/studies/guided',
  summary: 'Store a study of which normalization suits a dataset',
  request: {
    body: body(
      z.object({
        dataset: z.string().min(1),
        minutes: z.number().positive().default(10).meta({ description: 'About how long it may take here.' }),
      }),
    ),
  },
  responses: { 201: row, ...refusals('invalid-input', 'not-found', 'conflict') },
});

const preview = createRoute({
  method: 'post',
  path: '/studies/preview',
  summary: 'What it would take to run a study, which need not be stored',
  request: { body: body(NewStudy) },
  responses: {
    200: answers(StudyPreview, 'Runs, time and room; `issues` where it cannot be run'),
    ...refusals('invalid-input'),
  },
});

const get = createRoute({
  method: 'get',
  path: '/studies/{id}',
  summary: 'One study, and how its runs stand',
  request: { params: StudyRef },
  responses: { 200: row, ...refusals('not-found') },
});

const change = createRoute({
  method: 'patch',
  path: '/studies/{id}',
  summary: 'Change a study, what is expected of it, or its note',
  request: { params: StudyRef, body: body(StudyChange) },
  responses: { 200: row, ...refusals('invalid-input', 'not-found', 'conflict') },
});

const remove = createRoute({
  method: 'delete',
  path: '/studies/{id}',
  summary: 'Forget a study; its runs stay',
  request: { params: StudyRef },
  responses: {
    200: answers(z.object({ removed: z.literal(true) }), 'Done'),
    ...refusals('not-found', 'conflict'),
  },
});

const start = createRoute({
  method: 'post',
  path: '/studies/{id}/start',
  summary: 'Queue the runs that are missing, and take up those that ended before their time',
  request: { params: StudyRef, body: body(StudyStart) },
  responses: { 200: row, ...refusals('invalid-input', 'not-found') },
});

const steer = <const A extends 'pause' | 'resume' | 'stop'>(action: A, summary: string) =>
  createRoute({
    method: 'post',
    path: `/studies/{id}/${action}`,
    summary,
    request: { params: StudyRef },
    responses: { 200: row, ...refusals('invalid-input', 'not-found') },
  });

const result = createRoute({
  method: 'get',
  path: '/studies/{id}/result',
  summary: 'Runs, numbers, statistics and verdict of a study so far',
  request: { params: StudyRef },
  responses: {
    200: answers(StudyResult, 'What is known so far'),
    ...refusals('invalid-input', 'not-found'),
  },
});

const report = createRoute({
  method: 'get',
  path: '/studies/{id}/report',
  summary: 'Question, method, results and verdict as one HTML file',
  request: { params: StudyRef },
  responses: {
    200: {
      description: 'The file, as an attachment',
      content: { 'text/html': { schema: { type: 'string' as const } } },
    },
    ...refusals('invalid-input', 'not-found'),
  },
});

/** Everything a person does with studies. */
export function studyRoutes({ studies }: Workbench) {
  return new OpenAPIHono()
    .openapi(list, () => json({ studies: studies.list() }, 200))
    .openapi(schema, () => json(studySpecJsonSchema(), 200))
    .openapi(create, (c) => json(studies.save(c.req.valid('json').spec), 201))
    .openapi(guided, async (c) => {
      const { dataset, minutes } = c.req.valid('json');
      return json(await studies.guided(dataset, minutes), 201);
    })
    .openapi(preview, async (c) => json(await studies.preview(c.req.valid('json').spec), 200))
    .openapi(get, (c) => json(studies.get(c.req.valid('param').id), 200))
    .openapi(change, (c) => {
      const { id } = studies.get(c.req.valid('param').id);
      const { spec, prediction, note } = c.req.valid('json');
      let changed = studies.get(id);
      if (spec !== undefined) changed = studies.save(spec, changed.id);
      if (prediction !== undefined) changed = studies.setPrediction(changed.id, prediction);
      if (note !== undefined) changed = studies.setNote(changed.id, note);
      return json(changed, 200);
    })
    .openapi(remove, (c) => {
      studies.remove(c.req.valid('param').id);
      return json({ removed: true as const }, 200);
    })
    .openapi(start, async (c) => json(await studies.start(c.req.valid('param').id, c.req.valid('json')), 200))
    .openapi(steer('pause', 'Pause a study'), (c) => json(studies.pause(c.req.valid('param').id), 200))
    .openapi(steer('resume', 'Go on with a study that was paused or stopped'), async (c) =>
      json(await studies.resume(c.req.valid('param').id), 200),
    )
    .openapi(steer('stop', 'Stop a study; what was trained is kept'), (c) =>
      json(studies.stop(c.req.valid('param').id), 200),
    )
    .openapi(report, async (c) => {
      const { fileName, contentType, content } = await studies.report(c.req.valid('param').id);
      return new Response(textStream(content), { headers: fileHeaders(fileName, contentType) });
    })
    .openapi(result, async (c) => json(await studies.result(c.req.valid('param').id), 200));
}
