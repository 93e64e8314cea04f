/** The route that takes a run to another program: its experiment as a script, or its network. Reports: compare.ts. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { MODEL_OPTIONS, type ModelOption, type ModelOptions } from '../../../engine/export/formats.ts';
import { zip } from '../../../engine/export/zip.ts';
import { MODEL_FORMATS, type ModelExport } from '../../contract/exports.ts';
import { RunRef } from '../../contract/runs.ts';
import type { Workbench } from '../../service/types.ts';
import { answersBinary, fileHeaders, refusals } from '../answer.ts';

const yesNo = ({ option, formats }: ModelOption) =>
  z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: `For ${formats.join(', ')}: ${option.words.command}.` });

/** The options of all formats, by name. */
const options = Object.fromEntries(MODEL_OPTIONS.map((option) => [option.name, yesNo(option)])) as Record<
  keyof ModelOptions,
  ReturnType<typeof yesNo>
>;

const model = createRoute({
  method: 'get',
  path: '/runs/{id}/model',
  summary: 'The run for another program',
  request: { params: RunRef, query: z.object({ format: z.enum(MODEL_FORMATS), ...options }) },
  responses: {
    200: answersBinary('The file, as an attachment; several files come as one ZIP archive'),
    ...refusals('invalid-input', 'not-found', 'ambiguous', 'conflict'),
  },
});

/** One file: a folder becomes an archive in which the files lie in that folder. */
function asFile(model: ModelExport): { name: string; contentType: string; pieces: Uint8Array[] } {
  if (model.kind === 'file') return model;
  const entries = model.files.map(({ name, pieces }) => ({ name: `${model.name}/${name}`, pieces }));
  return { name: `${model.name}.zip`, contentType: 'application/zip', pieces: zip(entries) };
}

/** Models to take away. */
export const modelRoutes = ({ runs }: Workbench) =>
  new OpenAPIHono().openapi(model, async (c) => {
    const { id } = runs.resolve(c.req.valid('param').id);
    const { format, ...query } = c.req.valid('query');
    const chosen = Object.fromEntries(MODEL_OPTIONS.map(({ name }) => [name, query[name] === 'true']));
    const exported = await runs.exportModel(id, format, chosen);
    const { name, contentType, pieces } = asFile(exported);
    return new Response(new Blob(pieces as Uint8Array<ArrayBuffer>[]), { headers: fileHeaders(name, contentType) });
  });
