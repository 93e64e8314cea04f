/** Order statistics of small sets of numbers. Non-finite ones are left out; who shows the result also says how many. */

/** A list of numbers of any kind. */
export type Numbers = Iterable<number> & { readonly length: number };

/** The finite values in ascending order. */
export function sortedFinite(values: Numbers): Float64Array {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (const value of values) if (Number.isFinite(value)) finite[count++] = value;
  return finite.subarray(0, count).sort();
}

/** How many values are NaN or infinite. */
export const countNonFinite = (values: Float64Array): number =>
  values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);

/** Quantile `q` (0 to 1) of sorted values, linear between neighbours (type 7 of Hyndman and Fan, 1996); NaN for none. */
export function quantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return NaN;
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low]!;
  return below + (at - low) * ((sorted[low + 1] ?? below) - below);
}

export interface FiveNumbers {
  min: number;
  median: number;
  mean: number;
  max: number;
  /** How many values were not finite. */
  nonFinite: number;
}

/** Five numbers about a set; NaN where there is no finite value. */
export function spread(values: Numbers): FiveNumbers {
  const sorted = sortedFinite(values);
  return {
    min: sorted[0] ?? NaN,
    median: quantile(sorted, 0.5),
    mean: sorted.length === 0 ? NaN : sorted.reduce((a, b) => a + b, 0) / sorted.length,
    max: sorted[sorted.length - 1] ?? NaN,
    nonFinite: values.length - sorted.length,
  };
}
