/**
 * A learning rate that falls when nothing gets better, as PyTorch's ReduceLROnPlateau: after more than `patience`
 * evaluations in a row without a loss below (1 - threshold) times the best one, rate = max(minimum, factor rate).
 */
import type { ScheduleSpec } from '../spec/schema.ts';

export interface Plateau {
  rate(): number;
  observe(validationLoss: number): void;
  save(): number[];
  restore(state: readonly number[]): void;
}

/** Smaller changes of the rate are not made, as in PyTorch. */
const SMALLEST_CHANGE = 1e-8;

/** Starts at `base`. A loss that is not finite is no better. */
export function createPlateau(spec: Extract<ScheduleSpec, { type: 'plateau' }>, base: number): Plateau {
  let rate = base;
  let best = Infinity;
  let waited = 0;
  return {
    rate: () => rate,
    observe(loss) {
      if (loss < best * (1 - spec.threshold)) {
        best = loss;
        waited = 0;
        return;
      }
      waited++;
      if (waited <= spec.patience) return;
      waited = 0;
      const lower = Math.max(spec.minimum, rate * spec.factor);
      if (rate - lower > SMALLEST_CHANGE) rate = lower;
    },
    save: () => [rate, best, waited],
    restore([savedRate = base, savedBest = Infinity, savedWaited = 0]) {
      rate = savedRate;
      best = savedBest;
      waited = savedWaited;
    },
  };
}
