/**
 * The learning rate at each step, with k updates done before it and n steps in all:
 *
 *   constant     rate
 *   step         rate factor^floor(k / every)
 *   exponential  rate factor^k
 *   cosine       minimum + (rate - minimum) (1 + cos(pi k / (n - 1))) / 2         (Loshchilov and Hutter 2017)
 *   one-cycle    from rate / start up to rate, then down to rate / start / end, along half cosines (Smith and Topin 2018)
 *   plateau      falls by a factor when the validation loss has not fallen for `patience` evaluations: plateau.ts
 *
 * Warm-up comes first: at its w-th step the rate is w / warmup of the full one, and the schedule counts from its end.
 */
import type { ScheduleSpec } from '../spec/schema.ts';
import { createPlateau } from './plateau.ts';

export interface Schedule {
  /** The learning rate of update `step`, counted from 1. */
  rate(step: number): number;
  /** Hears of an evaluation. */
  observe(validationLoss: number): void;
  /** What it remembers of evaluations; to be saved and put back with the run. */
  readonly counts: Float64Array;
}

/** The schedule of a specification around the learning rate `base`, for a run of `steps` updates. */
export function createSchedule(spec: ScheduleSpec, base: number, steps: number): Schedule {
  const warmup = 'warmup' in spec ? spec.warmup : 0;
  const plateau = spec.type === 'plateau' ? createPlateau(spec, base) : null;
  const after = (k: number, n: number): number => {
    switch (spec.type) {
      case 'constant':
        return base;
      case 'step':
        return base * spec.factor ** Math.floor(k / spec.every);
      case 'exponential':
        return base * spec.factor ** k;
      case 'cosine':
        return spec.minimum + (base - spec.minimum) * fall(n > 1 ? k / (n - 1) : 0);
      case 'one-cycle':
        return oneCycle(spec, base, k, n);
      case 'plateau':
        return plateau!.rate();
      default:
        return spec satisfies never;
    }
  };
  return {
    rate: (step) => (step <= warmup ? (base * step) / warmup : after(step - 1 - warmup, steps - warmup)),
    observe(validationLoss) {
      plateau?.observe(validationLoss);
    },
    counts: plateau?.counts ?? new Float64Array(0),
  };
}

/** Half a cosine from 1 at 0 to 0 at 1. */
const fall = (share: number): number => (1 + Math.cos(Math.PI * share)) / 2;

/** PyTorch's OneCycleLR with two phases; the first ends at the fraction `rise` of all steps. */
function oneCycle(
  { start, end, rise }: Extract<ScheduleSpec, { type: 'one-cycle' }>,
  highest: number,
  k: number,
  n: number,
): number {
  const first = highest / start;
  const last = first / end;
  const top = rise * n - 1;
  if (k <= top) return highest + (first - highest) * fall(top > 0 ? k / top : 1);
  return last + (highest - last) * fall(Math.min(1, (k - top) / (n - 1 - top)));
}
