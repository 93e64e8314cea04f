/** The shapes of probes over HTTP; see schemas.ts. This file runs in a browser. */
import { z } from 'zod';
import type { ProbeSpec } from '../../engine/spec/schema.ts';
import type * as types from '../service/types.ts';
import { Num } from './numbers.ts';

const isTyped = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

export const ProbeRow = z
  .object({
    id: z.number(),
    runId: z.string(),
    probe: z.custom<ProbeSpec>(isTyped).meta({
      type: 'object',
      description: 'The probe with all its options; `at` holds the one moment of this record.',
    }),
    step: z.number(),
    kernels: z.string(),
    precision: z.enum(['float32', 'float64']),
    statistics: z.array(z.string()),
    part: z.enum(['train', 'validation', 'test']),
    samples: z.number(),
    milliseconds: z.number(),
    createdAt: z.number().meta({ description: 'UTC milliseconds.' }),
    problem: z.string().nullable().meta({ description: 'Why there are no numbers; null where there are.' }),
    numbers: z.record(z.string(), Num),
    arrays: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.number()),
        axes: z
          .array(z.string())
          .meta({ description: 'For each dimension an array with its coordinates, or what it counts.' }),
      }),
    ),
  })
  .meta({ id: 'ProbeRow' }) satisfies z.ZodType<types.ProbeRow>;

export const ProbeRows = z.object({ probes: z.array(ProbeRow) });

export const NewProbe = z.object({
  probe: z.custom<types.ProbeInput>(isTyped, 'must be a probe: a JSON object with a type').meta({
    type: 'object',
    description: 'A probe, as an entry of `probes` in /api/spec/schema; fields that have a default may be left out.',
  }),
});
