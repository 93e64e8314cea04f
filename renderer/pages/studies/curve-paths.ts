/** Curves and bands as SVG paths. Pure. */
import type { Band } from './band.ts';

/** From data to px. */
export interface Scale {
  x: (value: number) => number;
  y: (value: number) => number;
}

/** A line that breaks where a value is not finite. */
export function linePath(steps: ArrayLike<number>, values: ArrayLike<number>, scale: Scale): string {
  let path = '';
  let open = false;
  for (let i = 0; i < steps.length; i++) {
    const finite = Number.isFinite(values[i]!);
    if (finite) path += `${open ? 'L' : 'M'}${scale.x(steps[i]!).toFixed(1)},${scale.y(values[i]!).toFixed(1)}`;
    open = finite;
  }
  return path;
}

/** The area between the limits of a band. */
export function areaPath({ steps, low, high }: Band, scale: Scale): string {
  if (steps.length < 2) return '';
  const upper = linePath(steps, high, scale);
  const lower = linePath(steps.toReversed(), low.toReversed(), scale);
  return `${upper}${lower.replace('M', 'L')}Z`;
}

/** How many times the typical value the largest may be before it is cut off. */
const WIDE = 20;

/** What the vertical axis shows: the means with their bands; a curve that runs away does not flatten all the others. */
export function drawnRange(bands: readonly Band[]): [number, number] {
  const means = bands.flatMap(({ mean }) => mean).sort((a, b) => a - b);
  if (means.length === 0) return [0, 1];
  const middle = Math.abs(means[means.length >> 1]!);
  const top =
    means.at(-1)! > WIDE * middle && middle > 0 ? means[Math.floor(0.9 * (means.length - 1))]! : means.at(-1)!;
  const [low, high] = [means[0]!, top];
  const reach = high - low || Math.abs(high) || 1;
  // Wide intervals of few seeds are cut off before they flatten the means.
  const limits = bands.flatMap((band) => [...band.low, ...band.high]);
  const bottom = limits.reduce((least, one) => Math.min(least, Math.max(one, low - reach)), low);
  const ceiling = limits.reduce((most, one) => Math.max(most, Math.min(one, high + reach)), high);
  const pad = 0.04 * (ceiling - bottom || 1);
  return [bottom - pad, ceiling + pad];
}
