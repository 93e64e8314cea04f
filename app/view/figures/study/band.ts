/** The mean over seeds of a curve with its 95 % interval, for drawing. Statistics that decide: engine/statistics. */
import { mean } from '../../../../engine/statistics/moments.ts';
import { tInterval } from '../../../../engine/statistics/t-interval.ts';
import type { Points } from '../../points.ts';

/** Means of a curve over seeds. */
export interface Band {
  steps: number[];
  mean: number[];
  /** Limits of the interval; both the mean itself where only one seed has a value. */
  low: number[];
  high: number[];
  /** Seeds with a finite value at each step. */
  n: number[];
}

/** Mean and interval at every step at which a curve has a finite value; a seed that diverged is left out from there on. */
export function bandOf(curves: readonly Points[]): Band {
  const at = new Map<number, number[]>();
  for (const { steps, values } of curves)
    steps.forEach((step, i) => {
      const value = values[i]!;
      if (!Number.isFinite(value)) return;
      const known = at.get(step);
      if (known === undefined) at.set(step, [value]);
      else known.push(value);
    });
  const steps = [...at.keys()].sort((a, b) => a - b);
  const band: Band = { steps, mean: [], low: [], high: [], n: [] };
  for (const step of steps) {
    const interval = intervalOf(at.get(step)!);
    band.mean.push(interval.mean);
    band.low.push(interval.low);
    band.high.push(interval.high);
    band.n.push(at.get(step)!.length);
  }
  return band;
}

/** Mean and 95 % interval of finite values; the interval is the mean itself where there is no spread to tell it from. */
export function intervalOf(values: readonly number[]): { mean: number; low: number; high: number } {
  const centre = mean(values);
  return { mean: centre, ...(tInterval(values, 0.95) ?? { low: centre, high: centre }) };
}
