/** The numbers of a figure as a table and in words, for those who do not see the drawing. */
import { texts } from '../../engine/words/words.ts';
import type { Axis } from './axes.ts';
import type { Figure, LineMark, Mark, Panel } from './figure.ts';
import { formatCount, formatNumber, formatShare } from './numbers.ts';
import type { Table } from './table.ts';
import type { NumberList } from './points.ts';

const t = texts('view.figures.table', {
  panel: 'Panel',
  values: 'Values',
  p1: '1st percentile',
  p25: '25th percentile',
  p50: 'median',
  p75: '75th percentile',
  p99: '99th percentile',
  low: 'lower end of the interval',
  mean: 'mean',
  high: 'upper end of the interval',
  of: ({ label, what }: { label: string; what: string }) => `${label}, ${what}`,
  reach: ({ label, low, high }: { label: string; low: string; high: string }) => `${label} from ${low} to ${high}`,
  noneFinite: ({ label }: { label: string }) => `${label} has no finite number`,
  goes: ({ label, first, last, step }: { label: string; first: string; last: string; step: string }) =>
    `${label} goes from ${first} to ${last} at step ${step}`,
  odd: ({ label, step }: { label: string; step: string }) => `${label} is not finite from step ${step}`,
  said: ({ panel, parts }: { panel: string; parts: string }) => `${panel}: ${parts}`,
});

type Cell = number | string;

/** One row a number: panel, what it is, and where it stands on both axes. Curves over one axis: a row a step. */
export function figureTable({ panels, shape }: Pick<Figure, 'panels' | 'shape'>): Table {
  if (shape === 'curves') return curveTable(panels);
  const rows = panels.flatMap((panel) => panel.marks.flatMap((mark) => rowsOf(panel, mark)));
  const titles = (along: 'x' | 'y'): string => [...new Set(panels.map((panel) => panel[along].title))].join(' / ');
  return {
    columns: [t.panel, t.values, titles('x'), titles('y')],
    rows: rows.length,
    cell: (row, column) => rows[row]![column] ?? null,
  };
}

/** The recorded lines of curves, named by panel and line. */
export const recordedLines = (panels: readonly Panel[]): { title: string; axis: Axis; mark: LineMark }[] =>
  panels.flatMap(({ title, y, marks }) =>
    marks.flatMap((mark) =>
      mark.kind === 'line' && mark.derived !== true && mark.x.length > 0
        ? [
            {
              title: panels.length > 1 ? t.of({ label: mark.label, what: title.toLowerCase() }) : mark.label,
              axis: y,
              mark,
            },
          ]
        : [],
    ),
  );

/** One row a step, one column a line. */
function curveTable(panels: readonly Panel[]): Table {
  const lines = recordedLines(panels);
  const steps = [...new Set(lines.flatMap(({ mark }) => Array.from(mark.x)))].sort((a, b) => a - b);
  const columns = lines.map(({ mark }) => new Map(Array.from(mark.x, (x, i) => [x, mark.y[i]!])));
  return {
    columns: [panels[0]?.x.title ?? '', ...lines.map(({ title }) => title)],
    rows: steps.length,
    cell: (row, column) => (column === 0 ? steps[row]! : (columns[column - 1]?.get(steps[row]!) ?? null)),
  };
}

const nameAt = ({ categories }: Axis, value: number): Cell => categories?.[Math.round(value)] ?? value;

function rowsOf({ title, x, y }: Panel, mark: Mark): Cell[][] {
  switch (mark.kind) {
    case 'line':
    case 'dots':
      return Array.from(mark.x, (at, i) => [title, mark.label, nameAt(x, at), nameAt(y, mark.y[i]!)]);
    case 'band':
      return Array.from(mark.x, (at, i): Cell[][] => [
        [title, t.of({ label: mark.label, what: t.low }), nameAt(x, at), mark.low[i]!],
        [title, t.of({ label: mark.label, what: t.high }), nameAt(x, at), mark.high[i]!],
      ]).flat();
    case 'intervals':
      return mark.intervals.flatMap(({ at, ...values }) =>
        (['low', 'mean', 'high'] as const).flatMap((which): Cell[][] => {
          const [name, value] = [t.of({ label: mark.label, what: t[which] }), values[which]];
          if (value === null) return [];
          return [mark.along === 'x' ? [title, name, nameAt(x, at), value] : [title, name, value, nameAt(y, at)]];
        }),
      );
    case 'bars':
      return Array.from(mark.heights, (height, i) => [
        ...[title, mark.label, (mark.edges[i]! + mark.edges[i + 1]!) / 2, height],
      ]);
    case 'columns':
      return mark.values.map((value, i) => [title, mark.label, nameAt(x, i), value]);
    case 'boxes': {
      const names = [t.p1, t.p25, t.p50, t.p75, t.p99];
      return mark.boxes.flatMap(({ at, values }) =>
        values.map((value, i) => [title, t.of({ label: mark.label, what: names[i]! }), nameAt(x, at), value]),
      );
    }
    case 'grid':
      return Array.from(mark.x, (at, i) =>
        Array.from(mark.y, (up, j): Cell[] => [
          ...[title, `${mark.title} ${formatNumber(mark.values[i * mark.y.length + j]!, 6)}`, at, up],
        ]),
      ).flat();
    case 'cells':
      return mark.rows.flatMap((row, j) =>
        row.map(({ value }, i): Cell[] => [title, `${mark.label}: ${String(nameAt(y, j))}`, nameAt(x, i), value]),
      );
    case 'rule':
    case 'diagonal':
      return [];
    default:
      return mark satisfies never;
  }
}

/** What a listener hears: for each named set of numbers from where to where they reach. */
export function figureSummary({ panels, shape }: Pick<Figure, 'panels' | 'shape'>): string {
  return panels
    .map(({ title, marks, y }) => {
      const parts = marks.flatMap((mark) => {
        const values = heightsOf(mark);
        if (values === null) return [];
        if (shape === 'curves' && mark.kind === 'line') return endsOf(mark, y.unit);
        const label = mark.kind === 'grid' ? mark.title : 'label' in mark ? mark.label : '';
        return [reachOf(label, values, mark.kind === 'grid' ? undefined : y.unit)];
      });
      return t.said({ panel: title, parts: parts.join('; ') });
    })
    .join('. ');
}

function reachOf(label: string, values: NumberList, unit: Axis['unit']): string {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high
    ? t.noneFinite({ label })
    : t.reach({ label, low: formatOn(unit, low), high: formatOn(unit, high) });
}

/** A number as its axis writes it. */
export const formatOn = (unit: Axis['unit'], value: number): string =>
  unit === 'percent' ? formatShare(value) : formatNumber(unit === 'points' ? 100 * value : value);

/** Where a curve starts and ends, and where it stops being finite. */
function endsOf({ label, x, y }: LineMark, unit: Axis['unit']): string[] {
  const last = y.length - 1;
  if (last < 0) return [];
  const [first, end] = [y[0]!, y[last]!].map((value) => formatOn(unit, value)) as [string, string];
  const odd = Array.from(y).findIndex((value) => !Number.isFinite(value));
  return [
    t.goes({ label, first, last: end, step: formatCount(x[last]!) }),
    ...(odd < 0 ? [] : [t.odd({ label, step: formatCount(x[odd]!) })]),
  ];
}

function heightsOf(mark: Mark): NumberList | null {
  switch (mark.kind) {
    case 'line':
      return mark.derived === true ? null : mark.y;
    case 'dots':
      return mark.y;
    case 'grid':
    case 'columns':
      return mark.values;
    case 'bars':
      return mark.heights;
    case 'boxes':
      return mark.boxes.map(({ values }) => values[2]);
    case 'intervals':
      return mark.intervals.map(({ mean }) => mean ?? NaN);
    case 'cells':
      return mark.rows.flatMap((row) => row.map(({ value }) => value));
    case 'band':
    case 'rule':
    case 'diagonal':
      return null;
    default:
      return mark satisfies never;
  }
}
