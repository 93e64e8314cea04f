/** How a run becomes one number: a series, a summary metric or what a probe found, summarized as a study asks. */
import { metricOf } from '../metrics.ts';
import type { MeasureSpec, ValueSpec } from '../spec/schema/study.ts';

type Direction = 'higher' | 'lower';

/** Numbers at ascending steps. */
export interface Points {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** What is recorded of a run that has ended. */
export interface RunNumbers {
  diverged: boolean;
  /** Updates done. */
  step: number;
  summary: Readonly<Record<string, number>>;
  /** Points of a series; null where the run has none of that name. */
  series(name: string): Points | null;
  /** What probes of a type found under a name, in the order of their steps; `end` for the last moment. */
  probes(type: string, number: string): { step: number; end: boolean; value: number }[];
}

/**
 * The number of one run and measure; NaN for a run that diverged before it had one, infinite where a level was never
 * reached, null where the run did not record what is asked for.
 */
export function measureRun(
  run: RunNumbers,
  { value, relative, better }: Pick<MeasureSpec, 'value' | 'relative' | 'better'>,
): number | null {
  const one = valueOf(run, value, better);
  if (relative === null || one === null) return one;
  const other = valueOf(run, relative.to, better);
  if (other === null) return null;
  return relative.how === 'minus' ? one - other : one / other;
}

/** The number that a value stands for; see {@link measureRun}. */
export function valueOf(run: RunNumbers, { of, summary }: ValueSpec, better: Direction): number | null {
  const points = pointsOf(run, of);
  if (points === null) return run.summary[of] ?? (run.diverged ? NaN : null);
  const { steps, values } = points;
  const n = values.length;
  if (n === 0) return run.diverged ? NaN : null;
  switch (summary.type) {
    case 'last':
      return run.diverged ? NaN : values[n - 1]!;
    case 'best':
      return bestOf(values, better);
    case 'at':
      return run.diverged && run.step <= summary.step ? NaN : at(points, summary.step);
    case 'at-best-validation':
      return atBestValidation(run, points);
    case 'mean-of-last':
      return run.diverged ? NaN : meanOf(Array.from(values).slice(-summary.count));
    case 'steps-to':
      for (let i = 0; i < n; i++) if (reaches(values[i]!, summary.level, levelSide(of))) return steps[i]!;
      return Infinity;
    case 'area':
      return run.diverged ? NaN : area(points);
    case 'median':
      return run.diverged ? NaN : medianOf(values);
    default:
      return summary satisfies never;
  }
}

/** Whether a value is at a level or beyond it, in the direction that is better. */
export const reaches = (value: number, level: number, better: Direction): boolean =>
  better === 'higher' ? value >= level : value <= level;

/** Fewer steps are better whatever is counted, so the side of the level follows from what the series is. */
const levelSide = (of: string): Direction => metricOf(of).better ?? 'higher';

function pointsOf(run: RunNumbers, of: string): Points | null {
  const { probe } = metricOf(of);
  if (probe === null) return run.series(of);
  const { name, moment } = probe;
  const dot = name.indexOf('.');
  const found = run.probes(name.slice(0, dot), name.slice(dot + 1));
  const chosen =
    moment === null
      ? found
      : found.filter(({ step, end }, i) => (moment === 'end' ? end || i === found.length - 1 : step === moment));
  return { steps: chosen.map(({ step }) => step), values: chosen.map(({ value }) => value) };
}

function at({ steps, values }: Points, step: number): number | null {
  let found: number | null = null;
  for (let i = 0; i < steps.length && steps[i]! <= step; i++) found = values[i]!;
  return found;
}

function bestOf(values: ArrayLike<number>, better: Direction): number {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return NaN;
  return finite.reduce((a, b) => (better === 'higher' ? Math.max(a, b) : Math.min(a, b)));
}

function atBestValidation(run: RunNumbers, points: Points): number | null {
  const losses = run.series('validation.loss');
  if (losses === null) return null;
  let best = -1;
  for (let i = 0; i < losses.values.length; i++)
    if (Number.isFinite(losses.values[i]!) && (best < 0 || losses.values[i]! < losses.values[best]!)) best = i;
  return best < 0 ? NaN : at(points, losses.steps[best]!);
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function medianOf(values: ArrayLike<number>): number {
  const ascending = Array.from(values).sort((a, b) => a - b);
  if (ascending.some(Number.isNaN)) return NaN;
  const middle = Math.floor(ascending.length / 2);
  return ascending.length % 2 === 1 ? ascending[middle]! : (ascending[middle - 1]! + ascending[middle]!) / 2;
}

function area({ steps, values }: Points): number {
  if (values.length === 1) return values[0]!;
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += ((values[i]! + values[i - 1]!) / 2) * (steps[i]! - steps[i - 1]!);
  return sum / (steps[steps.length - 1]! - steps[0]!);
}
