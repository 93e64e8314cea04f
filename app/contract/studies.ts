/** What is known of studies and what can be asked for. Their answers: study-results.ts; what a study is: docs/STUDIES.md. */
import { z } from 'zod';
import type { StudySpec, StudySpecInput } from '../../engine/spec/schema/study.ts';
import { FieldIssue } from './errors.ts';
import { isObject } from './parts.ts';

/** A study that was stored: passed through unread, since it was valid when it was stored. */
const StoredStudySpec = z
  .custom<StudySpec>(isObject)
  .meta({ type: 'object', description: 'A complete study, as described by /api/studies/schema.' });

/** A study that is given: passed through unread, for engine/spec validates it. */
const GivenStudySpec = z.custom<StudySpecInput>(isObject, 'must be a study: a JSON object').meta({
  type: 'object',
  description: 'A study, as described by /api/studies/schema; fields that have a default may be left out.',
});

/** What was asked for last. `idle`: never started, or nothing of it is under way any more. */
export const STUDY_STATES = ['idle', 'running', 'paused', 'stopped'] as const;
export type StudyState = (typeof STUDY_STATES)[number];

/** How many runs of a study, or of an arm, stand where; they add up to `runs`. */
export const StudyProgress = z.object({
  runs: z.number(),
  /** Completed, or ended by itself without a number to show: diverged. */
  ended: z.number(),
  diverged: z.number().meta({ description: 'Of those that ended.' }),
  /** Running or paused. */
  underWay: z.number(),
  queued: z.number(),
  broken: z.number().meta({ description: 'Failed, interrupted or stopped; they go on when the study is started.' }),
  /** Not there yet. */
  missing: z.number(),
});
export interface StudyProgress extends z.output<typeof StudyProgress> {}

/** A study as a list shows it. */
export const StudyRow = z
  .object({
    /** UUIDv7; for a built-in study that was never started, its name. */
    id: z.string(),
    name: z.string(),
    title: z.string(),
    spec: StoredStudySpec,
    state: z.enum(STUDY_STATES),
    progress: StudyProgress,
    /** What the person expected before the first run; null where nothing was said. */
    prediction: z.string().nullable(),
    note: z.string(),
    /** Has the name of one that comes with the program; that is stored once it is started or changed. */
    builtIn: z.boolean(),
    createdAt: z.number().nullable().meta({ description: 'UTC milliseconds; null for one that is not stored.' }),
    /** Grows with every change of the study itself; its runs have their own. */
    changed: z.number(),
  })
  .meta({ id: 'StudyRow' });
export interface StudyRow extends z.output<typeof StudyRow> {}

/** Some studies. */
export const StudyRows = z.object({ studies: z.array(StudyRow) });

/** What running a study would take. */
export const StudyPreview = z
  .object({
    /** Cells times seeds. */
    runs: z.number(),
    /** How many of them are there already, ended. */
    existing: z.number(),
    /** Until all are done, on this machine with the worker threads that it uses, probes included. */
    seconds: z.number(),
    /** Bytes of what is missing. */
    bytes: z.number(),
    /** The mean of one run. */
    perRunSeconds: z.number(),
    /** Why it cannot start; empty where it can. Then the numbers above are 0 where they could not be told. */
    issues: z.array(FieldIssue),
  })
  .meta({ id: 'StudyPreview' });
export interface StudyPreview extends z.output<typeof StudyPreview> {}

/** A study to store. */
export const NewStudy = z.object({ spec: GivenStudySpec });

/** What a person may change about a study; what is left out stays. */
export const StudyChange = z.strictObject({
  spec: GivenStudySpec.exactOptional(),
  prediction: z.string().max(100_000).nullable().exactOptional(),
  note: z.string().max(100_000).exactOptional(),
});
export interface StudyChange extends z.output<typeof StudyChange> {}

/** How a study is started. */
export const StudyStart = z.strictObject({
  /** The study keeps them. Its own seeds where not given. */
  seeds: z
    .union([z.int().min(1).max(1000), z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(1000)])
    .exactOptional()
    .meta({ description: 'How many seeds (1, 2, ...), or which ones.' }),
});
export interface StudyStart extends z.output<typeof StudyStart> {}

/** How a route's path names a study. */
export const StudyRef = z.object({ id: z.string().min(1).meta({ description: 'Id or name of a study.' }) });
