/** Where the numbers stand along an axis. Pure. */

/** At most `most` indices from 0 to `count - 1`, evenly apart by a round distance, the first included. */
export function indexTicks(count: number, most: number): number[] {
  if (count <= 0) return [];
  const rough = Math.max(1, (count - 1) / Math.max(1, most - 1));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough);
  return Array.from({ length: Math.floor((count - 1) / step) + 1 }, (_, i) => Math.round(i * step));
}

/** Distances between ticks to choose from, for axes that reach further than anybody foresaw (a diverging run: 10^80). */
export function hugeIncrements(span: number): number[] {
  const power = Math.floor(Math.log10(span)) - 2;
  return [0, 1, 2].flatMap((more) => [1, 2, 5].map((factor) => factor * 10 ** (power + more)));
}

/**
 * Ticks of a logarithmic axis between two positive numbers: powers of ten, evenly apart where there are many of them;
 * with 2 and 5 between where there are few.
 */
export function logTicks(low: number, high: number, most = 7): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const stride = Math.max(1, Math.ceil((last - first) / most));
  const factors = high / low <= 100 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.ceil(first / stride) * stride; power <= last; power += stride)
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  return ticks;
}
