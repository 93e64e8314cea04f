/** Round numbers along an axis. Pure. */

/** About `count` round values from `low` to `high`, both inside the range. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  // Rounding alone makes no range: its ticks would all be the same number.
  if (!(high - low > 1e-10 * Math.max(Math.abs(low), Math.abs(high)))) return [low];
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5, 10].find((m) => m * power >= raw * 0.999) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}
