/** The mean over seeds of a curve with its 95 % interval, for drawing. Pure. Statistics that decide come from the program. */
import type { Points } from '../../../app/view/points.ts';

/** Student's t at 97.5 % for 1 to 30 degrees of freedom. */
const CRITICAL = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

/** The critical value; beyond the table an expansion that is right to three digits. */
export const criticalT = (freedom: number): number => CRITICAL[freedom - 1] ?? 1.96 + 2.42 / freedom;

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
      if (Number.isFinite(value)) at.set(step, [...(at.get(step) ?? []), value]);
    });
  const steps = [...at.keys()].sort((a, b) => a - b);
  const band: Band = { steps, mean: [], low: [], high: [], n: [] };
  for (const step of steps) {
    const { mean, low, high } = intervalOf(at.get(step)!);
    band.mean.push(mean);
    band.low.push(low);
    band.high.push(high);
    band.n.push(at.get(step)!.length);
  }
  return band;
}

/** Mean and 95 % interval of finite values; the interval is the mean itself for a single one. */
export function intervalOf(values: readonly number[]): { mean: number; low: number; high: number } {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  if (n < 2) return { mean, low: mean, high: mean };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = criticalT(n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
