/** What a person can do with studies, as types; part of the contract of ../types.ts. What a study is: docs/STUDIES.md. */
import type { StudySpec, StudySpecInput } from '../../../engine/spec/schema/study.ts';
import type { Badge } from '../../../engine/statistics/badge.ts';
import type { Interval } from '../../../engine/statistics/interval.ts';
import type { Direction, SeedValue } from '../../../engine/statistics/outcomes.ts';
import type { Pairing } from '../../../engine/statistics/power.ts';
import type { Summary as GroupSummary } from '../../../engine/statistics/summary.ts';
import type { Outcome, Verdict } from '../../../engine/statistics/verdict.ts';
import type { Choice } from '../../../engine/study/reduce.ts';
import type { FieldIssue } from '../../errors.ts';
import type { ExportedFile, RunStatus } from '../types.ts';

export const STUDY_STATES = ['idle', 'running', 'paused', 'stopped'] as const;
/** What was asked for last. `idle`: never started, or nothing of it is under way any more. */
export type StudyState = (typeof STUDY_STATES)[number];

/** How many runs of a study, or of an arm, stand where; they add up to `runs`. */
export interface StudyProgress {
  runs: number;
  /** Completed, or ended by itself without a number to show: diverged. */
  ended: number;
  /** Of those that ended: how many diverged. */
  diverged: number;
  /** Running or paused. */
  underWay: number;
  queued: number;
  /** Failed, interrupted or stopped: they go on when the study is started again. */
  broken: number;
  /** Not there yet. */
  missing: number;
}

/** A study as a list shows it. */
export interface StudyRow {
  /** UUIDv7; for a built-in study that was never started, its name. */
  id: string;
  name: string;
  title: string;
  spec: StudySpec;
  state: StudyState;
  progress: StudyProgress;
  /** What the person expected before the first run; null where nothing was said. */
  prediction: string | null;
  note: string;
  /** Has the name of one that comes with the program; that is stored once it is started or changed. */
  builtIn: boolean;
  /** UTC milliseconds; null for a built-in study that is not stored. */
  createdAt: number | null;
  /** Grows with every change of the study itself; its runs have their own. */
  changed: number;
}

/** What running a study would take. */
export interface StudyPreview {
  /** Cells times seeds. */
  runs: number;
  /** How many of them are there already, ended. */
  existing: number;
  /** Until all are done, on this machine with the worker threads that it uses, probes included. */
  seconds: number;
  /** Bytes of what is missing. */
  bytes: number;
  /** The mean of one run. */
  perRunSeconds: number;
  /** Why it cannot start; empty where it can. Then the numbers above are 0 where they could not be told. */
  issues: FieldIssue[];
}

export interface StudyLevelView {
  label: string;
  /** Its number, for factors of one numeric field. */
  number: number | null;
}

export interface StudyPlanView {
  factors: { name: string; path: string | null; reduced: boolean; levels: StudyLevelView[] }[];
  /** Names of the arms, in order. */
  arms: string[];
  /** Combinations of levels (their indices by factor), and the arm of each. */
  cells: { levels: number[]; arm: string }[];
  seeds: number[];
}

/** The run of one cell and seed. */
export interface StudyRun {
  /** Index in the plan's cells. */
  cell: number;
  seed: number;
  /** Null where there is none yet. */
  runId: string | null;
  status: RunStatus | null;
  /** Updates done, and how many there will be. */
  step: number;
  steps: number;
}

/** An arm against the baseline. */
export interface StudyComparison {
  baseline: string;
  /** By seed, where both arms have the same seeds. */
  pairing: Pairing;
  /** Pairs, or the smaller arm, with finite values. */
  compared: number;
  /** Mean of the arm minus that of the baseline, over finite values. */
  difference: number | null;
  /** 95 % interval of the difference by Student's t, and by the bootstrap. */
  interval: Interval | null;
  bootstrap: Interval | null;
  p: number | null;
  /** Corrected for all comparisons of this measure (Holm). */
  adjustedP: number | null;
  /** In standard deviations, corrected for bias: of paired differences, or of the values. */
  effect: number | null;
  /** Probability that a run of the arm is better than one of the baseline, diverged ones as the worst. */
  improvement: number | null;
  /** Whether the arm may be called better. */
  badge: Badge;
  /** All of this in a sentence or two. */
  text: string;
}

/** One measure of one arm. */
export interface StudyArmResult {
  arm: string;
  /** One number a seed; NaN for a diverged run, infinite where a level was never reached. */
  outcomes: SeedValue[];
  /** The level that a tuned arm chose. */
  choices: Choice[];
  summary: GroupSummary;
  /** Runs of this arm that diverged, at all levels that are reduced. */
  diverged: number;
  /** Null for the baseline itself, and where there is none. */
  versus: StudyComparison | null;
}

export interface StudyMeasureResult {
  name: string;
  unit: string;
  /** Of the numbers of the arms: a spread is better when lower, whatever it is a spread of. */
  better: Direction;
  /** By cell, then by seed in the plan's order; null while there is none. */
  values: (number | null)[][];
  arms: StudyArmResult[];
}

/** Everything that is known about the answer so far. */
export interface StudyResult {
  plan: StudyPlanView;
  /** By cell, then by seed. */
  runs: StudyRun[];
  measures: StudyMeasureResult[];
  /** Null for a study without a criterion. `provisional` while runs are missing or under way. */
  verdict: { outcome: Outcome; text: string; details: Verdict; provisional: boolean } | null;
  progress: (StudyProgress & { arm: string })[];
  /** What keeps numbers from being there, in words: a series that no run recorded, runs that failed. */
  problems: string[];
}

export interface StudyStart {
  /** How many seeds (1, 2, ...), or which ones; the study keeps them. Its own seeds where not given. */
  seeds?: number | number[];
}

export interface StudyService {
  /** Stored studies, the newest first, then built-in ones that are not stored. */
  list(): StudyRow[];
  /** By id or name, built-in ones too. Throws not-found. */
  get(ref: string): StudyRow;
  /** Stores a new study, or with `id` a changed one. Throws invalid-input with issues by their paths, or conflict. */
  save(spec: StudySpecInput, id?: string): StudyRow;
  /**
   * Stores a study of input scaling, activation and normalization for a dataset, which takes about so many minutes here;
   * takes the place of an earlier one for it. Throws invalid-input, not-found or conflict.
   */
  guided(dataset: string, minutes: number): Promise<StudyRow>;
  /** Forgets the study; its runs stay. */
  remove(ref: string): void;
  /** What it would take to run a study that need not be stored. */
  preview(spec: StudySpecInput): Promise<StudyPreview>;
  /** Queues what is missing and takes up what was interrupted, stopped or failed. Throws invalid-input when it cannot. */
  start(ref: string, options?: StudyStart): Promise<StudyRow>;
  /** Takes its queued runs out of the queue and pauses those that train; runs that another study needs go on. */
  pause(ref: string): StudyRow;
  /** Goes on where it was paused or stopped: the same as start. */
  resume(ref: string): Promise<StudyRow>;
  /** Takes its queued runs out of the queue and stops those that train; they keep their checkpoints. */
  stop(ref: string): StudyRow;
  /** What the person expects; null or blank takes it away. */
  setPrediction(ref: string, text: string | null): StudyRow;
  setNote(ref: string, note: string): StudyRow;
  result(ref: string): Promise<StudyResult>;
  /** All of it as one HTML file. */
  report(ref: string): Promise<ExportedFile>;
}
