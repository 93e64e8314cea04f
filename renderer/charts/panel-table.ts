/** The numbers of panels as a table and in words, for those who do not see the drawing. Pure. */
import { m } from '../messages/index.ts';
import { formatNumber } from '../../app/view/numbers.ts';
import type { Axis, Mark, Panel } from './panel.ts';
import { sortedFinite, type Numbers } from './quantiles.ts';
import type { Table } from './table.ts';

type Cell = number | string;

/** One row a number: panel, what it is, and where it stands on both axes. */
export function panelTable(panels: readonly Panel[]): Table {
  const words = m.probes.table;
  const rows = panels.flatMap((panel) => panel.marks.flatMap((mark) => rowsOf(panel, mark)));
  const titles = (along: 'x' | 'y'): string => [...new Set(panels.map((panel) => panel[along].title))].join(' / ');
  return {
    columns: [words.panel, words.values, titles('x'), titles('y')],
    rows: rows.length,
    cell: (row, column) => rows[row]![column] ?? null,
  };
}

const nameAt = ({ categories }: Axis, value: number): Cell => categories?.[value] ?? value;

function rowsOf({ title, x, y }: Panel, mark: Mark): Cell[][] {
  switch (mark.kind) {
    case 'line':
      return Array.from(mark.x, (at, i) => [title, mark.label, nameAt(x, at), nameAt(y, mark.y[i]!)]);
    case 'bars': {
      const edges = [...mark.edges];
      return [...mark.heights].map((height, i) => [title, mark.label, (edges[i]! + edges[i + 1]!) / 2, height]);
    }
    case 'columns':
      return mark.values.map((value, i) => [title, mark.label, nameAt(x, i), value]);
    case 'boxes':
      return mark.boxes.flatMap(({ at, values }) =>
        values.map((value, i) => [title, `${mark.label}, ${m.probes.table.percents[i]!}`, nameAt(x, at), value]),
      );
    case 'grid': {
      const [xs, ys] = [[...mark.x], [...mark.y]];
      return xs.flatMap((at, i) =>
        ys.map((up, j): Cell[] => [title, `${mark.title} ${formatNumber(mark.values[i * ys.length + j]!, 6)}`, at, up]),
      );
    }
    case 'rule':
    case 'diagonal':
      return [];
    default:
      return mark satisfies never;
  }
}

/** What a listener hears: for each named set of numbers from where to where they reach. */
export function panelSummary(panels: readonly Panel[]): string {
  return panels
    .map(({ title, marks }) => {
      const parts = marks.flatMap((mark) => {
        const values = heightsOf(mark);
        if (values === null) return [];
        const sorted = sortedFinite(values);
        const label = mark.kind === 'grid' ? mark.title : 'label' in mark ? mark.label : '';
        return [
          sorted.length === 0
            ? m.probes.noneFinite(label)
            : m.probes.reach(label, formatNumber(sorted[0]!), formatNumber(sorted.at(-1)!)),
        ];
      });
      return `${title}: ${parts.join('; ')}`;
    })
    .join('. ');
}

function heightsOf(mark: Mark): Numbers | null {
  switch (mark.kind) {
    case 'line':
      return Array.from(mark.y);
    case 'grid':
    case 'columns':
      return mark.values;
    case 'bars':
      return mark.heights;
    case 'boxes':
      return mark.boxes.map(({ values }) => values[2]);
    case 'rule':
    case 'diagonal':
      return null;
    default:
      return mark satisfies never;
  }
}
