/** Colours for values on a grid, such as losses around a network. Pure. */
import type { ColorScale } from './color-scale.ts';
import type { Range } from './panel.ts';

/** Largest over smallest value from which ratios are shown instead of differences. */
const WIDE = 20;

/** Finite values of all grids, from the smallest to the largest; logarithmic where they are positive and far apart. */
export function gridScale(grids: readonly Float64Array[], ends?: Range): ColorScale {
  const { low, high } = ends ?? endsOf(grids);
  return { map: 'sequential', low, high, neutral: null, log: low > 0 && high / low > WIDE, clipped: 0 };
}

/** Smallest and largest finite value; never equal. */
export function endsOf(grids: readonly Float64Array[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const values of grids)
    for (const value of values)
      if (Number.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (low > high) return { low: 0, high: 1 };
  return low === high ? { low: low - 0.5, high: high + 0.5 } : { low, high };
}
