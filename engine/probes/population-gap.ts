/**
 * How far the running statistics of a layer are from those of the population, in the units that its outputs have: for
 * channel j
 *
 *   z_j = |mean_run - mean_pop| / sqrt(variance_pop + eps)
 *   r_j = |ln((variance_run + eps) / (variance_pop + eps))|
 *
 * z is by how many of its deviations the standardized value is shifted in inference; exp(r / 2) by which factor it is scaled.
 * Population statistics are those of Ioffe and Szegedy (2015), Algorithm 2: averages over training batches with frozen
 * weights. Decorrelated batch normalization has covariances; their diagonals are compared.
 */
import type { PopulationLayer } from '../layers/layer.ts';
import { epsOf } from '../spec/normalizers.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import { vector, type ProbeArray } from './record.ts';
import { PERCENTS, spreadOf } from './spread.ts';

/** Statistics of each channel. */
export interface Moments {
  mean: Float64Array;
  variance: Float64Array;
}

/** Copies of the running statistics. */
export function runningMoments(layer: PopulationLayer): Moments {
  layer.refreshReport?.();
  const { runningMean, runningVariance, channels } = layer.norm!;
  return { mean: copyOf(runningMean!.data, channels), variance: copyOf(runningVariance!.data, channels) };
}

/** Copies of the population statistics, which must have been computed. */
export function populationMoments({ population: { precise, channels } }: PopulationLayer): Moments {
  const { data, size } = precise.variance;
  // Of decorrelation: a row of the covariance of its group for each channel. Otherwise rows of one number.
  const width = size / channels;
  return {
    mean: copyOf(precise.mean.data, channels),
    variance: Float64Array.from({ length: channels }, (_, c) => data[c * width + (c % width)]!),
  };
}

/** Numbers and arrays of a layer: `z` and `log variance ratio` with their median, mean and largest. */
export function gapBetween(
  running: Moments,
  population: Moments,
  { normalization }: NormalizationPlan,
): { numbers: Record<string, number>; arrays: ProbeArray[] } {
  const eps = epsOf(normalization) ?? 0;
  const z = running.mean.map(
    (mean, j) => Math.abs(mean - population.mean[j]!) / Math.sqrt(population.variance[j]! + eps),
  );
  const ratio = running.variance.map((variance, j) =>
    Math.abs(Math.log((variance + eps) / (population.variance[j]! + eps))),
  );
  return {
    numbers: { ...summary('z', z), ...summary('log variance ratio', ratio) },
    arrays: [vector('z', 'channel', z), vector('log variance ratio', 'channel', ratio)],
  };
}

const summary = (name: string, values: Float64Array): Record<string, number> => {
  const { percentiles, mean, maximum } = spreadOf(values);
  return {
    [`median ${name}`]: percentiles[PERCENTS.indexOf(50)]!,
    [`mean ${name}`]: mean,
    [`largest ${name}`]: maximum,
  };
};

const copyOf = (data: Float32Array | Float64Array, count: number): Float64Array =>
  Float64Array.from(data.subarray(0, count));
