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
 * The mean of each value and the up to `width - 1` before it, non-finite ones left out. Looks back only, so that a curve's
 * beginning does not depend on its end. NaN where the value itself is not finite: a mean of old values would pretend that
 * the run went on.
 */
export function trailingMean(values: ArrayLike<number>, width: number): Float64Array {
  const result = new Float64Array(values.length);
  // Sums from the start of each block of `width` up to a value, and from a value to the end of the block before. A window
  // is one of each: only additions, so that one huge value leaves no trace in the means after it, in linear time.
  const tail = new Float64Array(width + 1);
  const tailCount = new Float64Array(width + 1);
  for (let start = 0; start < values.length; start += width) {
    const end = Math.min(start + width, values.length);
    let sum = 0;
    let count = 0;
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      const finite = Number.isFinite(value);
      sum += finite ? value : 0;
      count += finite ? 1 : 0;
      const before = i - start + 1;
      result[i] = finite ? (sum + tail[before]!) / (count + tailCount[before]!) : NaN;
    }
    tail.fill(0);
    tailCount.fill(0);
    for (let i = end - 1; i >= start; i--) {
      const value = values[i]!;
      const finite = Number.isFinite(value);
      tail[i - start] = tail[i - start + 1]! + (finite ? value : 0);
      tailCount[i - start] = tailCount[i - start + 1]! + (finite ? 1 : 0);
    }
  }
  return result;
}
