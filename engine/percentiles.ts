/** Percentiles without sorting everything: what is asked for is put in its place, the rest stays in any order. */

/**
 * Percentiles (in percent, ascending) of `values`, linear between neighbours; all NaN where a value is NaN. Reorders
 * `values`. Expected time grows linearly with their number (quickselect; Hoare 1961).
 */
export function percentiles(values: Float32Array | Float64Array, percents: readonly number[]): number[] {
  // NaN has no place in an order, and would end the search for one in a wrong place.
  if (values.some(Number.isNaN)) return percents.map(() => NaN);
  const last = values.length - 1;
  let from = 0;
  return percents.map((percent) => {
    const position = (last * percent) / 100;
    const rank = Math.floor(position);
    select(values, rank, from, last);
    from = rank;
    const low = values[rank]!;
    const fraction = position - rank;
    if (fraction === 0) return low;
    // All that stand behind a selected value are at least as large; the smallest of them is its neighbour.
    let high = Infinity;
    for (let i = rank + 1; i <= last; i++) high = Math.min(high, values[i]!);
    return high === low ? low : low + (high - low) * fraction;
  });
}

/** Puts the value of `rank` in its place among values[from..to]: none before it is larger, none behind it smaller. */
function select(values: Float32Array | Float64Array, rank: number, from: number, to: number): void {
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (rank <= j) to = j;
    else if (rank >= i) from = i;
    else return;
  }
}
