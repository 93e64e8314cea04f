/** What probes measured inside networks, and what can be asked of them. What each probe gives: docs/PROBES.md. */
import { z } from 'zod';
import type { ProbeArray } from '../../engine/probes/record.ts';
import type { ProbeSpec } from '../../engine/spec/schema.ts';
import { Said } from './message.ts';
import { Num } from './numbers.ts';
import { timestamp } from './parts.ts';

export type { ProbeArray } from '../../engine/probes/record.ts';

const isTyped = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** What a probe measured, as lists show it. */
export const ProbeRow = z
  .object({
    id: z.number(),
    runId: z.string(),
    probe: z.custom<ProbeSpec>(isTyped).meta({
      type: 'object',
      description: 'The probe with all its options; `at` holds the one moment of this record.',
    }),
    /** Updates done before it: it looks at the parameters after that many. */
    step: z.number(),
    /** Name of the kernel set that computed it. */
    kernels: z.string(),
    precision: z.enum(['float32', 'float64']),
    /** Which statistics batch normalization used; a probe that compares them names several. */
    statistics: z.array(z.string()),
    /** Where its samples are from, and how many they were. */
    part: z.enum(['train', 'validation', 'test']),
    samples: z.number(),
    /** What it cost. */
    milliseconds: z.number(),
    createdAt: timestamp,
    problem: z.string().nullable().meta({ description: 'Why there are no numbers; null where there are.' }),
    /** The same as data; null in what version 0.1 wrote, too. */
    problemSaid: Said.nullable(),
    /** By name: `layer/quantity`, or `quantity` for the whole network. May be non-finite. */
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
  .meta({ id: 'ProbeRow' });
export interface ProbeRow extends z.output<typeof ProbeRow> {}

/** Everything measured in a run. */
export const ProbeRows = z.object({ probes: z.array(ProbeRow) });

/** What else is kept of it. */
export interface ProbeArrays {
  /** The samples' rows in the dataset. */
  rows: Int32Array;
  arrays: ProbeArray[];
}

/** A probe as a person may write it: every field but the type has a default. */
export type ProbeInput = { type: string } & Record<string, unknown>;

/** A probe to take. */
export const NewProbe = z.object({
  probe: z.custom<ProbeInput>(isTyped, 'must be a probe: a JSON object with a type').meta({
    type: 'object',
    description: 'A probe, as an entry of `probes` in /api/spec/schema; fields that have a default may be left out.',
  }),
});
