/**
 * A learning rate that falls when nothing gets better, as PyTorch's ReduceLROnPlateau: after more than `patience`
 * evaluations in a row without a loss below (1 - threshold) times the best one, rate = max(minimum, factor rate).
 */
import type { ScheduleSpec } from '../spec/schema.ts';

export interface Plateau {
  rate(): number;
  observe(validationLoss: number): void;
  /** The rate, the best loss, evaluations without a better one; to be saved and put back with the run. */
  readonly counts: Float64Array;
}

/** Smaller changes of the rate are not made, as in PyTorch. */
const SMALLEST_CHANGE = 1e-8;

/** Starts at `base`. A loss that is not finite is no better. */
export function createPlateau(spec: Extract<ScheduleSpec, { type: 'plateau' }>, base: number): Plateau {
  const counts = Float64Array.of(base, Infinity, 0);
  return {
    counts,
    rate: () => counts[0]!,
    observe(loss) {
      const [rate = base, best = Infinity, waited = 0] = counts;
      if (loss < best * (1 - spec.threshold)) {
        counts[1] = loss;
        counts[2] = 0;
      } else if (waited < spec.patience) counts[2] = waited + 1;
      else {
        counts[2] = 0;
        const lower = Math.max(spec.minimum, rate * spec.factor);
        if (rate - lower > SMALLEST_CHANGE) counts[0] = lower;
      }
    },
  };
}
