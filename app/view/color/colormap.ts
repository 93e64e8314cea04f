/**
 * Two colour maps for numbers, built in OKLab (Ottosson, 2020) so that equal distances look equal and lightness alone
 * tells the order. Both read the same on light and on dark paper.
 */

/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];
/** Lightness, chroma and hue in degrees. */
type Lch = readonly [number, number, number];

/** From dark indigo over teal to pale yellow: lightness grows evenly. */
const SEQUENTIAL: readonly Lch[] = [
  [0.27, 0.11, 285],
  [0.42, 0.11, 255],
  [0.57, 0.1, 205],
  [0.73, 0.13, 160],
  [0.9, 0.14, 105],
];
/** From blue over a light grey at the neutral value to vermilion; blue and orange stay apart for colour-blind readers. */
const DIVERGING: readonly Lch[] = [
  [0.38, 0.13, 262],
  [0.64, 0.12, 250],
  [0.93, 0.006, 250],
  [0.66, 0.15, 50],
  [0.4, 0.13, 35],
];

const SIZE = 256;

/** Name of a colour map: `sequential` for order, `diverging` for distance from a neutral value in the middle. */
export type ColorMap = 'sequential' | 'diverging';

const TABLES: Record<ColorMap, readonly Rgb[]> = { sequential: table(SEQUENTIAL), diverging: table(DIVERGING) };

/** The colour at `position` from 0 to 1; positions outside take the colour of the nearer end. */
export function colorAt(map: ColorMap, position: number): Rgb {
  const index = Math.round(Math.min(1, Math.max(0, position)) * (SIZE - 1));
  return TABLES[map][index] ?? [0, 0, 0];
}

/** The map as a CSS gradient from the left to the right end. */
export function cssGradient(map: ColorMap, direction = 'to right'): string {
  const stops = Array.from({ length: 17 }, (_, i) => `rgb(${colorAt(map, i / 16).join(' ')})`);
  return `linear-gradient(${direction}, ${stops.join(', ')})`;
}

function table(anchors: readonly Lch[]): Rgb[] {
  const labs = anchors.map(([l, c, h]) => [l, c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)]);
  return Array.from({ length: SIZE }, (_, i) => {
    const at = (i / (SIZE - 1)) * (labs.length - 1);
    const low = Math.min(labs.length - 2, Math.floor(at));
    const mix = (k: number): number => labs[low]![k]! + (at - low) * (labs[low + 1]![k]! - labs[low]![k]!);
    return rgbOf(mix(0), mix(1), mix(2));
  });
}

/** OKLab to 8-bit sRGB; matrices of Ottosson, "A perceptual color space for image processing" (2020). */
function rgbOf(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Linear light to an 8-bit sRGB value (IEC 61966-2-1). */
function byte(linear: number): number {
  const light = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
}
