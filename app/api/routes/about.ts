/** Routes about the program itself: its state, its settings, the run specification and the presets. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { PRESETS } from '../../../engine/spec/presets.ts';
import { runSpecJsonSchema } from '../../../engine/spec/schema.ts';
import type { Workbench } from '../../service/types.ts';
import { Preset } from '../../contract/runs.ts';
import { Settings, SettingsChange } from '../../contract/settings.ts';
import { WorkbenchStatus } from '../../contract/workbench-status.ts';
import { answers, body, json, refusals } from '../answer.ts';

const status = createRoute({
  method: 'get',
  path: '/status',
  summary: 'Version, database, kernels, and how much is running',
  responses: { 200: answers(WorkbenchStatus, 'The program’s state') },
});

const specSchema = createRoute({
  method: 'get',
  path: '/spec/schema',
  summary: 'JSON Schema of a run specification',
  responses: { 200: answers(z.record(z.string(), z.unknown()), 'JSON Schema, draft 2020-12') },
});

const presets = createRoute({
  method: 'get',
  path: '/presets',
  summary: 'Ready-made run specifications',
  responses: { 200: answers(Preset.array(), 'The presets') },
});

const getSettings = createRoute({
  method: 'get',
  path: '/settings',
  summary: 'Settings',
  responses: { 200: answers(Settings, 'The settings') },
});

const setSettings = createRoute({
  method: 'put',
  path: '/settings',
  summary: 'Change settings; what is left out stays',
  request: { body: body(SettingsChange) },
  responses: { 200: answers(Settings, 'The settings after the change'), ...refusals('invalid-input') },
});

/** State, specification schema, presets and settings. */
export const aboutRoutes = (workbench: Workbench) =>
  new OpenAPIHono()
    .openapi(status, () => json(workbench.status(), 200))
    .openapi(specSchema, () => json(runSpecJsonSchema(), 200))
    .openapi(presets, () => json([...PRESETS], 200))
    .openapi(getSettings, () => json(workbench.settings.get(), 200))
    .openapi(setSettings, (c) => json(workbench.settings.set(c.req.valid('json')), 200));
