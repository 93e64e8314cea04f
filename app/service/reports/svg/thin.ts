/** Fewer points for drawing. Statistics never come from here: they are computed on all stored points. */

/** Positions of the points to draw. */
export interface Thinned {
  indices: number[];
  /** Points that there are. */
  total: number;
}

/**
 * Keeps, in each of `buckets` equal stretches of x, the first, the smallest, the largest and the last value and one
 * non-finite one, so that spikes and gaps stay visible. `x` must not decrease. Few points are all kept.
 */
export function thin(x: ArrayLike<number>, y: ArrayLike<number>, buckets: number): Thinned {
  const total = Math.min(x.length, y.length);
  if (total <= 4 * buckets) return { indices: Array.from({ length: total }, (_, i) => i), total };
  const left = x[0]!;
  const width = (x[total - 1]! - left) / buckets;
  const indices: number[] = [];
  for (let start = 0; start < total;) {
    const bucket = Math.floor((x[start]! - left) / width);
    let [end, smallest, largest, gap] = [start, -1, -1, -1];
    for (; end < total && (end === start || Math.floor((x[end]! - left) / width) === bucket); end++) {
      const value = y[end]!;
      if (!Number.isFinite(value)) gap = end;
      else {
        if (smallest === -1 || value < y[smallest]!) smallest = end;
        if (largest === -1 || value > y[largest]!) largest = end;
      }
    }
    const kept = new Set([start, smallest, largest, gap, end - 1].filter((index) => index >= 0));
    indices.push(...[...kept].sort((a, b) => a - b));
    start = end;
  }
  return { indices, total };
}

/**
 * The mean of each value and the up to `width - 1` before it, non-finite ones left out (NaN where nothing else is).
 * Looks back only, so that a curve's beginning does not depend on its end.
 */
export function trailingMean(values: ArrayLike<number>, width: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    let count = 0;
    for (let j = Math.max(0, i - width + 1); j <= i; j++) {
      const value = values[j]!;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count += 1;
    }
    // After the last finite value a mean of old ones would pretend that the run went on.
    result[i] = count === 0 || !Number.isFinite(values[i]!) ? NaN : sum / count;
  }
  return result;
}
