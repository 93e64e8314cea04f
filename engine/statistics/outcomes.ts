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

/** Throws a RangeError where a seed occurs twice: such runs are equal, and would count for more than they tell. */
export function refuseRepeatedSeeds(name: string, outcomes: readonly SeedValue[]): void {
  const seen = new Set<number>();
  for (const { seed } of outcomes) {
    if (seen.has(seed))
      throw new RangeError(
        `${name} has two values of seed ${seed}; runs of one seed are equal, so give one for each seed`,
      );
    seen.add(seed);
  }
}

/** The values of both arms in the order of their seeds, or null when the arms have not the same seeds, or fewer than two. */
export function pairBySeed(arm: readonly SeedValue[], baseline: readonly SeedValue[]): [number, number][] | null {
  const other = new Map(baseline.map(({ seed, value }) => [seed, value]));
  if (arm.length < 2 || arm.length !== baseline.length || !arm.every(({ seed }) => other.has(seed))) return null;
  return arm.toSorted((a, b) => a.seed - b.seed).map(({ seed, value }) => [value, other.get(seed)!]);
}

/** The values without their seeds. */
export const valuesOf = (outcomes: readonly SeedValue[]): number[] => outcomes.map(({ value }) => value);
