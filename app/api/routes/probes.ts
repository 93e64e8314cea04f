/** Routes about probes: what was measured inside the network of a run, and measuring more. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { ProbeEstimate } from '../../contract/estimates.ts';
import { NewProbe, ProbeRows } from '../../contract/probes.ts';
import { RunRef, RunRow } from '../../contract/runs.ts';
import type { Workbench } from '../../service/types.ts';
import { answers, answersBinary, binary, body, json, refusals } from '../answer.ts';

const ProbeId = z.object({ id: z.coerce.number().int().meta({ description: 'The `id` of a probe record.' }) });

const list = createRoute({
  method: 'get',
  path: '/runs/{id}/probes',
  summary: 'What probes measured in a run',
  request: { params: RunRef },
  responses: {
    200: answers(ProbeRows, 'By type and step'),
    ...refusals('not-found', 'ambiguous'),
  },
});

const start = createRoute({
  method: 'post',
  path: '/runs/{id}/probes',
  summary: 'Measure something in a run that has ended',
  request: { params: RunRef, body: body(NewProbe) },
  responses: {
    202: answers(RunRow, 'The run; its `activity` tells how far the probe is, and the list holds it in the end'),
    ...refusals('invalid-input', 'not-found', 'ambiguous', 'conflict'),
  },
});

const estimate = createRoute({
  method: 'post',
  path: '/runs/{id}/probes/estimate',
  summary: 'How long a probe of a run that has ended would take here, and how much room',
  request: { params: RunRef, body: body(NewProbe) },
  responses: {
    200: answers(ProbeEstimate, 'For all its moments'),
    ...refusals('invalid-input', 'not-found', 'ambiguous', 'conflict'),
  },
});

const stop = createRoute({
  method: 'post',
  path: '/runs/{id}/probes/stop',
  summary: 'Stop what is being measured in a run that has ended',
  request: { params: RunRef },
  responses: { 200: answers(RunRow, 'The run'), ...refusals('not-found', 'ambiguous') },
});

const arrays = createRoute({
  method: 'get',
  path: '/probes/{id}/arrays',
  summary: 'The arrays of a probe record',
  request: { params: ProbeId },
  responses: {
    200: answersBinary('Little-endian float64: the arrays of the record one after the other, each row-major'),
    ...refusals('not-found', 'invalid-input'),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/probes/{id}',
  summary: 'Delete a probe record',
  request: { params: ProbeId },
  responses: {
    200: answers(z.object({ removed: z.literal(true) }), 'Done'),
    ...refusals('not-found', 'invalid-input'),
  },
});

/** Everything a person does with probes. */
export function probeRoutes({ runs, probes }: Workbench) {
  const id = (ref: string): string => runs.resolve(ref).id;
  return new OpenAPIHono()
    .openapi(list, (c) => json({ probes: probes.list(id(c.req.valid('param').id)) }, 200))
    .openapi(start, (c) => {
      const run = id(c.req.valid('param').id);
      probes.start(run, c.req.valid('json').probe);
      return json(runs.get(run), 202);
    })
    .openapi(estimate, async (c) =>
      json(await probes.estimate(id(c.req.valid('param').id), c.req.valid('json').probe), 200),
    )
    .openapi(stop, (c) => {
      const run = id(c.req.valid('param').id);
      probes.stop(run);
      return json(runs.get(run), 200);
    })
    .openapi(arrays, (c) => binary(probes.arrays(c.req.valid('param').id).arrays.map(({ data }) => data)))
    .openapi(remove, (c) => {
      probes.remove(c.req.valid('param').id);
      return json({ removed: true as const }, 200);
    });
}
