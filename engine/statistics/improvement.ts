/** The chance that a run of one arm is better than a run of the other (Agarwal et al. 2021). */
import { bootstrap, type BootstrapIntervals, type Resampling } from './bootstrap.ts';
import type { Direction } from './outcomes.ts';
import { countLarger } from './rank-sums.ts';

/** Probability of improvement, and how sure it is. */
export interface Improvement {
  /** In 0 .. 1; 0.5 where neither arm is better. Ties count one half. */
  probability: number;
  /** Null where no draw changes it, as when every run of one arm is better. */
  interval: BootstrapIntervals | null;
}

/** P(x better than y) over all pairs of runs; null when there are none. Takes infinities (outcomes.ts), but no NaN. */
export function probabilityOfImprovement(
  x: readonly number[],
  y: readonly number[],
  better: Direction,
  resampling: Resampling = {},
): Improvement | null {
  if (x.length === 0 || y.length === 0) return null;
  const share = (a: readonly number[] | Float64Array, b: readonly number[] | Float64Array): number =>
    (better === 'higher' ? countLarger(a, b) : countLarger(b, a)) / (a.length * b.length);
  return { probability: share(x, y), interval: bootstrap([x, y], (a, b) => share(a!, b!), resampling) };
}
