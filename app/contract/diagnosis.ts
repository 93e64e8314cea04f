/** What can be found to have gone wrong in a run; thresholds and their reasons are in docs/DIAGNOSIS.md. */
import { z } from 'zod';
import { Num } from './numbers.ts';

/** What can have gone wrong, worst first. */
export const FINDING_KINDS = [
  'diverged',
  'learning-rate-too-high',
  'dead-layer',
  'stuck',
  'train-eval-gap',
  'saturated-layer',
  'skipped-batches',
  'batch-too-small',
  'gamma-collapsed',
  'overfitting',
  'plateau',
  'population-gap',
  'dead-units',
  'saturated-units',
  'early-stop',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** `bad`: the run is worth little; `warn`: it is worse than it need be; `note`: good to know. */
export const SEVERITIES = ['bad', 'warn', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The parts of the run page that findings speak of. */
export const FINDING_FIGURES = ['curves', 'norm', 'percentiles', 'probes'] as const;
export type FindingFigure = (typeof FINDING_FIGURES)[number];

/** One thing that the stored numbers of a run show to be wrong. */
export const Finding = z.object({
  kind: z.enum(FINDING_KINDS),
  severity: z.enum(SEVERITIES),
  /** What is seen, with its numbers, in a sentence or two. */
  text: z.string(),
  /** What to do about it, in one sentence. */
  remedy: z.string(),
  step: z.number().nullable().meta({ description: 'The step it happened at, or from which it holds.' }),
  layer: z.string().nullable(),
  /** The numbers behind `text`, by name. May be non-finite. */
  numbers: z.record(z.string(), Num),
  /** Where to look. */
  figure: z.enum(FINDING_FIGURES).nullable(),
});
export interface Finding extends z.output<typeof Finding> {}

/** What went wrong in a run, as far as it is stored. */
export const Diagnosis = z
  .object({
    /** Updates done when it was made. */
    step: z.number(),
    /** Worst first, and empty where nothing is known to be wrong. */
    findings: z.array(Finding),
  })
  .meta({ id: 'Diagnosis' });
export interface Diagnosis extends z.output<typeof Diagnosis> {}
