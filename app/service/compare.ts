/** Runs side by side: what differs in their specs, their final metrics, and how soon each reached a target. */
import { compareMetricNames, DECISIVE, metricOf, METRICS } from '../../engine/metrics.ts';
import { nearest } from '../../engine/spec/parse.ts';
import { AppError } from '../errors.ts';
import { diffSpecs } from './diff.ts';
import { probeValues } from './probe-values.ts';
import type { Comparison } from '../contract/compare.ts';
import type { RunRow } from '../contract/runs.ts';
import type { SeriesPoints } from '../contract/series.ts';
import type { CompareService, ProbeReader, RunService } from './types.ts';

/** What is compared when nothing else is said: the share of the validation split that is classified rightly. */
export const DEFAULT_METRIC = DECISIVE[0]!;
/** The value of an accuracy whose first step is looked for when nothing else is said. */
export const DEFAULT_TARGET = 0.85;

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

/** Summary metrics of several runs; null where a run has no such metric. */
export function compareMetrics(runs: readonly Pick<RunRow, 'summary'>[]): Comparison['metrics'] {
  const all = new Set(runs.flatMap((run) => Object.keys(run.summary)));
  const names = [...all].sort(compareMetricNames);
  return names.map((name) => {
    const values = runs.map((run) => run.summary[name] ?? null);
    const way = metricOf(name).better;
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

const defaultMetric = (recorded: readonly string[]): string =>
  DECISIVE.find((name) => recorded.includes(name)) ?? DEFAULT_METRIC;

function requireDirection(metric: string, recorded: readonly string[]): 'higher' | 'lower' {
  const known = METRICS.flatMap((metric) => (metric.recorded === null ? [] : [metric.name]));
  const usable = [...new Set([...known, ...recorded])].filter((name) => metricOf(name).better !== null);
  if (!usable.includes(metric)) {
    const near = nearest(metric, usable);
    const hint = near === null ? `Allowed: ${usable.join(', ')}.` : `Did you mean ${near}?`;
    throw new AppError('invalid-input', `metric is ${JSON.stringify(metric)}, which has no target to reach. ${hint}`, {
      issues: [{ path: 'metric', message: hint }],
    });
  }
  return metricOf(metric).better!;
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
  const { probe, better } = metricOf(metric);
  if (probe === null) return [];
  const values = probeValues(
    rows.map(({ id }) => probes.list(id)),
    probe,
  );
  return [{ name: metric, direction: better, values, best: bestOf(values, better) }];
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
