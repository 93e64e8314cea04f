/** The shapes of studies over HTTP; see schemas.ts. This file runs in a browser. */
import { z } from 'zod';
import type { StudySpec, StudySpecInput } from '../../engine/spec/schema/study.ts';
import type { Badge } from '../../engine/statistics/badge.ts';
import type { Verdict } from '../../engine/statistics/verdict.ts';
import { RUN_STATUSES } from '../service/types.ts';
import { STUDY_STATES } from '../service/studies/types.ts';
import type * as types from '../service/studies/types.ts';
import { decodeNumbers, Num } from './numbers.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const SpecOut = z
  .custom<StudySpec>(isObject)
  .meta({ type: 'object', description: 'A complete study, as described by /api/studies/schema.' });
const SpecIn = z.custom<StudySpecInput>(isObject, 'must be a study: a JSON object').meta({
  type: 'object',
  description: 'A study, as described by /api/studies/schema; fields that have a default may be left out.',
});

const progress = {
  runs: z.number(),
  ended: z.number(),
  diverged: z.number().meta({ description: 'Of those that ended.' }),
  underWay: z.number(),
  queued: z.number(),
  broken: z.number().meta({ description: 'Failed, interrupted or stopped; they go on when the study is started.' }),
  missing: z.number(),
};

export const StudyRow = z
  .object({
    id: z.string(),
    name: z.string(),
    title: z.string(),
    spec: SpecOut,
    state: z.enum(STUDY_STATES),
    progress: z.object(progress),
    prediction: z.string().nullable(),
    note: z.string(),
    builtIn: z.boolean(),
    createdAt: z.number().nullable().meta({ description: 'UTC milliseconds; null for one that is not stored.' }),
    changed: z.number(),
  })
  .meta({ id: 'StudyRow' }) satisfies z.ZodType<types.StudyRow>;

export const StudyRows = z.object({ studies: z.array(StudyRow) });

export const StudyPreview = z
  .object({
    runs: z.number(),
    existing: z.number(),
    seconds: z.number(),
    bytes: z.number(),
    perRunSeconds: z.number(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'StudyPreview' }) satisfies z.ZodType<types.StudyPreview>;

const maybe = Num.nullable();
const Interval = z.object({ low: Num, high: Num });

const Plan = z.object({
  factors: z.array(
    z.object({
      name: z.string(),
      path: z.string().nullable(),
      reduced: z.boolean(),
      levels: z.array(z.object({ label: z.string(), number: z.number().nullable() })),
    }),
  ),
  arms: z.array(z.string()),
  cells: z.array(z.object({ levels: z.array(z.number()), arm: z.string() })),
  seeds: z.array(z.number()),
}) satisfies z.ZodType<types.StudyPlanView>;

const Run = z.object({
  cell: z.number(),
  seed: z.number(),
  runId: z.string().nullable(),
  status: z.enum(RUN_STATUSES).nullable(),
  step: z.number(),
  steps: z.number(),
}) satisfies z.ZodType<types.StudyRun>;

const Summary = z.object({
  n: z.number(),
  nonFinite: z.number(),
  mean: maybe,
  standardDeviation: maybe,
  standardError: maybe,
  minimum: maybe,
  maximum: maybe,
  meanInterval: z.object({
    t: Interval.nullable(),
    percentile: Interval.nullable(),
    bca: Interval.nullable(),
  }),
  median: maybe,
  quartiles: Interval.nullable(),
  interquartileMean: maybe,
}) satisfies z.ZodType<types.StudyArmResult['summary']>;

const Comparison = z.object({
  baseline: z.string(),
  pairing: z.enum(['paired', 'independent']),
  compared: z.number(),
  difference: maybe,
  interval: Interval.nullable(),
  bootstrap: Interval.nullable(),
  p: maybe,
  adjustedP: maybe,
  effect: maybe,
  improvement: maybe,
  badge: z
    .custom<Badge>(isObject)
    .meta({ type: 'object', description: 'Whether it may be called better, and why not.' }),
  text: z.string(),
}) satisfies z.ZodType<types.StudyComparison>;

const Measure = z.object({
  name: z.string(),
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  values: z.array(z.array(maybe)),
  arms: z.array(
    z.object({
      arm: z.string(),
      outcomes: z.array(z.object({ seed: z.number(), value: Num })),
      choices: z.array(z.object({ factor: z.string(), level: z.string(), edge: z.boolean(), of: z.number() })),
      summary: Summary,
      diverged: z.number(),
      versus: Comparison.nullable(),
    }),
  ),
}) satisfies z.ZodType<types.StudyMeasureResult>;

export const StudyResult = z
  .object({
    plan: Plan,
    runs: z.array(Run),
    measures: z.array(Measure),
    verdict: z
      .object({
        outcome: z.enum(['supported', 'not-supported', 'undecided']),
        text: z.string(),
        details: z
          .custom<Verdict>(isObject)
          .transform(decodeNumbers)
          .meta({ type: 'object', description: 'The outcome of every part of the criterion, with its reason.' }),
        provisional: z.boolean(),
      })
      .nullable(),
    progress: z.array(z.object({ arm: z.string(), ...progress })),
    problems: z.array(z.string()),
  })
  .meta({ id: 'StudyResult' }) satisfies z.ZodType<types.StudyResult>;

export const NewStudy = z.object({ spec: SpecIn });
export const StudyChange = z.strictObject({
  spec: SpecIn.exactOptional(),
  prediction: z.string().max(100_000).nullable().exactOptional(),
  note: z.string().max(100_000).exactOptional(),
});
export const StudyStart = z.strictObject({
  seeds: z
    .union([z.int().min(1).max(1000), z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(1000)])
    .exactOptional()
    .meta({ description: 'How many seeds (1, 2, ...), or which ones.' }),
}) satisfies z.ZodType<types.StudyStart>;

/** How a route's path names a study. */
export const StudyRef = z.object({ id: z.string().min(1).meta({ description: 'Id or name of a study.' }) });
