/**
 * What is tested: one number for each seed. A number that is not finite stands for a run that diverged, or for a level
 * that was never reached. It has a place in an order (the worst), but none in a mean; nothing is left out silently.
 */

/** Which way a metric gets better: accuracy is better when higher, a loss or a number of steps when lower. */
export type Direction = 'higher' | 'lower';

/** The outcome of one run. */
export interface SeedValue {
  seed: number;
  /** NaN or an infinity for a run that diverged or never reached its level. */
  value: number;
}

/** The value that no other is worse than. */
export const worstOf = (better: Direction): number => (better === 'higher' ? -Infinity : Infinity);

/** The values with every non-finite one replaced by the worst, for statistics of order. */
export const withWorst = (values: readonly number[], better: Direction): number[] =>
  values.map((value) => (Number.isFinite(value) ? value : worstOf(better)));

/** The finite values alone, for means. */
export const finiteOf = (values: readonly number[]): number[] => values.filter((value) => Number.isFinite(value));

/**
 * The values of both arms seed by seed, in the order of the seeds, or null when they have not the same seeds, each once,
 * or fewer than two.
 */
export function pairBySeed(arm: readonly SeedValue[], baseline: readonly SeedValue[]): [number, number][] | null {
  const other = new Map(baseline.map(({ seed, value }) => [seed, value]));
  const seeds = new Set(arm.map(({ seed }) => seed));
  if (seeds.size !== arm.length || other.size !== baseline.length || arm.length !== baseline.length) return null;
  if (arm.length < 2 || !arm.every(({ seed }) => other.has(seed))) return null;
  return arm.toSorted((a, b) => a.seed - b.seed).map(({ seed, value }) => [value, other.get(seed)!]);
}

/** The values without their seeds. */
export const valuesOf = (outcomes: readonly SeedValue[]): number[] => outcomes.map(({ value }) => value);
