/** Smoothing of noisy curves for the eye. It looks back only, so a curve's past never changes when the run goes on. */
import type { Points } from './points.ts';

/** Time constants in steps to choose from; 0 leaves a curve as it is. */
export const SMOOTHING = [0, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;

/** The time constant that suits a run of so many steps: about a fiftieth of them, none for a short run. */
export const smoothingFor = (steps: number): number => SMOOTHING.findLast((tau) => tau <= steps / 50) ?? 0;

/**
 * Exponential moving average with time constant `tau` in steps (0: the values as they are), freed of the bias of its
 * start: each value is divided by the sum of the weights so far. Distances between steps count, so a curve recorded
 * every tenth step is smoothed as much as one recorded at each. A non-finite value shows at its own step only.
 */
export function smooth(points: Points, tau: number): Points {
  if (tau <= 0) return points;
  const { steps, values } = points;
  const out = new Float64Array(values.length);
  let sum = 0;
  let weights = 0;
  let last = NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      out[i] = value;
      continue;
    }
    const keep = Number.isNaN(last) ? 0 : Math.exp(-(steps[i]! - last) / tau);
    sum = keep * sum + value;
    weights = keep * weights + 1;
    last = steps[i]!;
    out[i] = sum / weights;
  }
  return { steps, values: out };
}
