/** One coordinate system of a figure: axes, grid, ticks and what is drawn inside. Positions are in px of the figure. */
import { svg } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { drawCells, type CellsMark } from './cells.ts';
import { isStroked, markerPath, type RunStyle } from '../../../view/styles.ts';
import { dashOf, fillOf, strokeOf } from './ink.ts';
import type { Scale } from './scale.ts';
import { thin } from './thin.ts';

/**
 * Something drawn inside; `x` must not decrease. Non-finite values leave gaps. A `derived` line (a mean over another one)
 * does not count among the points drawn; a `cross` marks the last finite point.
 */
export type Mark =
  | {
      kind: 'line';
      x: ArrayLike<number>;
      y: ArrayLike<number>;
      style: RunStyle;
      look: LineLook;
      cross?: boolean;
      derived?: boolean;
    }
  | { kind: 'band'; x: ArrayLike<number>; low: ArrayLike<number>; high: ArrayLike<number>; style: RunStyle }
  | { kind: 'dots'; x: ArrayLike<number>; y: ArrayLike<number>; style: RunStyle }
  | { kind: 'rule'; y: number; label: string }
  | CellsMark;

/**
 * `main`: the line that is read, with markers; `raw`: thin and pale, behind another; `edge`: thin, dashed, no markers;
 * `hollow`: dashed with outlined markers, a second line of the same run.
 */
export type LineLook = 'main' | 'raw' | 'edge' | 'hollow';

/** The dash of a second line of the same run. */
export const HOLLOW_DASH = [4, 3] as const;

export interface Panel {
  left: number;
  top: number;
  width: number;
  height: number;
  title?: string;
  x: { scale: Scale; title?: string };
  /** A null scale says that there is nothing finite to draw. */
  y: { scale: Scale | null; title?: string };
  marks: Mark[];
}

export interface Drawn {
  markup: Markup;
  drawn: number;
  total: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Room that a panel needs around its plot area. */
export const MARGIN = { left: 64, right: 18, top: 24, bottom: 40 } as const;

/** Draws a panel; `drawn` of `total` points were enough for its width. What lies beyond the y axis is cut at its edge. */
export function drawPanel(panel: Panel): Drawn {
  const { left, top, width, height } = panel;
  const across = (value: number): number => round(left + panel.x.scale.at(value) * width);
  const scale = panel.y.scale;
  const up = (value: number): number => (scale === null ? NaN : round(top + height - scale.at(value) * height));
  const counted = { drawn: 0, total: 0 };
  const inside = (value: number): boolean => scale !== null && value >= scale.low && value <= scale.high;
  const shown = panel.marks.filter((mark) => mark.kind !== 'rule' || inside(mark.y));
  const marks =
    scale === null
      ? [
          svg`<text x="${left + width / 2}" y="${top + height / 2}" text-anchor="middle" class="faint">no finite value</text>`,
        ]
      : shown.map((mark, index) => drawMark(mark, index, { panel, across, up, counted }));
  const grid = (scale?.ticks ?? []).map(
    (tick) => svg`<path d="M${left},${up(tick)}h${width}" class="grid" stroke="#ddd"/>
<text x="${left - 7}" y="${up(tick) + 4}" text-anchor="end" class="tick">${scale!.label(tick)}</text>`,
  );
  const bottom = top + height;
  const ticks = panel.x.scale.ticks.map(
    (tick) => svg`<path d="M${across(tick)},${bottom}v4" class="axis" stroke="#666"/>
<text x="${across(tick)}" y="${bottom + 17}" text-anchor="middle" class="tick">${panel.x.scale.label(tick)}</text>`,
  );
  // Labels of rules come last, so that no line runs through them.
  const labels = shown.flatMap((mark) =>
    mark.kind === 'rule'
      ? [svg`<text x="${left + width}" y="${up(mark.y) + 14}" text-anchor="end" class="tick halo">${mark.label}</text>`]
      : [],
  );
  const markup = svg`<g>
${panel.title !== undefined && svg`<text x="${left}" y="${top - 10}" class="panel-title" font-weight="600">${panel.title}</text>`}
${grid}${ticks}
<path d="M${left},${top}V${bottom}H${left + width}" fill="none" class="axis" stroke="#666"/>
${panel.x.title !== undefined && svg`<text x="${left + width / 2}" y="${bottom + 34}" text-anchor="middle">${panel.x.title}</text>`}
${panel.y.title !== undefined && svg`<text transform="translate(${left - 54} ${top + height / 2}) rotate(-90)" text-anchor="middle">${panel.y.title}${scale?.log === true && ', log scale'}</text>`}
${marks}${labels}</g>`;
  return { markup, ...counted };
}

interface Surroundings {
  panel: Panel;
  across(value: number): number;
  up(value: number): number;
  counted: { drawn: number; total: number };
}

function drawMark(mark: Mark, index: number, { panel, across, up, counted }: Surroundings): Markup {
  const count = (drawn: number, total: number): void => {
    counted.drawn += drawn;
    counted.total += total;
  };
  const place = ({ x, y }: { x: ArrayLike<number>; y: ArrayLike<number> }): [number, number][] => {
    const { indices, total } = thin(x, y, panel.width);
    // The edges of a band are drawn as lines of their own.
    if (mark.kind !== 'band' && !(mark.kind === 'line' && mark.derived === true)) count(indices.length, total);
    const edge = cutter(panel.y.scale!);
    return indices.map((i) => [across(x[i]!), up(edge(y[i]!))]);
  };
  switch (mark.kind) {
    case 'line': {
      const points = place(mark);
      const ends = mark.cross === true && svg`${lastCross(points, mark.style)}`;
      return svg`${linePath(points, mark.style, mark.look)}${lineMarkers(points, mark.style, mark.look, index)}${ends}`;
    }
    case 'band': {
      const low = place({ x: mark.x, y: mark.low }).filter(([, y]) => Number.isFinite(y));
      const high = place({ x: mark.x, y: mark.high }).filter(([, y]) => Number.isFinite(y));
      if (low.length === 0 || high.length === 0) return svg``;
      const outline = [...high, ...low.reverse()].map(([x, y]) => `${x},${y}`).join('L');
      return svg`<path d="M${outline}Z" ${fillOf(mark.style.ink)} fill-opacity="0.14"/>`;
    }
    case 'dots': {
      const dots = place(mark).filter(([, y]) => Number.isFinite(y));
      const d = dots.map(([x, y]) => `M${x},${y}h0`).join('');
      return svg`<path d="${d}" ${strokeOf(mark.style.ink)} stroke-width="3.2" stroke-linecap="round" stroke-opacity="0.75"/>`;
    }
    case 'rule':
      return svg`<path d="M${panel.left},${up(mark.y)}h${panel.width}" class="rule" stroke="#666" stroke-dasharray="3 3"/>`;
    case 'cells':
      return drawCells(mark, panel);
    default:
      return mark satisfies never;
  }
}

/**
 * What is drawn of a value beyond the axis: the first of several goes to the edge, so that the line is seen to leave; the
 * others are left out. Call it with the values in their order.
 */
function cutter({ low, high }: Scale): (value: number) => number {
  let outside = false;
  return (value) => {
    if (!Number.isFinite(value)) return NaN;
    const cut = Math.min(Math.max(value, low), high);
    const before = outside;
    outside = cut !== value;
    return outside && before ? NaN : cut;
  };
}

function linePath(points: readonly [number, number][], style: RunStyle, look: LineLook): Markup {
  let d = '';
  let pen = false;
  points.forEach(([x, y], i) => {
    if (!Number.isFinite(y)) {
      pen = false;
      return;
    }
    // A point between two gaps would be no line at all: the round cap makes it a dot.
    const alone = !pen && !Number.isFinite(points[i + 1]?.[1] ?? NaN);
    d += alone ? `M${x},${y}h0` : `${pen ? 'L' : 'M'}${x},${y}`;
    pen = true;
  });
  const dash = look === 'raw' || look === 'edge' ? [] : look === 'hollow' ? HOLLOW_DASH : style.dash;
  const width = { main: 1.8, hollow: 1.6, edge: 1.1, raw: 0.7 }[look];
  return svg`<path d="${d}" fill="none" ${strokeOf(style.ink)} stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round" ${look === 'raw' && svg` stroke-opacity="0.25"`}${dashOf(dash)}/>`;
}

/** Markers along a line, about 7, starting at another place for each line so that they seldom hide each other. */
const MARKERS_A_LINE = 7;

function lineMarkers(points: readonly [number, number][], style: RunStyle, look: LineLook, index: number): Markup {
  if (look === 'raw' || look === 'edge') return svg``;
  const drawn = points.filter(([, y]) => Number.isFinite(y));
  const every = Math.max(1, Math.ceil(drawn.length / MARKERS_A_LINE));
  const offset = Math.floor(every * (0.5 + 0.3 * index)) % every;
  const chosen = drawn.filter((_, i) => i % every === offset);
  return svg`${chosen.map(([x, y]) => marker(x, y, style, look === 'hollow'))}`;
}

/** One marker, filled or outlined. */
export function marker(x: number, y: number, { ink, marker: shape }: RunStyle, hollow = false): Markup {
  const place = svg`d="${markerPath(shape, 3.2)}" transform="translate(${x} ${y})"`;
  return hollow || isStroked(shape)
    ? svg`<path ${place} ${strokeOf(ink, ' hollow')} fill="#fff" stroke-width="${isStroked(shape) ? 1.8 : 1.3}"/>`
    : svg`<path ${place} ${fillOf(ink)}/>`;
}

/** Where a run broke off: a cross on its last finite point. */
function lastCross(points: readonly [number, number][], style: RunStyle): Markup {
  const last = points.findLast(([, y]) => Number.isFinite(y));
  if (last === undefined) return svg``;
  return svg`<path d="M-5,-5L5,5M5,-5L-5,5" transform="translate(${last[0]} ${last[1]})" ${strokeOf(style.ink)} stroke-width="2.2"/>`;
}
