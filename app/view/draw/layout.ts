/**
 * A panel as shapes: axes with ticks, and its marks (marks.ts). Both drawers draw what stands here, so that a figure on the
 * page and in a report differ in nothing but size. Not for the titles around a panel, which are text of the document.
 */
import { placeOf, ticksOf, type Axis, type Extent } from '../axes.ts';
import type { ColorScale } from '../color/scale.ts';
import { undrawable } from '../extents.ts';
import type { DotsMark, Figure, LineMark, Mark, Panel } from '../figure.ts';
import { formatCount } from '../numbers.ts';
import { countNonFinite } from '../order.ts';
import type { Box } from './drawing.ts';
import { marksOf } from './marks.ts';
import { round, shortened, textWidth, type Shape } from './shape.ts';
import { figureTexts as t } from './texts.ts';

/** How much room there is, in px, margins for ticks and titles included. */
export interface Frame {
  width: number;
  height: number;
  x: Extent;
  y: Extent;
  /** What the colours of pictures stand for. */
  colors: ColorScale | null;
}

/** What a panel looks like. */
export interface Layout {
  shapes: Shape[];
  /** Points drawn of those that there are. */
  drawn: number;
  total: number;
  /** What the axes cannot show, in words; empty where they show all. */
  remarks: string[];
}

const SIZES: Record<Figure['shape'], { height: number; columns: number }> = {
  small: { height: 190, columns: 3 },
  wide: { height: 230, columns: 2 },
  tall: { height: 330, columns: 2 },
  curves: { height: 260, columns: 2 },
  rows: { height: 56, columns: 1 },
};
/** Px of a name and what stands beside it. */
const ROW = 26;

/** How high a plot is, and how many stand in a row where there is room for them. */
export function sizeOf({ shape, panels, columns }: Figure): { height: number; columns: number } {
  const size = SIZES[shape];
  const names = shape === 'rows' ? Math.max(...panels.map(({ y }) => y.categories?.length ?? 0)) : 0;
  return { height: size.height + ROW * names, columns: columns ?? Math.min(size.columns, panels.length) };
}

/** Room around the plot area. */
const LEFT = 62;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 38;
/** The largest part of the width that names at a vertical axis may take. */
const NAMES = 0.38;
/** Px between two ticks. */
const APART = { x: 74, y: 36 };

/** Draws a panel into a frame. */
export function layoutOf(panel: Panel, frame: Frame): Layout {
  const box = boxOf(panel, frame);
  const { left, top, width, height } = box;
  const bottom = top + height;
  const atX = (value: number): number => round(left + placeOf(frame.x, value) * width);
  const atY = (value: number): number => round(bottom - placeOf(frame.y, value) * height);
  const drawing = { panel, box, atX, atY, x: frame.x, y: frame.y, colors: frame.colors };
  const marks = marksOf(drawing);
  const picture = panel.marks.some(({ kind }) => kind === 'grid');
  const empty = panel.marks.every(
    (mark) => mark.kind === 'rule' || (isCurve(mark) && countNonFinite(mark.y) === mark.y.length),
  );
  const odd = undrawable(panel, frame.x, frame.y);
  return {
    shapes: [
      ...yAxis(showsTitle(panel.y, panel.title) ? panel.y : { ...panel.y, title: '' }, frame.y, box, atY, !picture),
      ...xAxis(panel.x, frame.x, box, atX, !picture),
      { kind: 'path', d: `M${left},${top}V${bottom}H${round(left + width)}`, stroke: 'axis', width: 1 },
      ...marks.shapes,
      ...(empty ? [centred(t.nothing, box)] : []),
    ],
    ...{ drawn: marks.drawn, total: marks.total },
    remarks: [
      ...(odd.nonFinite > 0 ? [t.nonFinite({ count: formatCount(odd.nonFinite) })] : []),
      ...(odd.notPositive > 0 ? [t.notPositive({ count: formatCount(odd.notPositive) })] : []),
    ],
  };
}

const isCurve = (mark: Mark): mark is LineMark | DotsMark => mark.kind === 'line' || mark.kind === 'dots';

function boxOf({ x, y, title }: Panel, { width, height }: Frame): Box {
  const names = y.categories === undefined ? 0 : 14 + Math.max(...y.categories.map(textWidth));
  const left = y.categories === undefined ? LEFT - (showsTitle(y, title) ? 0 : 14) : Math.min(names, NAMES * width);
  const bottom = x.title === '' ? BOTTOM - 18 : BOTTOM;
  return { left, top: TOP, width: Math.max(20, width - left - RIGHT), height: Math.max(20, height - TOP - bottom) };
}

/** The title of an axis is left out where the panel says the same. */
const showsTitle = (y: Axis, title: string): boolean => y.title !== '' && y.title !== title;

const titleOf = ({ title }: Axis, { log }: Extent): string => (log ? t.logarithmic({ title }) : title);

function yAxis(axis: Axis, extent: Extent, box: Box, at: (value: number) => number, lines: boolean): Shape[] {
  const { left, top, width, height } = box;
  const names = axis.categories;
  const named = names !== undefined;
  const count = names?.length ?? Math.max(2, Math.floor(height / APART.y));
  const ticks = ticksOf(axis, extent, count).flatMap(({ at: value, label }): Shape[] => {
    const text = named ? shortened(label, left - 10) : label;
    return [
      ...(lines && !named ? [gridLine(`M${left},${at(value)}h${round(width)}`)] : []),
      {
        ...{ kind: 'text', x: left - 7, y: at(value) + 4, text, anchor: 'end', role: named ? 'axis' : 'tick' },
        ...(text === label ? {} : { title: label }),
      },
    ];
  });
  if (named || axis.title === '') return ticks;
  const middle = round(top + height / 2);
  return [
    ...ticks,
    { kind: 'text', x: 11, y: middle, text: titleOf(axis, extent), anchor: 'middle', role: 'axis', turned: true },
  ];
}

function xAxis(axis: Axis, extent: Extent, box: Box, at: (value: number) => number, lines: boolean): Shape[] {
  const { left, top, width, height } = box;
  const bottom = top + height;
  const names = axis.categories;
  const named = names !== undefined;
  const room = named ? Math.max(46, ...names.map((name) => textWidth(name) + 10)) : APART.x;
  const few = named && names.length * 46 <= width;
  const count = few ? names.length : Math.max(2, Math.floor(width / room));
  const ticks = ticksOf(axis, extent, count).flatMap(({ at: value, label }): Shape[] => {
    const text = few ? shortened(label, width / names.length - 6) : label;
    return [
      ...(lines && !named ? [gridLine(`M${at(value)},${top}v${round(height)}`)] : []),
      {
        ...{ kind: 'text', x: at(value), y: bottom + 16, text, anchor: 'middle', role: 'tick' },
        ...(text === label ? {} : { title: label }),
      },
    ];
  });
  if (axis.title === '') return ticks;
  const middle = round(left + width / 2);
  return [
    ...ticks,
    { kind: 'text', x: middle, y: bottom + 33, text: titleOf(axis, extent), anchor: 'middle', role: 'axis' },
  ];
}

const gridLine = (d: string): Shape => ({ kind: 'path', d, stroke: 'grid', width: 1 });

const centred = (text: string, { left, top, width, height }: Box): Shape => ({
  ...{ kind: 'text', x: round(left + width / 2), y: round(top + height / 2), text, anchor: 'middle', role: 'axis' },
});
