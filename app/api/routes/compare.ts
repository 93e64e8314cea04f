/** Routes that look at several runs together: the comparison, and files to take away. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { Comparison } from '../../contract/compare.ts';
import { EXPORT_FORMATS } from '../../contract/exports.ts';
import type { Workbench } from '../../service/types.ts';
import { answers, fileHeaders, json, refusals, textStream } from '../answer.ts';

const refs = z
  .union([z.string(), z.array(z.string())])
  .transform((run) => (Array.isArray(run) ? run : [run]))
  .meta({ description: 'Id, unique start of an id, or name of a run; give it once for each run.' });

const compare = createRoute({
  method: 'get',
  path: '/compare',
  summary: 'What differs between runs, in specification and outcome',
  request: {
    query: z.object({
      run: refs,
      metric: z.string().min(1).exactOptional().meta({ description: 'Series for the steps to a target.' }),
      target: z.coerce.number().exactOptional(),
    }),
  },
  responses: {
    200: answers(Comparison, 'The comparison'),
    ...refusals('invalid-input', 'not-found', 'ambiguous'),
  },
});

const file = createRoute({
  method: 'get',
  path: '/export',
  summary: 'A file made from runs: a report, or their data',
  request: { query: z.object({ run: refs, format: z.enum(EXPORT_FORMATS) }) },
  responses: {
    200: {
      description: 'The file, as an attachment',
      content: {
        'text/html': { schema: { type: 'string' as const } },
        'text/csv': { schema: { type: 'string' as const } },
      },
    },
    ...refusals('invalid-input', 'not-found', 'ambiguous'),
  },
});

/** Comparison and export. */
export const compareRoutes = ({ compare: comparisons, reports }: Workbench) =>
  new OpenAPIHono()
    .openapi(compare, (c) => {
      const { run, ...options } = c.req.valid('query');
      return json(comparisons.compare(run, options), 200);
    })
    .openapi(file, (c) => {
      const { run, format } = c.req.valid('query');
      const exported = reports.export(run, format);
      return new Response(textStream(exported.content), {
        headers: fileHeaders(exported.fileName, exported.contentType),
      });
    });
