/** What can be found to have gone wrong in a run, as types; part of the contract in ../types.ts. */

/** What can have gone wrong, worst first; thresholds and their reasons are in docs/DIAGNOSIS.md. */
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
export interface Finding {
  kind: FindingKind;
  severity: Severity;
  /** What is seen, with its numbers, in a sentence or two. */
  text: string;
  /** What to do about it, in one sentence. */
  remedy: string;
  /** The step it happened at, or from which it holds. */
  step: number | null;
  layer: string | null;
  /** The numbers behind `text`, by name. May be non-finite. */
  numbers: Record<string, number>;
  /** Where to look. */
  figure: FindingFigure | null;
}

/** What went wrong in a run, as far as it is stored; worst first, and empty where nothing is known to be wrong. */
export interface Diagnosis {
  /** Updates done when it was made. */
  step: number;
  findings: Finding[];
}
