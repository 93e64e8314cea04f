/** Which numbers of panels an axis has to show, and which it cannot. Where an axis then ends: axes.ts. */
import { fitAxis, needsLog, type Axis, type Extent } from './axes.ts';
import type { Figure, Mark, Panel } from './figure.ts';
import type { NumberList } from './points.ts';

type Along = 'x' | 'y';

/** Numbers of a mark along an axis. */
function numbersOf(mark: Mark, along: Along): NumberList {
  switch (mark.kind) {
    case 'line':
    case 'dots':
      return mark[along];
    case 'band':
      return along === 'x' ? mark.x : [];
    case 'intervals':
      return mark.intervals.map(({ at, mean }) => (mark.along === along ? at : (mean ?? NaN)));
    case 'bars':
      return along === 'x' ? mark.edges : Array.from(mark.heights);
    case 'columns':
      return along === 'x' ? [] : mark.values;
    case 'boxes':
      return mark.boxes.flatMap(({ at, values }) => (along === 'x' ? [at] : values));
    case 'rule':
      return mark.axis === along ? [mark.at] : [];
    case 'diagonal':
    case 'cells':
      return [];
    case 'grid': {
      // Each point is the middle of a cell.
      const places = mark[along];
      const half = (places[places.length - 1]! - places[0]!) / Math.max(1, places.length - 1) / 2;
      return [places[0]! - half, places[places.length - 1]! + half];
    }
    default:
      return mark satisfies never;
  }
}

/** Limits that an axis follows only some way: wide intervals of few runs would flatten the means. */
function limitsOf(mark: Mark, along: Along): NumberList[] {
  if (mark.kind === 'band' && along === 'y') return [mark.low, mark.high];
  if (mark.kind !== 'intervals' || mark.along === along) return [];
  return [mark.intervals.map(({ low }) => low ?? NaN), mark.intervals.map(({ high }) => high ?? NaN)];
}

/** How far above all other runs an axis still follows a run that broke off, in widths of their range. */
const ROOM = 2;

class Reach {
  low = Infinity;
  high = -Infinity;
  readonly log: boolean;
  constructor(log = false) {
    this.log = log;
  }
  take(values: NumberList, above = Infinity, below = -Infinity): void {
    for (const value of values) {
      if (!Number.isFinite(value) || (this.log && value <= 0)) continue;
      const cut = Math.min(Math.max(value, below), above);
      if (cut < this.low) this.low = cut;
      if (cut > this.high) this.high = cut;
    }
  }
}

/** What an axis shows so that all of these panels fit; numbers that cannot be drawn on it are left out. */
export function extentOf(panels: readonly Panel[], along: Along): Extent {
  const axis = panels[0]![along];
  if (axis.scale === 'category')
    return {
      ...{ low: -0.5, log: false },
      high: Math.max(1, ...panels.map((panel) => panel[along].categories!.length)) - 0.5,
    };
  const marks = panels.flatMap((panel) => panel.marks);
  const isBroken = (mark: Mark): boolean => along === 'y' && mark.kind === 'line' && mark.broken === true;
  const calm = new Reach();
  for (const mark of marks) if (!isBroken(mark) && mark.kind !== 'rule') calm.take(numbersOf(mark, along));
  const most =
    calm.low > calm.high ? Infinity : calm.high + ROOM * Math.max(calm.high - calm.low, Math.abs(calm.high) * 0.1);
  const log = axis.scale === 'log' || (axis.scale === 'auto' && needsLog(followed(marks, along, most)));
  const reach = new Reach(log);
  reach.take(panels.flatMap((panel) => panel[along].include ?? []));
  for (const mark of marks) {
    // What a bar or column stands on is zero.
    if (along === 'y' && (mark.kind === 'bars' || mark.kind === 'columns')) reach.take([0]);
    if (isBroken(mark)) reach.take(Array.from(numbersOf(mark, along)).filter((value) => value <= most));
    else reach.take(numbersOf(mark, along));
  }
  const limits = marks.flatMap((mark) => limitsOf(mark, along));
  if (limits.length > 0) {
    const width = reach.high - reach.low || Math.abs(reach.high) || 1;
    const [above, below] = log ? [reach.high * 10, reach.low / 10] : [reach.high + width, reach.low - width];
    for (const list of limits) reach.take(list, above, below);
  }
  const whole = marks.some(({ kind }) => kind === 'grid' || (kind === 'bars' && along === 'x'));
  return fitAxis(whole ? { exact: true } : axis, reach.low, reach.high, log);
}

/** The numbers that decide about the kind of axis: those that it would follow. */
const followed = (marks: readonly Mark[], along: Along, most: number): NumberList[] =>
  marks.flatMap((mark) => {
    if (mark.kind === 'rule' || mark.kind === 'band') return [];
    const values = numbersOf(mark, along);
    return [
      mark.kind === 'line' && mark.broken === true ? Array.from(values).filter((value) => value <= most) : values,
    ];
  });

/** The extents of each panel of a figure; panels of a shared one show the same where their axes have the same title. */
export function extentsOf({ panels, shared = false }: Pick<Figure, 'panels' | 'shared'>): { x: Extent; y: Extent }[] {
  const known = new Map<string, Extent>();
  const along = (panel: Panel, axis: Along): Extent => {
    if (!shared) return extentOf([panel], axis);
    const key = `${axis} ${panel[axis].title}`;
    const found = known.get(key) ?? extentOf(alike(panels, panel[axis], axis), axis);
    known.set(key, found);
    return found;
  };
  return panels.map((panel) => ({ x: along(panel, 'x'), y: along(panel, 'y') }));
}

const alike = (panels: readonly Panel[], { title, scale }: Axis, along: Along): Panel[] =>
  panels.filter((other) => other[along].title === title && other[along].scale === scale);

/** The smallest and the largest value of all pictures of a figure, which share their colours; null without pictures. */
export function gridValuesOf({ panels }: Pick<Figure, 'panels'>): NumberList[] {
  return panels.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'grid' ? [mark.values] : [])));
}

/** Numbers of a panel that its axes cannot show: not finite, or not positive on a logarithmic axis. */
export function undrawable({ marks }: Panel, x: Extent, y: Extent): { nonFinite: number; notPositive: number } {
  const found = { nonFinite: 0, notPositive: 0 };
  const count = (values: NumberList, log: boolean): void => {
    for (const value of values)
      if (!Number.isFinite(value)) found.nonFinite++;
      else if (log && value <= 0) found.notPositive++;
  };
  for (const mark of marks) {
    if (mark.kind === 'grid') count(mark.values, false);
    else if ((mark.kind === 'line' && mark.derived !== true) || mark.kind === 'dots') {
      count(mark.y, y.log);
      count(mark.x, x.log);
    } else if (mark.kind === 'boxes' || mark.kind === 'columns') count(numbersOf(mark, 'y'), y.log);
  }
  return found;
}
