/**
 * A small figure as data: axes and marks. Figures of probes are built as panels by pure code and drawn by PanelPlot.
 * Here are the ranges, positions and ticks of axes; nothing of the page.
 */
import type { Marker, RunInk } from '../../app/view/styles.ts';
import { niceTicks } from '../state/ticks.ts';
import type { Numbers } from './quantiles.ts';

export interface Axis {
  title: string;
  scale: 'linear' | 'log' | 'category';
  /** Names along a category axis; marks stand at their indices. */
  categories?: readonly string[];
  /** Values that are shown in any case, for example 0 and 1 for shares. */
  include?: readonly number[];
}

/** What several marks have in common: a name in the legend and a look. */
interface Named {
  label: string;
  ink: RunInk;
}

export interface LineMark extends Named {
  kind: 'line';
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  dash: readonly number[];
  /** Null: no dots. */
  marker: Marker | null;
  /** Only dots. */
  loose?: boolean;
}

/** A histogram: bar i from edges[i] to edges[i + 1]. */
export interface BarsMark extends Named {
  kind: 'bars';
  edges: Numbers;
  heights: Numbers;
}

/** How a set is spread: 1st, 25th, 50th, 75th and 99th percentile. */
export interface Box {
  at: number;
  values: readonly [number, number, number, number, number];
}
export interface BoxesMark extends Named {
  kind: 'boxes';
  boxes: readonly Box[];
}

/** One bar a category, with its value above it. */
export interface ColumnsMark extends Named {
  kind: 'columns';
  values: readonly number[];
  /** The values are shares. */
  percent: boolean;
}

/** A level to compare with. */
export interface RuleMark {
  kind: 'rule';
  axis: 'x' | 'y';
  at: number;
  label: string;
  tone: 'plain' | 'warn' | 'bad';
}

/** Where both axes are equal. */
export interface DiagonalMark {
  kind: 'diagonal';
}

/** Values on a regular grid, values[i * y.length + j] at (x[i], y[j]), as colours with lines of equal height. */
export interface GridMark {
  kind: 'grid';
  x: Numbers;
  y: Numbers;
  values: Float64Array;
  title: string;
}

export type Mark = LineMark | BarsMark | ColumnsMark | BoxesMark | RuleMark | DiagonalMark | GridMark;

export interface Panel {
  /** The same in figures of the same kind, so that panels of several runs find each other. */
  key: string;
  title: string;
  x: Axis;
  y: Axis;
  marks: readonly Mark[];
}

export interface Range {
  low: number;
  high: number;
}

/** Numbers of a mark along an axis. */
function extentOf(mark: Mark, along: 'x' | 'y'): Iterable<number> {
  switch (mark.kind) {
    case 'line':
      return Array.from(mark[along]);
    case 'bars':
      return along === 'x' ? mark.edges : [0, ...mark.heights];
    case 'columns':
      return along === 'x' ? [] : mark.values;
    case 'boxes':
      return mark.boxes.flatMap(({ at, values }) => (along === 'x' ? [at] : values));
    case 'rule':
      return mark.axis === along ? [mark.at] : [];
    case 'diagonal':
      return [];
    case 'grid': {
      // Each point is the middle of a cell.
      const places = [...mark[along]];
      const half = (places.at(-1)! - places[0]!) / (places.length - 1) / 2;
      return [places[0]! - half, places.at(-1)! + half];
    }
    default:
      return mark satisfies never;
  }
}

/** What an axis shows so that all of these panels fit; numbers that cannot be drawn on it are left out. */
export function rangeOf(panels: readonly Panel[], along: 'x' | 'y'): Range {
  const axis = panels[0]![along];
  if (axis.scale === 'category')
    return { low: -0.5, high: Math.max(1, ...panels.map((panel) => panel[along].categories!.length)) - 0.5 };
  const log = axis.scale === 'log';
  let low = Infinity;
  let high = -Infinity;
  const take = (value: number): void => {
    if (!Number.isFinite(value) || (log && value <= 0)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const panel of panels) {
    panel[along].include?.forEach(take);
    for (const mark of panel.marks) for (const value of extentOf(mark, along)) take(value);
  }
  if (low > high) return log ? { low: 0.1, high: 1 } : { low: 0, high: 1 };
  if (log) return widenLog(low, high);
  if (low === high) return { low: low - (Math.abs(low) || 1) / 2, high: high + (Math.abs(high) || 1) / 2 };
  const drawnWhole = panels.some(({ marks }) => marks.some(({ kind }) => kind === 'grid' || kind === 'bars'));
  const margin = drawnWhole ? 0 : (high - low) * 0.05;
  const kept = new Set(axis.include);
  return { low: kept.has(low) ? low : low - margin, high: kept.has(high) ? high : high + margin };
}

/** At least a power of ten: less would make a mountain of a small difference. */
function widenLog(low: number, high: number): Range {
  const factor = Math.max((high / low) ** 0.05, Math.sqrt((10 * low) / high));
  return { low: low / factor, high: high * factor };
}

/** The same panels with one list of categories for all: the longest, and what others have besides. */
export function alignCategories(panels: readonly Panel[]): Panel[] {
  // Columns stand for the categories of their own.
  if (panels.some(({ marks }) => marks.some(({ kind }) => kind === 'columns'))) return [...panels];
  const lists = panels.map(({ x }) => x.categories ?? []).sort((a, b) => b.length - a.length);
  const categories = [...new Set(lists.flat())];
  const moved = (panel: Panel, at: number): number => categories.indexOf(panel.x.categories![at]!);
  return panels.map((panel) => ({
    ...panel,
    x: { ...panel.x, categories },
    marks: panel.marks.map((mark): Mark => {
      switch (mark.kind) {
        case 'line':
          return { ...mark, x: Array.from(mark.x, (at) => moved(panel, at)) };
        case 'boxes':
          return { ...mark, boxes: mark.boxes.map((box) => ({ ...box, at: moved(panel, box.at) })) };
        case 'columns':
        case 'bars':
        case 'rule':
        case 'diagonal':
        case 'grid':
          return mark;
        default:
          return mark satisfies never;
      }
    }),
  }));
}

/** Where a value stands between the ends, 0 to 1; NaN where it has no place on the axis. */
export function placeOf({ scale }: Axis, { low, high }: Range, value: number): number {
  if (!Number.isFinite(value)) return NaN;
  if (scale !== 'log') return (value - low) / (high - low);
  return value > 0 ? Math.log(value / low) / Math.log(high / low) : NaN;
}

export interface Tick {
  at: number;
  label: string;
}

/** About `count` ticks. Names of categories are left out evenly where there is no room for all. */
export function ticksOf(axis: Axis, range: Range, count: number, format: (value: number) => string): Tick[] {
  switch (axis.scale) {
    case 'category': {
      const stride = Math.ceil(axis.categories!.length / Math.max(1, count));
      return axis.categories!.flatMap((label, at) => (at % stride === 0 ? [{ at, label }] : []));
    }
    case 'linear':
      return niceTicks(range.low, range.high, count).map((at) => ({ at, label: format(at) }));
    case 'log':
      return logTicks(range, count, format);
    default:
      return axis.scale satisfies never;
  }
}

function logTicks({ low, high }: Range, count: number, format: (value: number) => string): Tick[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / count));
  const powers: Tick[] = [];
  for (let k = first; k <= last; k++)
    if ((k - first) % stride === 0) powers.push({ at: 10 ** k, label: powerLabel(k, format) });
  if (powers.length > 1) return powers;
  return niceTicks(low, high, Math.min(4, count))
    .filter((at) => at > 0)
    .map((at) => ({ at, label: format(at) }));
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const powerLabel = (k: number, format: (value: number) => string): string =>
  k >= -2 && k <= 3
    ? format(10 ** k)
    : `10${k < 0 ? '⁻' : ''}${[...String(Math.abs(k))].map((digit) => SUPERSCRIPT[Number(digit)]).join('')}`;

/** Numbers of a panel that its axes cannot show: not finite, or not positive on a logarithmic axis. */
export function undrawable({ marks, x, y }: Panel): { nonFinite: number; notPositive: number } {
  const found = { nonFinite: 0, notPositive: 0 };
  const count = (values: Iterable<number>, { scale }: Axis): void => {
    for (const value of values)
      if (!Number.isFinite(value)) found.nonFinite++;
      else if (scale === 'log' && value <= 0) found.notPositive++;
  };
  for (const mark of marks) {
    if (mark.kind === 'grid') count(mark.values, { title: '', scale: 'linear' });
    else if (mark.kind === 'line') {
      count(Array.from(mark.y), y);
      count(Array.from(mark.x), x);
    } else if (mark.kind === 'boxes' || mark.kind === 'columns') count(extentOf(mark, 'y'), y);
  }
  return found;
}

/** Lines that a legend names, each once; empty where no panel has two, and the titles name them. */
export function legendOf(panels: readonly Panel[]): LineMark[] {
  const seen = new Map<string, LineMark>();
  for (const { marks } of panels)
    for (const mark of marks) if (mark.kind === 'line' && !seen.has(mark.label)) seen.set(mark.label, mark);
  const needed = panels.some(({ marks }) => marks.filter(({ kind }) => kind === 'line').length > 1);
  return needed ? [...seen.values()] : [];
}
