/** Statistics of order. They take infinite values as ends of the scale, but no NaN (see outcomes.ts). */

/** A sorted copy, smallest first. */
export const sorted = (values: readonly number[]): number[] =>
  values.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1));

/** Quantile `p` in 0 .. 1 of sorted values, linear between neighbours (type 7 of Hyndman and Fan 1996); NaN of nothing. */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) return NaN;
  const position = (ascending.length - 1) * p;
  const rank = Math.floor(position);
  const low = ascending[rank]!;
  const high = ascending[Math.min(rank + 1, ascending.length - 1)]!;
  const fraction = position - rank;
  if (fraction === 0 || low === high) return low;
  // Between a number and an infinity there is only the infinity; between both infinities there is nothing.
  if (!Number.isFinite(low)) return Number.isFinite(high) ? low : NaN;
  return low + (high - low) * fraction;
}

export const median = (values: readonly number[]): number => quantile(sorted(values), 0.5);

/**
 * Mean of what is left when a quarter of the values, rounded down, is cut off at each end: robust to a single diverged
 * run, and less wasteful than the median (Agarwal et al. 2021, who recommend it for few runs). NaN of nothing.
 */
export function interquartileMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4);
  const inner = sorted(values).slice(cut, values.length - cut);
  return inner.reduce((sum, value) => sum + value, 0) / inner.length;
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function midranks(values: readonly number[]): number[] {
  const order = values
    .map((_, i) => i)
    .sort((a, b) => (values[a] === values[b] ? 0 : values[a]! < values[b]! ? -1 : 1));
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
