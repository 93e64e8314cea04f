/**
 * Which colour a number gets in a heat map. The range fits the bulk of the numbers, not their extremes: otherwise one
 * odd channel, or a small variance beside a large mean, would wash everything into one colour.
 */
import { quantile } from '../../../engine/statistics/order.ts';
import { sortedFinite } from '../order.ts';
import { colorAt, type ColorMap, type Rgb } from './colormap.ts';
import type { NumberList } from '../points.ts';

/** Cells without a finite value: a colour that neither map has. */
export const NON_FINITE: Rgb = [214, 30, 160];

/** What colours stand for. */
export interface ColorScale {
  map: ColorMap;
  /** Values at the two ends; what lies beyond takes the colour of the end. */
  low: number;
  high: number;
  /** Value in the middle of a diverging map. */
  neutral: number | null;
  /** Ratios count instead of differences (variances). */
  log: boolean;
  /** Finite numbers outside the range. */
  clipped: number;
}

/** What is known of a quantity before its numbers. */
export interface Quantity {
  /** Its value where it changes nothing. */
  neutral: number;
  /** Positive, and ranging over powers of ten: a variance. */
  ratios: boolean;
}

/** How far outside the range the neutral value may lie, in widths of the range, to be the centre of the colours. */
const NEAR = 0.25;

/** A map, or `auto` for the one that suits the numbers. */
export type ColorMode = 'auto' | ColorMap;

/**
 * The scale for `values` of a quantity: from their 1st to their 99th percentile. `auto` centres on the neutral value where
 * it lies within the range or close to it; otherwise the neutral value says nothing
 * about the differences, and the range is shown in order.
 */
export function fitScale(values: NumberList, { neutral, ratios }: Quantity, mode: ColorMode = 'auto'): ColorScale {
  const sorted = sortedFinite(values);
  const log = ratios && sorted.length > 0 && sorted[0]! > 0;
  if (sorted.length === 0)
    return { map: 'diverging', low: neutral - 1, high: neutral + 1, neutral, log: false, clipped: 0 };
  const raw: [number, number] = [quantile(sorted, 0.01), quantile(sorted, 0.99)];
  const [bottom, top] = log ? [Math.log(raw[0]), Math.log(raw[1])] : raw;
  const centre = log ? Math.log(neutral) : neutral;
  const away = Math.max(bottom - centre, centre - top, 0);
  const diverging = mode === 'auto' ? away <= NEAR * (top - bottom) : mode === 'diverging';
  const reach = Math.max(Math.abs(top - centre), Math.abs(bottom - centre)) || 1;
  const ends = diverging ? [centre - reach, centre + reach] : widen(bottom, top);
  const [low, high] = ends.map((end) => (log ? Math.exp(end) : end)) as [number, number];
  const clipped = sorted.reduce((count, value) => count + (value < low || value > high ? 1 : 0), 0);
  return { map: diverging ? 'diverging' : 'sequential', low, high, neutral: diverging ? neutral : null, log, clipped };
}

/** Largest over smallest value from which ratios are shown instead of differences. */
const WIDE = 20;

/** In order from the smallest to the largest finite value of all lists; in ratios where they are positive and far apart. */
export function orderScale(lists: readonly NumberList[]): ColorScale {
  let low = Infinity;
  let high = -Infinity;
  for (const values of lists)
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  const [bottom, top] = low > high ? [0, 1] : low === high ? [low - 0.5, high + 0.5] : [low, high];
  return {
    ...{ map: 'sequential', low: bottom, high: top, neutral: null, clipped: 0 },
    log: bottom > 0 && top / bottom > WIDE && Number.isFinite(top / bottom),
  };
}

/** Where a value lies between the ends, 0 to 1 inside the range. */
export function positionOf(scale: ColorScale, value: number): number {
  if (!scale.log) return (value - scale.low) / (scale.high - scale.low);
  return value <= 0 ? 0 : Math.log(value / scale.low) / Math.log(scale.high / scale.low);
}

/** The value at a position: the inverse of {@link positionOf}. */
export function valueAt(scale: ColorScale, position: number): number {
  if (!scale.log) return scale.low + position * (scale.high - scale.low);
  return scale.low * (scale.high / scale.low) ** position;
}

/** Colour of a finite value. */
export const colorOf = (scale: ColorScale, value: number): Rgb => colorAt(scale.map, positionOf(scale, value));

/** The values that are written beside the colours: the ends, and the neutral value or the middle. */
export const scaleTicks = (scale: ColorScale): number[] => [
  scale.low,
  scale.neutral ?? valueAt(scale, 0.5),
  scale.high,
];

/** An interval that is never empty: all numbers may be the same. */
function widen(low: number, high: number): [number, number] {
  if (high > low) return [low, high];
  const margin = Math.abs(low) * 1e-3 || 1;
  return [low - margin, high + margin];
}
