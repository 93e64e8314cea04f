/** A field of numbers as cells in a few strengths of one colour: a contour plot with filled levels. Not for axes (panel.ts). */
import { svg } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { RunStyle } from '../../../view/styles.ts';
import { fillOf } from './ink.ts';
import { extent, type NumberList } from './scale.ts';

/** How many strengths there are. */
export const LEVELS = 8;
const FAINTEST = 0.05;
/** How many times the smallest value the largest one is when levels become equal factors instead of equal steps. */
const WIDE = 10;

/** What the strengths stand for: levels between the smallest and the largest value. */
export interface Strength {
  /** Ends of the levels, one more than these. */
  edges: number[];
}

/** Levels that all these numbers share; null where nothing is finite. */
export function strengthOf(lists: readonly NumberList[]): Strength | null {
  const range = extent(lists);
  if (range === null) return null;
  const { low, high } = range;
  const factors = low > 0 && high > WIDE * low;
  const at = (share: number): number => (factors ? low * (high / low) ** share : low + (high - low) * share);
  return { edges: Array.from({ length: LEVELS + 1 }, (_, i) => at(i / LEVELS)) };
}

/** How opaque a level is drawn, from the lowest (0) on. */
export const opacityOf = (level: number): number =>
  Number((FAINTEST + ((1 - FAINTEST) * level) / (LEVELS - 1)).toFixed(2));

/** Rows of cells that fill the plot area, the first row at its bottom; cells without a finite value stay empty. */
export interface CellsMark {
  kind: 'cells';
  /** [rows, columns]. */
  shape: readonly [number, number];
  values: ArrayLike<number>;
  strength: Strength;
  style: RunStyle;
}

export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** One path for each strength; equal neighbours in a row are one rectangle. */
export function drawCells({ shape, values, strength, style }: CellsMark, { left, top, width, height }: Area): Markup {
  const [rows, columns] = shape;
  const paths = new Array<string>(LEVELS).fill('');
  const x = (column: number): number => round(left + (column * width) / columns);
  const y = (row: number): number => round(top + ((rows - row) * height) / rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns;) {
      const level = levelOf(values[row * columns + column]!, strength);
      let end = column + 1;
      while (end < columns && levelOf(values[row * columns + end]!, strength) === level) end++;
      if (level !== null) paths[level] += `M${x(column)},${y(row + 1)}H${x(end)}V${y(row)}H${x(column)}Z`;
      column = end;
    }
  const drawn = paths.map((d, level) =>
    d === ''
      ? null
      : svg`<path d="${d}" ${fillOf(style.ink)} fill-opacity="${opacityOf(level)}" shape-rendering="crispEdges"/>`,
  );
  return svg`${drawn}`;
}

function levelOf(value: number, { edges }: Strength): number | null {
  if (!Number.isFinite(value)) return null;
  const above = edges.findIndex((edge) => value < edge);
  return above === -1 ? LEVELS - 1 : Math.max(0, Math.min(LEVELS - 1, above - 1));
}
