/** The recorded percentiles of what enters each activation, and what they say about all of it. */
import { PREACTIVATION_PERCENTS, metricOf, preactivationName } from '../../../engine/metrics.ts';
import { normalCdf } from '../../../engine/statistics/normal.ts';
import type { Evidence } from './evidence.ts';

/** Percentiles 15, 50 and 85 at each recorded step. */
export interface Preactivations {
  layer: string;
  steps: Float64Array;
  p15: Float64Array;
  p50: Float64Array;
  p85: Float64Array;
}

/** Those of every activation layer, from the input on. */
export function preactivationsOf({ run, series }: Evidence): Preactivations[] {
  return run.series.flatMap(({ name }) => {
    const { percentile } = metricOf(name);
    if (percentile?.percent !== 50) return [];
    const { layer } = percentile;
    const [p15, p50, p85] = PREACTIVATION_PERCENTS.map((percent) => series(preactivationName(layer, percent)));
    return [{ layer, steps: p50!.steps, p15: p15!.values, p50: p50!.values, p85: p85!.values }];
  });
}

/** Between percentiles 15 and 85 of a normal distribution lie this many standard deviations. */
const DEVIATIONS_BETWEEN = 2.0729;

/** Mean and deviation of the normal distribution with these percentiles. */
export const normalFit = (p15: number, p50: number, p85: number): { mean: number; deviation: number } => ({
  mean: p50,
  deviation: (p85 - p15) / DEVIATIONS_BETWEEN,
});

/** Share of that distribution below `x`; without a deviation, all of it or nothing. */
export function shareBelow({ mean, deviation }: { mean: number; deviation: number }, x: number): number {
  if (deviation > 0) return normalCdf((x - mean) / deviation);
  return mean < x ? 1 : 0;
}

/** Index of the first record from which a condition holds up to the last one; null where it does not hold at the end. */
export function sinceRecord({ steps }: Preactivations, holds: (record: number) => boolean): number | null {
  let since = steps.length;
  while (since > 0 && holds(since - 1)) since--;
  return since === steps.length ? null : since;
}
