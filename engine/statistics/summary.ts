/** One group of runs in numbers. Comparisons of two groups: comparison.ts. */
import { bootstrap, DEFAULT_RESAMPLING, type Resampling } from './bootstrap.ts';
import type { Interval } from './interval.ts';
import { mean, standardDeviation } from './moments.ts';
import { interquartileMean, quantile, sorted } from './order.ts';
import { type Direction, finiteOf, withWorst } from './outcomes.ts';
import { tInterval } from './t-interval.ts';

/** What is said of one group of runs. Null where there are too few values. */
export interface Summary {
  /** All runs, diverged ones included. */
  n: number;
  /** Runs without a finite value: diverged, or a level never reached. */
  nonFinite: number;
  /** Over finite values only, like all down to `meanInterval`. */
  mean: number | null;
  /** With n - 1. */
  standardDeviation: number | null;
  standardError: number | null;
  minimum: number | null;
  maximum: number | null;
  /** Intervals of the mean at the level asked for, 95 % by default. */
  meanInterval: { t: Interval | null; percentile: Interval | null; bca: Interval | null };
  /** Over all runs, those without a finite value as the worst; infinite where such a run is what stands there. */
  median: number | null;
  /** First and third quartile, by value and not by merit. */
  quartiles: Interval | null;
  interquartileMean: number | null;
}

/** Summarizes the values of a group of runs, one for each seed. */
export function summarize(values: readonly number[], better: Direction, resampling: Resampling = {}): Summary {
  const finite = finiteOf(values);
  const n = finite.length;
  const ranked = sorted(withWorst(values, better));
  const deviation = n < 2 ? null : standardDeviation(finite);
  const draws = bootstrap([finite], meanOf, resampling);
  return {
    n: values.length,
    nonFinite: values.length - n,
    mean: n === 0 ? null : mean(finite),
    standardDeviation: deviation,
    standardError: deviation === null ? null : deviation / Math.sqrt(n),
    minimum: n === 0 ? null : Math.min(...finite),
    maximum: n === 0 ? null : Math.max(...finite),
    meanInterval: {
      t: tInterval(finite, resampling.level ?? DEFAULT_RESAMPLING.level),
      percentile: draws?.percentile ?? null,
      bca: draws?.bca ?? null,
    },
    median: ranked.length === 0 ? null : quantile(ranked, 0.5),
    quartiles: ranked.length === 0 ? null : { low: quantile(ranked, 0.25), high: quantile(ranked, 0.75) },
    interquartileMean: ranked.length === 0 ? null : interquartileMean(ranked),
  };
}

/** The mean as a statistic to resample. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  const n = values.length;
  for (let i = 0; i < n; i++) sum += values[i]!;
  return sum / n;
}
