/**
 * How a run is drawn wherever it appears, on the page and in reports: colour, dash and marker, always the three together,
 * so that no reader depends on colour. Lists, charts, comparisons, legends and both style sheets ask here.
 */

/**
 * The colours of runs and series: the eight hues of Okabe and Ito (2008), "Color Universal Design", darkened or lightened
 * until each has 3:1 against its background, on light and on dark paper.
 */
export const RUN_COLORS = [
  { light: '#0069a6', dark: '#4a9fd8' }, // blue
  { light: '#c24e00', dark: '#f07f3a' }, // vermilion
  { light: '#008560', dark: '#2fbf94' }, // bluish green
  { light: '#b0568a', dark: '#d98fb8' }, // reddish purple
  { light: '#a86f00', dark: '#e6a417' }, // orange
  { light: '#3b8fc2', dark: '#7cc6f2' }, // sky blue
  { light: '#7d7400', dark: '#d6cb45' }, // yellow
  { light: '#55585f', dark: '#b0b3bb' }, // black
] as const;
/** Colours of everything else in a chart, on light and on dark paper. */
export const CHART_COLORS = {
  ink: { light: '#1a1b1e', dark: '#ececee' },
  soft: { light: '#4b4e55', dark: '#b6b9c1' },
  faint: { light: '#666a72', dark: '#9397a1' },
  grid: { light: '#ededea', dark: '#26282d' },
  axis: { light: '#8b8f97', dark: '#6d717b' },
  paper: { light: '#ffffff', dark: '#16171a' },
  warn: { light: '#8a5600', dark: '#e0ac4e' },
  bad: { light: '#b3261e', dark: '#ff8f85' },
} as const;

/** Which of the colours, from 1 on: `--run-1` in the page's style sheet, `s1` and `f1` in that of reports. */
export type RunInk = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The shapes a marker can have; each is legible at 7 px. */
export const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'plus', 'triangle-down', 'ring'] as const;
/** The shape of a marker. */
export type Marker = (typeof MARKERS)[number];

/** How one run is drawn. */
export interface RunStyle {
  ink: RunInk;
  /** Lengths of dashes and gaps in px, empty for a solid line; as SVG and canvas take it. */
  dash: readonly number[];
  marker: Marker;
}

const COLORS = RUN_COLORS.length;

/** Dashes change with the marker, so that equal colours beyond the eighth run still differ. */
const DASHES: number[][] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2], [9, 3, 2, 3, 2, 3], [1, 2]];

/** Style number `index` (from 0); repeats after 64 combinations of colour and dash. */
export function styleAt(index: number): RunStyle {
  const shape = (index + Math.floor(index / COLORS)) % MARKERS.length;
  return { ink: ((index % COLORS) + 1) as RunInk, dash: DASHES[shape]!, marker: MARKERS[shape]! };
}

/** FNV-1a over the characters: the same number for the same id on every machine. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The style of one run by its id alone: stable between pages and sessions. */
export function runStyle(id: string): RunStyle {
  return styleAt(hash(id) % (COLORS * MARKERS.length));
}

/**
 * Styles of runs that are drawn together: each keeps its own where it can, and takes the next one whose colour and marker
 * are both free where another run of the set already has either, in the order of creation (ids grow with time), whatever
 * order they are listed in. Beyond eight runs colours and markers come round again, in other pairs.
 */
export function runStyles(ids: readonly string[]): Map<string, RunStyle> {
  const styles = new Map<string, RunStyle>();
  const taken = new Set<RunInk | Marker>();
  let round = 0;
  for (const id of [...new Set(ids)].sort()) {
    if (styles.size === COLORS * (round + 1)) {
      taken.clear();
      round++;
    }
    const first = hash(id);
    const combinations = COLORS * MARKERS.length;
    const style = Array.from({ length: combinations }, (_, i) => styleAt((first + i) % combinations)).find(
      ({ ink, marker }) => !taken.has(ink) && !taken.has(marker),
    )!;
    taken.add(style.ink).add(style.marker);
    styles.set(id, style);
  }
  return styles;
}

/** SVG path of a marker centred on (0, 0) with the given radius; `ring`, `cross` and `plus` are stroked, the others filled. */
export function markerPath(marker: Marker, r = 3.5): string {
  switch (marker) {
    case 'circle':
    case 'ring':
      return `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    case 'square':
      return `M${-r},${-r}H${r}V${r}H${-r}Z`;
    case 'triangle':
      return `M0,${-r}L${r},${r}H${-r}Z`;
    case 'triangle-down':
      return `M0,${r}L${r},${-r}H${-r}Z`;
    case 'diamond':
      return `M0,${-r * 1.2}L${r * 1.2},0L0,${r * 1.2}L${-r * 1.2},0Z`;
    case 'cross':
      return `M${-r},${-r}L${r},${r}M${r},${-r}L${-r},${r}`;
    case 'plus':
      return `M0,${-r}V${r}M${-r},0H${r}`;
    default:
      return marker satisfies never;
  }
}

/** Whether a marker is drawn as an outline. */
export const isStroked = (marker: Marker): boolean => marker === 'ring' || marker === 'cross' || marker === 'plus';
