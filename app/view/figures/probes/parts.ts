/**
 * What figures of every type of probe are made of. A figure of one run shows its quantities over each other, in a style
 * each; one of several runs shows each quantity in a panel of its own, with a line a run.
 */
import { quantile } from '../../../../engine/statistics/order.ts';
import { texts } from '../../../../engine/words/words.ts';
import type { Axis } from '../../axes.ts';
import type { Box, DotsMark, LineLook, LineMark, Mark, Panel } from '../../figure.ts';
import { sortedFinite } from '../../order.ts';
import { styleAt, type RunStyle } from '../../styles.ts';
import { layersWith, layersWithArray, together, valuesOf, type Measured } from './measured.ts';
import type { NumberList } from '../../points.ts';

/** Titles of axes that several probes have. */
export const axisTexts = texts('view.figures.axis', {
  layer: 'Layer',
  share: 'Share',
  shareOfAll: 'Share of all',
  input: 'Pre-activation',
  loss: 'Loss',
  accuracy: 'Accuracy',
  statistics: 'Statistics',
  quantity: ({ title, label }: { title: string; label: string }) => `${title}: ${label}`,
});

/** An axis of shares from 0 to 1. */
export const shares = (title: string): Axis => ({ title, scale: 'linear', include: [0, 1] });
/** A logarithmic axis. */
export const logarithmic = (title: string, include: readonly number[] = []): Axis => ({ title, scale: 'log', include });
/** A linear axis that ends on ticks. */
export const linear = (title: string, include: readonly number[] = []): Axis => ({ title, scale: 'linear', include });
/** A linear axis that ends where the numbers do. */
export const exact = (title: string, include: readonly number[] = []): Axis => ({
  ...linear(title, include),
  exact: true,
});
/** An axis of layers. */
export const layerAxis = (categories: readonly string[]): Axis => ({
  ...{ title: axisTexts.layer, scale: 'category', categories },
});

/** A line through numbers. */
export const line = (
  label: string,
  style: RunStyle,
  x: NumberList,
  y: NumberList,
  look: LineLook = 'main',
): LineMark => ({ kind: 'line', label, style, x, y, look });

/** Points on their own. */
export const dots = (label: string, style: RunStyle, x: NumberList, y: NumberList): DotsMark => ({
  ...{ kind: 'dots', label, style, x, y },
});

/** From 1 on, as many as there are values. */
export const ranks = (values: NumberList): number[] => Array.from({ length: values.length }, (_, i) => i + 1);

/** A number of each layer; `layers` says which layers of a run count where not all do. */
export interface LayerQuantity {
  quantity: string;
  label: string;
  /** Number of the style in a figure of one run; its place in the list where it is not given. */
  look?: number;
  layers?: (measured: Measured) => readonly string[];
}

/** Quantities by layer; layers that lack one are left out of its line. */
export function byLayer(
  all: readonly Measured[],
  { key, title, y }: { key: string; title: string; y: Axis },
  quantities: readonly LayerQuantity[],
): Panel[] {
  const layersOf = (measured: Measured, { quantity, layers }: LayerQuantity): string[] => {
    const chosen = layers?.(measured);
    return layersWith(measured, quantity).filter((name) => chosen?.includes(name) ?? true);
  };
  const panel = (panelKey: string, panelTitle: string, shown: readonly LayerQuantity[]): Panel => {
    const lists = all.flatMap((measured) =>
      shown.map((one, i) => ({ measured, one, look: one.look ?? i, layers: layersOf(measured, one) })),
    );
    const network = together(all.map(({ layers }) => layers));
    const place = (name: string): number => (network.includes(name) ? network.indexOf(name) : network.length);
    const categories = [...new Set(lists.flatMap(({ layers }) => layers))].sort((a, b) => place(a) - place(b));
    return {
      ...{ key: panelKey, title: panelTitle, y, x: layerAxis(categories) },
      marks: lists.flatMap(({ measured, one, look, layers }): Mark[] => {
        if (layers.length === 0) return [];
        const [label, style] = all.length === 1 ? [one.label, styleAt(look)] : [measured.label, measured.style];
        const places = layers.map((layer) => categories.indexOf(layer));
        return [
          line(
            label,
            style,
            places,
            layers.map((layer) => measured.record.numbers[`${layer}/${one.quantity}`]!),
          ),
        ];
      }),
    };
  };
  if (all.length === 1 || quantities.length === 1) return [panel(key, title, quantities)];
  return quantities.map((one) =>
    panel(`${key}/${one.quantity}/${one.label}`, axisTexts.quantity({ title, label: one.label }), [one]),
  );
}

/** Where the mark of run `index` of `count` stands beside the others at a category. */
export const beside = (index: number, count: number): number => ((index + 1) / (count + 1) - 0.5) * 0.9;

/** How an array of each layer is spread: 1st, 25th, 50th, 75th and 99th percentile. */
export function boxesByLayer(
  all: readonly Measured[],
  quantity: string,
  { title, label, y }: { title: string; label: string; y: Axis },
): Panel {
  const categories = together(all.map((measured) => layersWithArray(measured, quantity)));
  return {
    ...{ key: quantity, title, y, x: layerAxis(categories) },
    marks: all.flatMap((measured, run): Mark[] => {
      const boxes = layersWithArray(measured, quantity).map((layer): Box => {
        const sorted = sortedFinite(valuesOf(measured, `${layer}/${quantity}`));
        const [p1, p25, p50, p75, p99] = [0.01, 0.25, 0.5, 0.75, 0.99].map((p) => quantile(sorted, p));
        const at = categories.indexOf(layer) + (all.length === 1 ? 0 : beside(run, all.length));
        return { at, values: [p1!, p25!, p50!, p75!, p99!] };
      });
      if (boxes.length === 0) return [];
      const named = all.length === 1 ? { label, style: styleAt(0) } : { label: measured.label, style: measured.style };
      return [{ kind: 'boxes', ...named, boxes }];
    }),
  };
}
