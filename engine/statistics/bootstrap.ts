/**
 * Bootstrap intervals (Efron and Tibshirani 1993): each sample is drawn again with replacement, the statistic is computed
 * each time, and limits are read off its distribution. Deterministic: the same seed draws the same samples.
 */
import { stream } from '../random.ts';
import type { Interval } from './interval.ts';
import { mean } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { quantile } from './order.ts';

/** How the drawing is done; what is left out has the defaults of the program. */
export interface Resampling {
  /** Number of samples that are drawn. */
  resamples?: number;
  /** Seed of the drawing, not of any run. */
  seed?: number;
  /** Confidence level of intervals, in 0 .. 1. */
  level?: number;
}

export const DEFAULT_RESAMPLING = { resamples: 10_000, seed: 0, level: 0.95 } as const;

/** A number computed from one or more samples. */
export type Statistic = (...samples: Float64Array[]) => number;

/** Two intervals over the same draws. */
export interface BootstrapIntervals {
  percentile: Interval;
  /** Bias-corrected and accelerated; null where it has no value (see bcaInterval). */
  bca: Interval | null;
}

/**
 * Intervals of `statistic` over independent samples; null when a sample has fewer than two values, or every draw gives the
 * same number, which tells nothing of the spread.
 */
export function bootstrap(
  samples: readonly (readonly number[])[],
  statistic: Statistic,
  resampling: Resampling = {},
): BootstrapIntervals | null {
  if (samples.some((sample) => sample.length < 2)) return null;
  const { resamples, seed, level } = { ...DEFAULT_RESAMPLING, ...resampling };
  const data = samples.map((sample) => Float64Array.from(sample));
  const random = stream(seed, 'bootstrap');
  const drawn = data.map(({ length }) => new Float64Array(length));
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    data.forEach((sample, s) => {
      for (let i = 0; i < sample.length; i++) drawn[s]![i] = sample[random.int(sample.length)]!;
    });
    replicates[r] = statistic(...drawn);
  }
  replicates.sort();
  if (replicates[0] === replicates[resamples - 1]) return null;
  const tail = (1 - level) / 2;
  return {
    percentile: { low: quantile(replicates, tail), high: quantile(replicates, 1 - tail) },
    bca: bcaInterval(replicates, statistic(...data), jackknife(data, statistic), level),
  };
}

/** The statistic with each value left out in turn, sample by sample. */
function jackknife(data: Float64Array[], statistic: Statistic): number[][] {
  return data.map((sample, s) =>
    Array.from(sample, (_, left) => {
      const rest = sample.filter((_, i) => i !== left);
      return statistic(...data.map((other, o) => (o === s ? rest : other)));
    }),
  );
}

/**
 * Bias-corrected and accelerated limits from sorted replicates (Efron and Tibshirani 1993, equations 14.10 and 14.14; for
 * several samples 15.36). Null when all replicates lie on one side of the estimate, or none differs from it.
 */
export function bcaInterval(
  ascending: readonly number[] | Float64Array,
  estimate: number,
  leftOut: readonly (readonly number[])[],
  level: number,
): Interval | null {
  let below = 0;
  for (const replicate of ascending) below += replicate < estimate ? 1 : replicate === estimate ? 0.5 : 0;
  const bias = normalQuantile(below / ascending.length);
  let cubes = 0;
  let squares = 0;
  for (const values of leftOut) {
    const centre = mean(values);
    const n = values.length;
    for (const value of values) {
      const influence = ((n - 1) * (centre - value)) / n;
      cubes += influence ** 3;
      squares += influence ** 2;
    }
  }
  const acceleration = cubes / (6 * squares ** 1.5);
  if (!Number.isFinite(bias) || !Number.isFinite(acceleration)) return null;
  const limit = (z: number): number =>
    quantile(ascending, normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z))));
  const z = normalQuantile((1 - level) / 2);
  return { low: limit(z), high: limit(-z) };
}
