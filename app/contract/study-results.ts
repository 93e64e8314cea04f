/** What is known about the answer to a study: its plan, runs, statistics and verdict. */
import { z } from 'zod';
import type { Badge } from '../../engine/statistics/badge.ts';
import type { Summary as GroupSummary } from '../../engine/statistics/summary.ts';
import type { Verdict } from '../../engine/statistics/verdict.ts';
import type { Choice as EngineChoice } from '../../engine/study/reduce.ts';
import { decodeNumbers, Num } from './numbers.ts';
import { isObject } from './parts.ts';
import { RUN_STATUSES } from './run-status.ts';
import { StudyProgress } from './studies.ts';

const maybe = Num.nullable();
const Interval = z.object({ low: Num, high: Num });

/** What is to be run: factors and their levels, and the arms that the cells belong to. */
export const StudyPlanView = z.object({
  factors: z.array(
    z.object({
      name: z.string(),
      path: z.string().nullable(),
      reduced: z.boolean(),
      levels: z.array(
        z.object({
          label: z.string(),
          /** Its number, for factors of one numeric field. */
          number: z.number().nullable(),
        }),
      ),
    }),
  ),
  /** Names of the arms, in order. */
  arms: z.array(z.string()),
  /** Combinations of levels (their indices by factor), and the arm of each. */
  cells: z.array(z.object({ levels: z.array(z.number()), arm: z.string() })),
  seeds: z.array(z.number()),
});
export interface StudyPlanView extends z.output<typeof StudyPlanView> {}

/** The run of one cell and seed. */
export const StudyRun = z.object({
  /** Index in the plan's cells. */
  cell: z.number(),
  seed: z.number(),
  /** Null where there is none yet. */
  runId: z.string().nullable(),
  status: z.enum(RUN_STATUSES).nullable(),
  /** Updates done, and how many there will be. */
  step: z.number(),
  steps: z.number(),
});
export interface StudyRun extends z.output<typeof StudyRun> {}

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
}) satisfies z.ZodType<GroupSummary>;

/** An arm against the baseline. */
export const StudyComparison = z.object({
  baseline: z.string(),
  /** By seed, where both arms have the same seeds. */
  pairing: z.enum(['paired', 'independent']),
  /** Pairs, or the smaller arm, with finite values. */
  compared: z.number(),
  /** Mean of the arm minus that of the baseline, over finite values. */
  difference: maybe,
  /** 95 % interval of the difference by Student's t, and by the bootstrap. */
  interval: Interval.nullable(),
  bootstrap: Interval.nullable(),
  p: maybe,
  /** Corrected for all comparisons of this measure (Holm). */
  adjustedP: maybe,
  /** In standard deviations, corrected for bias: of paired differences, or of the values. */
  effect: maybe,
  /** Probability that a run of the arm is better than one of the baseline, diverged ones as the worst. */
  improvement: maybe,
  badge: z
    .custom<Badge>(isObject)
    .meta({ type: 'object', description: 'Whether it may be called better, and why not.' }),
  /** All of this in a sentence or two. */
  text: z.string(),
});
export interface StudyComparison extends z.output<typeof StudyComparison> {}

const Choice = z.object({
  factor: z.string(),
  level: z.string(),
  edge: z.boolean(),
  of: z.number(),
}) satisfies z.ZodType<EngineChoice>;

/** One measure of one arm. */
export const StudyArmResult = z.object({
  arm: z.string(),
  /** One number a seed; NaN for a diverged run, infinite where a level was never reached. */
  outcomes: z.array(z.object({ seed: z.number(), value: Num })),
  /** The level that a tuned arm chose. */
  choices: z.array(Choice),
  summary: Summary,
  /** Runs of this arm that diverged, at all levels that are reduced. */
  diverged: z.number(),
  /** Null for the baseline itself, and where there is none. */
  versus: StudyComparison.nullable(),
});
export interface StudyArmResult extends z.output<typeof StudyArmResult> {}

/** One measure of all arms. */
export const StudyMeasureResult = z.object({
  name: z.string(),
  unit: z.string(),
  /** Of the numbers of the arms: a spread is better when lower, whatever it is a spread of. */
  better: z.enum(['higher', 'lower']),
  /** By cell, then by seed in the plan's order; null while there is none. */
  values: z.array(z.array(maybe)),
  arms: z.array(StudyArmResult),
});
export interface StudyMeasureResult extends z.output<typeof StudyMeasureResult> {}

/** Everything that is known about the answer so far. */
export const StudyResult = z
  .object({
    plan: StudyPlanView,
    /** By cell, then by seed. */
    runs: z.array(StudyRun),
    measures: z.array(StudyMeasureResult),
    /** Null for a study without a criterion. */
    verdict: z
      .object({
        outcome: z.enum(['supported', 'not-supported', 'undecided']),
        text: z.string(),
        details: z
          .custom<Verdict>(isObject)
          .transform(decodeNumbers)
          .meta({ type: 'object', description: 'The outcome of every part of the criterion, with its reason.' }),
        /** While runs are missing or under way. */
        provisional: z.boolean(),
      })
      .nullable(),
    progress: z.array(z.object({ arm: z.string(), ...StudyProgress.shape })),
    /** What keeps numbers from being there, in words: a series that no run recorded, runs that failed. */
    problems: z.array(z.string()),
  })
  .meta({ id: 'StudyResult' });
export interface StudyResult extends z.output<typeof StudyResult> {}
