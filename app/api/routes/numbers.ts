/** Routes for recorded numbers in bulk: series and norm records, as little-endian binary. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { NORM_FIELDS, type NormMatrix } from '../../contract/norms.ts';
import { RunRef } from '../../contract/runs.ts';
import type { SeriesPoints } from '../../contract/series.ts';
import type { Workbench } from '../../service/types.ts';
import { answersBinary, binary, refusals } from '../answer.ts';

const after = z.coerce.number().exactOptional().meta({ description: 'Only steps after this one.' });

const series = createRoute({
  method: 'get',
  path: '/runs/{id}/series',
  summary: 'One recorded series',
  request: {
    params: RunRef,
    query: z.object({ name: z.string().min(1).meta({ description: 'For example validation.accuracy.' }), after }),
  },
  responses: {
    200: answersBinary('Pairs of little-endian float64: step, value'),
    ...refusals('not-found', 'ambiguous', 'invalid-input'),
  },
});

const norm = createRoute({
  method: 'get',
  path: '/runs/{id}/norm',
  summary: 'What one normalization layer looked like over the steps',
  request: { params: RunRef, query: z.object({ layer: z.string().min(1), field: z.enum(NORM_FIELDS), after }) },
  responses: {
    200: {
      ...answersBinary('Rows of little-endian float64: step, then one value for each channel'),
      headers: z.object({ 'x-channels': z.string() }),
    },
    ...refusals('not-found', 'ambiguous', 'invalid-input'),
  },
});

const pairs = ({ steps, values }: SeriesPoints): Float64Array => {
  const out = new Float64Array(2 * steps.length);
  for (let i = 0; i < steps.length; i++) {
    out[2 * i] = steps[i]!;
    out[2 * i + 1] = values[i]!;
  }
  return out;
};

const rows = ({ steps, values, channels }: NormMatrix): Float64Array => {
  const out = new Float64Array(steps.length * (channels + 1));
  for (let i = 0; i < steps.length; i++) {
    out[i * (channels + 1)] = steps[i]!;
    out.set(values.subarray(i * channels, (i + 1) * channels), i * (channels + 1) + 1);
  }
  return out;
};

/** Series and norm records. */
export const numberRoutes = ({ runs }: Workbench) =>
  new OpenAPIHono()
    .openapi(series, (c) => {
      const { name, after: from } = c.req.valid('query');
      return binary([pairs(runs.series(runs.resolve(c.req.valid('param').id).id, name, from))]);
    })
    .openapi(norm, (c) => {
      const { layer, field, after: from } = c.req.valid('query');
      const matrix = runs.norm(runs.resolve(c.req.valid('param').id).id, layer, field, from);
      return binary([rows(matrix)], { 'x-channels': String(matrix.channels) });
    });
