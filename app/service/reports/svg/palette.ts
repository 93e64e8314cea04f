/**
 * How series are drawn: colour, dash and marker, always the three together. The colours are the eight hues of Okabe and
 * Ito (2008), "Color Universal Design", darkened or lightened until each has 3:1 against its background.
 */

/** Light and dark form of each colour; the light one also stands in the SVG itself, for figures taken out of the page. */
export const COLORS = [
  { light: '#0069a6', dark: '#4a9fd8' },
  { light: '#c24e00', dark: '#f07f3a' },
  { light: '#008560', dark: '#2fbf94' },
  { light: '#b0568a', dark: '#d98fb8' },
  { light: '#a86f00', dark: '#e6a417' },
  { light: '#3b8fc2', dark: '#7cc6f2' },
  { light: '#7d7400', dark: '#d6cb45' },
  { light: '#55585f', dark: '#b0b3bb' },
] as const;

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '12 4', '4 2', '9 3 2 3 2 3', '1 2'] as const;

/** SVG paths of the markers, centred on (0, 0), 7 wide. */
const MARKERS = [
  'M-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0Z',
  'M-2.8,-2.8H2.8V2.8H-2.8Z',
  'M0,-3.6L3.4,2.6H-3.4Z',
  'M0,-3.9L3.9,0L0,3.9L-3.9,0Z',
  'M0,3.6L3.4,-2.6H-3.4Z',
  'M-3.4,-1.2H-1.2V-3.4H1.2V-1.2H3.4V1.2H1.2V3.4H-1.2V1.2H-3.4Z',
  'M-3.6,0L0,-2.2L3.6,0L0,2.2Z',
  'M-2.2,-3.6H2.2V3.6H-2.2Z',
] as const;

export interface Style {
  /** 1 to 8: the classes `s1` (stroke) and `f1` (fill) of the page's style sheet. */
  color: number;
  /** The colour on white. */
  ink: string;
  /** `stroke-dasharray`; empty for a solid line. */
  dash: string;
  marker: string;
}

/** The style of run number `index` (from 0); colours repeat after 8, with another dash and marker. */
export function styleAt(index: number): Style {
  const color = index % COLORS.length;
  const shape = (index + Math.floor(index / COLORS.length)) % MARKERS.length;
  return { color: color + 1, ink: COLORS[color]!.light, dash: DASHES[shape]!, marker: MARKERS[shape]! };
}
