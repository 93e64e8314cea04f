/** Smoothing of curves for the eye. It looks back only, so a curve's past never changes when the run goes on. */
import type { Points } from './series.ts';

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

/** Values of `a` minus those of `b` at the steps that both have. */
export function difference(a: Points, b: Points): Points {
  const steps: number[] = [];
  const values: number[] = [];
  for (let i = 0, j = 0; i < a.steps.length && j < b.steps.length;) {
    if (a.steps[i]! < b.steps[j]!) i++;
    else if (a.steps[i]! > b.steps[j]!) j++;
    else {
      steps.push(a.steps[i]!);
      values.push(a.values[i++]! - b.values[j++]!);
    }
  }
  return { steps: Float64Array.from(steps), values: Float64Array.from(values) };
}
