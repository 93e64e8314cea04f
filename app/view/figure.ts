/**
 * A figure as data: panels with axes and marks. Figures are built once, by the pure code in figures/, and drawn by whoever
 * shows them: the page (renderer/charts) and reports (app/service/reports/svg). Not for how they are drawn: draw/.
 */
import type { Axis } from './axes.ts';
import type { RunStyle } from './styles.ts';
import type { NumberList } from './points.ts';

/** What several marks have in common: a name in the legend and a style. */
interface Named {
  label: string;
  style: RunStyle;
}

/**
 * `main`: the line that is read, with markers; `plain`: the same without markers; `raw`: thin and pale, behind another;
 * `edge`: thin, the border of a band; `hollow`: dashed with outlined markers, a second line of the same run.
 */
export type LineLook = 'main' | 'plain' | 'raw' | 'edge' | 'hollow';

/** A line over ascending x; gaps where a value has no place on the axis. */
export interface LineMark extends Named {
  kind: 'line';
  x: NumberList;
  y: NumberList;
  look: LineLook;
  /** The run broke off: a cross on its last finite point, and the axis does not follow it beyond recognition of others. */
  broken?: boolean;
  /** Computed from another line (a mean over it): its points do not count among those recorded. */
  derived?: boolean;
}

/** Points on their own: as markers where they are few and not `small`. */
export interface DotsMark extends Named {
  kind: 'dots';
  small?: boolean;
  x: NumberList;
  y: NumberList;
}

/** The area between two lines. */
export interface BandMark extends Named {
  kind: 'band';
  x: NumberList;
  low: NumberList;
  high: NumberList;
}

/** A mean with its interval at each place along an axis; null where there is none. */
export interface IntervalsMark extends Named {
  kind: 'intervals';
  /** The axis of the places; the intervals lie along the other. */
  along: 'x' | 'y';
  intervals: readonly { at: number; mean: number | null; low: number | null; high: number | null }[];
}

/** A histogram: bar i from edges[i] to edges[i + 1]. */
export interface BarsMark extends Named {
  kind: 'bars';
  edges: NumberList;
  heights: NumberList;
}

/** How a set is spread at a place: 1st, 25th, 50th, 75th and 99th percentile. */
export interface Box {
  at: number;
  values: readonly [number, number, number, number, number];
}

/** One box a category. */
export interface BoxesMark extends Named {
  kind: 'boxes';
  boxes: readonly Box[];
}

/** One bar a category, with its value above it. */
export interface ColumnsMark extends Named {
  kind: 'columns';
  values: readonly number[];
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
  x: NumberList;
  y: NumberList;
  values: NumberList;
  title: string;
}

/** Numbers on colours, where two lists of categories meet; rows from the foot of the panel up. */
export interface CellsMark {
  kind: 'cells';
  label: string;
  /** A value that is not finite has no colour; `note` stands below the number. */
  rows: readonly (readonly { value: number; note: string }[])[];
}

/** Something drawn inside of a panel. */
export type Mark =
  | LineMark
  | DotsMark
  | BandMark
  | IntervalsMark
  | BarsMark
  | ColumnsMark
  | BoxesMark
  | RuleMark
  | DiagonalMark
  | GridMark
  | CellsMark;

/** One coordinate system. */
export interface Panel {
  /** Unique in its figure. */
  key: string;
  title: string;
  x: Axis;
  y: Axis;
  marks: readonly Mark[];
}

/** How a line, or a way of drawing that all runs share, is explained. */
export interface LegendEntry {
  label: string;
  /** Null: in the colour of text, for what all runs share. */
  style: RunStyle | null;
  look: LineLook | 'band' | 'dots';
}

/** A figure with all that page and report say of it. */
export interface Figure {
  /** The same for the same figure of other runs. */
  key: string;
  title: string;
  /** What it shows and how to read it. */
  note: string;
  /** `tall` panels show pictures, `wide` ones have a layer for each tick, `curves` stand two in a row, `rows` have a row for each name. */
  shape: 'small' | 'wide' | 'tall' | 'curves' | 'rows';
  panels: readonly Panel[];
  /** Where the panels are a table: how many stand in a row. */
  columns?: number;
  /** Panels show the same range where their axes have the same title. */
  shared?: boolean;
  /** Where {@link legendOf} would not do. */
  legend?: readonly LegendEntry[];
}

/** Panels with marks that show numbers, and figures with panels; a rule alone is nothing to look at. */
export const present = (figures: readonly Figure[]): Figure[] =>
  figures
    .map((figure) => ({
      ...figure,
      panels: figure.panels.filter(({ marks }) =>
        marks.some((mark) => mark.kind !== 'rule' && mark.kind !== 'diagonal'),
      ),
    }))
    .filter(({ panels }) => panels.length > 0);

/** What a legend names, each once; nothing where no panel has two, for the titles name them. */
export function legendOf({ panels, legend }: Pick<Figure, 'panels' | 'legend'>): readonly LegendEntry[] {
  if (legend !== undefined) return legend;
  const entries = new Map<string, LegendEntry>();
  let needed = false;
  for (const { marks } of panels) {
    const own = marks.flatMap((mark) => (mark.kind === 'line' || mark.kind === 'dots' ? [mark] : []));
    const named = own.filter(({ label }) => label !== '');
    needed ||= new Set(named.map(({ label }) => label)).size > 1;
    for (const mark of named) {
      // A pale line accompanies the one that is read.
      const known = entries.get(mark.label);
      if (known === undefined || known.look === 'raw')
        entries.set(mark.label, { ...mark, look: mark.kind === 'dots' ? 'dots' : mark.look });
    }
  }
  return needed ? [...entries.values()].map(({ label, style, look }) => ({ label, style, look })) : [];
}
