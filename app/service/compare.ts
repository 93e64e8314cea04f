/** Runs side by side: what differs in their specs, their final metrics, and how soon each reached a target. */
import { parseProbeMetric } from '../../engine/probes/metric.ts';
import { SERIES } from '../../engine/events.ts';
import { nearest } from '../../engine/spec/parse.ts';
import { AppError } from '../errors.ts';
import { diffSpecs } from './diff.ts';
import { probeValues } from './probe-values.ts';
import type { Comparison } from '../contract/compare.ts';
import type { RunRow } from '../contract/runs.ts';
import type { SeriesPoints } from '../contract/series.ts';
import type { CompareService, ProbeReader, RunService } from './types.ts';

/** What is compared when nothing else is said: the share of the validation split that is classified rightly. */
export const DEFAULT_METRIC = 'validation.accuracy';
/** The value of an accuracy whose first step is looked for when nothing else is said. */
export const DEFAULT_TARGET = 0.85;

/** Which way a metric or series is better; null where that is not known (norms, steps, times). */
export function direction(name: string): 'higher' | 'lower' | null {
  const words = name.split('.');
  if (words.some((word) => word.toLowerCase().includes('step'))) return null;
  if (words.includes('accuracy')) return 'higher';
  return words.includes('loss') ? 'lower' : null;
}

/** The first stored step at which the series was at or past the target; null when it never was. NaN reaches nothing. */
export function firstStepAt({ steps, values }: SeriesPoints, target: number, way: 'higher' | 'lower'): number | null {
  const index = values.findIndex((value) => (way === 'higher' ? value >= target : value <= target));
  return steps[index] ?? null;
}

/** Indices of the best finite values, ties included; none where fewer than two runs have the metric at all. */
function bestOf(values: readonly (number | null)[], way: 'higher' | 'lower' | null): number[] {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const compared = values.filter((value) => value !== null).length;
  if (way === null || compared < 2 || finite.length === 0) return [];
  const best = way === 'higher' ? Math.max(...finite) : Math.min(...finite);
  return values.flatMap((value, index) => (value === best ? [index] : []));
}

/** Parts of metric names in the order in which they are shown: what decides a comparison comes first. */
const SPLITS = ['validation', 'test', 'train'];
const KINDS = ['accuracy', 'loss'];
const VARIANTS = ['best', 'precise', 'batch'];

/** Validation before test before training, accuracy before loss, the plain one first; what has none of these last. */
function rank(name: string): number {
  const words = name.split('.');
  const place = (list: readonly string[]): number => list.findIndex((word) => words.includes(word));
  const [split, kind, variant] = [place(SPLITS), place(KINDS), place(VARIANTS)];
  return (split === -1 ? 9 : split) * 100 + (kind === -1 ? 9 : kind) * 10 + variant + 1;
}

/** Summary metrics of several runs; null where a run has no such metric. */
export function compareMetrics(runs: readonly Pick<RunRow, 'summary'>[]): Comparison['metrics'] {
  const all = new Set(runs.flatMap((run) => Object.keys(run.summary)));
  const names = [...all].sort((a, b) => rank(a) - rank(b));
  return names.map((name) => {
    const values = runs.map((run) => run.summary[name] ?? null);
    const way = direction(name);
    return { name, direction: way, values, best: bestOf(values, way) };
  });
}

/**
 * Steps until `metric` first reached `target`, over all stored points. Without a metric: validation accuracy, or
 * validation loss where no run has accuracies. Without a target: 0.85 of an accuracy; of a loss, the lowest level that
 * every run reached. Throws AppError `invalid-input` for a metric that is not recorded or has no better side.
 */
export function stepsToTarget(
  runs: RunService,
  rows: readonly RunRow[],
  wanted: { metric?: string; target?: number } = {},
): Comparison['stepsToTarget'] {
  const recorded = [...new Set(rows.flatMap((row) => runs.get(row.id).series.map((series) => series.name)))];
  const metric = wanted.metric ?? defaultMetric(recorded);
  const way = requireDirection(metric, recorded);
  const points = rows.map((row) => runs.series(row.id, metric));
  const target = wanted.target ?? (way === 'higher' ? DEFAULT_TARGET : commonLevel(points));
  if (!Number.isFinite(target)) throw new AppError('invalid-input', `target is ${target}; give a finite number.`);
  return { metric, target, values: points.map((series) => firstStepAt(series, target, way)) };
}

/** Runs may be evaluated with batch statistics only; regression has no accuracies. */
const DEFAULTS = [DEFAULT_METRIC, `${DEFAULT_METRIC}.batch`, 'validation.loss', 'validation.loss.batch'];

const defaultMetric = (recorded: readonly string[]): string =>
  DEFAULTS.find((name) => recorded.includes(name)) ?? DEFAULT_METRIC;

function requireDirection(metric: string, recorded: readonly string[]): 'higher' | 'lower' {
  const usable = [...new Set([...SERIES, ...recorded])].filter((name) => direction(name) !== null);
  if (!usable.includes(metric)) {
    const near = nearest(metric, usable);
    const hint = near === null ? `Allowed: ${usable.join(', ')}.` : `Did you mean ${near}?`;
    throw new AppError('invalid-input', `metric is ${JSON.stringify(metric)}, which has no target to reach. ${hint}`, {
      issues: [{ path: 'metric', message: hint }],
    });
  }
  return direction(metric)!;
}

/** The largest of the runs' smallest finite values: every run that has one gets there. 0 where none has. */
function commonLevel(points: readonly SeriesPoints[]): number {
  const lowest = points.flatMap(({ values }) => {
    const finite = values.filter(Number.isFinite);
    return finite.length === 0 ? [] : [finite.reduce((a, b) => Math.min(a, b))];
  });
  return lowest.length === 0 ? 0 : Math.max(...lowest);
}

/** The row of a probe's number that was asked for; a network has thousands, so that the others are left out. */
function probeMetric(probes: ProbeReader, rows: readonly RunRow[], metric: string): Comparison['metrics'] {
  const parsed = parseProbeMetric(metric);
  if (parsed === null) return [];
  const values = probeValues(
    rows.map(({ id }) => probes.list(id)),
    parsed,
  );
  return [{ name: metric, direction: null, values, best: [] }];
}

/** The service over the runs of one database. */
export const createCompareService = (runs: RunService, probes: ProbeReader): CompareService => ({
  compare(refs, options = {}) {
    const rows = refs.map((ref) => runs.resolve(ref));
    const distinct = rows.filter((row, index) => rows.findIndex((other) => other.id === row.id) === index);
    if (distinct.length < 2)
      throw new AppError(
        'invalid-input',
        `A comparison needs at least two different runs; ${distinct.length === 0 ? 'none was' : 'one was'} given.`,
      );
    const { metric = '', ...target } = options;
    const measured = probeMetric(probes, distinct, metric);
    return {
      runs: distinct,
      spec: diffSpecs(distinct.map((row) => row.spec)),
      metrics: [...measured, ...compareMetrics(distinct)],
      stepsToTarget: stepsToTarget(runs, distinct, measured.length > 0 ? target : options),
    };
  },
});
