/** Figures over the layers of networks: a line a run, from the input on, panels of one quantity each. */
import { formatNumber } from '../../../view/numbers.ts';
import { runLegend } from '../figures/curves.ts';
import type { ReportFigure } from '../figures/subject.ts';
import { row, runLabel, table } from '../table.ts';
import type { Markup } from '../markup.ts';
import { drawFigure, type FigureOptions } from '../svg/figure.ts';
import type { Mark } from '../svg/panel.ts';
import { extent, linearScale, scaleFor, type Scale } from '../svg/scale.ts';
import type { Measured } from './groups.ts';

export interface LayerPanel {
  /** Number of a record, without the layer. */
  quantity: string;
  title: string;
  /** Kinds of layers that count; all that have the number where they are not given. */
  kinds?: readonly string[];
  /** 0 to 1; otherwise the axis follows the numbers. */
  share?: boolean;
  /** Values that mean something. */
  rules?: readonly { y: number; label: string }[];
}

export interface LayerFigure {
  id: string;
  title: string;
  caption: string;
  panels: readonly LayerPanel[];
  /** A panel that is not over layers, and its rows of the table. */
  extra?: { panel: FigureOptions['panels'][number]; rows: readonly Markup[] } | null;
}

/** A number of each layer that has it, from the input on; parameters and the whole network are left out. */
export const layerValues = (
  { subject, record }: Measured,
  { quantity, kinds }: Pick<LayerPanel, 'quantity' | 'kinds'>,
): { layer: string; value: number }[] =>
  subject.run.layers.flatMap(({ name, kind }) => {
    if (kinds?.includes(kind) === false) return [];
    const value = record.numbers[`${name}/${quantity}`];
    return value === undefined ? [] : [{ layer: name, value }];
  });

/** Layers counted from 1, with room at both ends. */
export function layerScale(count: number): Scale {
  const every = Math.ceil(count / 8);
  const ticks = Array.from({ length: Math.floor((count - 1) / every) + 1 }, (_, i) => 1 + i * every);
  return {
    ...{ log: false, low: 0.5, high: count + 0.5, ticks },
    at: (value) => (value - 0.5) / count,
    label: String,
  };
}

/** One figure with a panel for each quantity that any run has; null where none has one. */
export function layerFigure(
  measured: readonly Measured[],
  { id, title, caption, panels, extra = null }: LayerFigure,
): ReportFigure | null {
  const found = panels
    .map((panel) => ({ ...panel, lists: measured.map((one) => layerValues(one, panel)) }))
    .filter(({ lists }) => lists.some((list) => list.length > 0));
  const others = extra === null ? [] : [extra.panel];
  if (found.length + others.length === 0) return null;
  const columns = Math.min(2, found.length + others.length);
  const drawn = drawFigure({
    ...{ id, title, columns, plotHeight: 150, legend: runLegend(measured.map(({ subject }) => subject)) },
    description: `${[...found, ...others].map((panel) => panel.title).join('; ')}; layers from the input on.`,
    panels: [
      ...found.map(({ title: name, lists, share = false, rules = [] }) => {
        const values = lists.map((list) => list.map(({ value }) => value));
        return {
          title: name,
          x: { scale: layerScale(Math.max(1, ...lists.map((list) => list.length))), title: 'Layer, from the input on' },
          y: { scale: share ? linearScale({ low: 0, high: 1 }) : scaleOf(values, rules) },
          marks: [
            ...rules.map((rule): Mark => ({ kind: 'rule', ...rule })),
            ...lists.map((list, index): Mark => ({
              ...{ kind: 'line', style: measured[index]!.subject.style, look: 'main' },
              x: list.map((_, i) => i + 1),
              y: list.map(({ value }) => value),
            })),
          ],
        };
      }),
      ...others,
    ],
  });
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total, caption },
    table: { rows: 'channel', markup: layerTable(measured, found, extra?.rows ?? []) },
  };
}

/** The first rule is always inside; further ones only where the numbers come near. */
function scaleOf(values: readonly number[][], rules: readonly { y: number }[]): Scale | null {
  const range = extent(values);
  if (range === null || rules.length === 0) return scaleFor(values, 4);
  return linearScale({ low: Math.min(0, range.low), high: Math.max(range.high, 1.2 * rules[0]!.y) }, 4);
}

function layerTable(
  measured: readonly Measured[],
  panels: readonly { title: string; lists: { layer: string; value: number }[][] }[],
  more: readonly Markup[],
): Markup {
  const rows = panels.flatMap(({ title, lists }) => {
    const layers = [...new Set(lists.flat().map(({ layer }) => layer))];
    return layers.map((layer) =>
      row(
        `${layer}: ${title.toLowerCase()}`,
        lists.map((list) => {
          const value = list.find((one) => one.layer === layer)?.value;
          return value === undefined ? '–' : formatNumber(value);
        }),
      ),
    );
  });
  return table(
    'For each layer, at the last step that was measured',
    'Layer and quantity',
    measured.map(({ subject }) => runLabel(subject)),
    [...rows, ...more],
  );
}
