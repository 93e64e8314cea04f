/** What the figures of every type of probe are made of, and what they are made from. Pure. */
import type { ProbeArray, ProbeRow } from '../../../../../app/contract/probes.ts';
import { quantile, sortedFinite, type Numbers } from '../../../../charts/quantiles.ts';
import type { Axis, Box, BoxesMark, LineMark, Panel } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import { styleAt } from '../../../../../app/view/styles.ts';

/** One record with its arrays. */
export interface Measured {
  record: ProbeRow;
  arrays: ReadonlyMap<string, ProbeArray>;
  /** Layers of the network from the input on; layers that are not in it come last. */
  layers: readonly string[];
}

export interface ProbeFigure {
  /** The same for the same figure of another record. */
  key: string;
  title: string;
  note: string;
  /** `tall` panels show pictures, `wide` ones have a layer for each tick. */
  shape: 'small' | 'wide' | 'tall';
  panels: readonly Panel[];
}

/** Layers that have a number of this name, in the order of the network; parameters, such as `dense1.weight`, are no layers. */
export function layersWith({ record, layers }: Measured, quantity: string): string[] {
  const ending = `/${quantity}`;
  const found = Object.keys(record.numbers).flatMap((name) =>
    name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
  );
  return inOrder(
    found.filter((name) => layers.includes(name) || !name.includes('.')),
    layers,
  );
}

/** Layers that have an array of this name. */
export function layersWithArray({ record, layers }: Measured, quantity: string): string[] {
  const ending = `/${quantity}`;
  const found = record.arrays.flatMap(({ name }) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []));
  return inOrder(found, layers);
}

function inOrder(found: readonly string[], layers: readonly string[]): string[] {
  const place = (name: string): number => (layers.includes(name) ? layers.indexOf(name) : layers.length);
  return [...found].sort((a, b) => place(a) - place(b));
}

export const valuesOf = ({ arrays }: Measured, name: string): Float64Array =>
  arrays.get(name)?.data ?? new Float64Array();

/** A line through numbers; `look` numbers the lines of a panel. */
export function line(
  label: string,
  look: number,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: { dots?: boolean; loose?: boolean } = {},
): LineMark {
  const { ink, dash, marker } = styleAt(look);
  const { dots = true, loose = false } = options;
  return { kind: 'line', label, ink, dash, marker: dots ? marker : null, x, y, ...(loose ? { loose } : {}) };
}

/** Quantities by layer, one line each; layers that lack one are left out of its line. */
export function byLayer(
  measured: Measured,
  { key, title, y }: { key: string; title: string; y: Axis },
  quantities: readonly (readonly [quantity: string, label: string, look?: number, layers?: readonly string[]])[],
): Panel {
  const present = quantities.map(
    ([quantity, label, look, chosen]) =>
      [quantity, label, look, layersWith(measured, quantity).filter((name) => chosen?.includes(name) ?? true)] as const,
  );
  const categories = inOrder([...new Set(present.flatMap(([, , , layers]) => layers))], measured.layers);
  return {
    ...{ key, title, y },
    x: { title: m.probes.axis.layer, scale: 'category', categories },
    marks: present.flatMap(([quantity, label, look], i) => {
      const layers = present[i]![3];
      if (layers.length === 0) return [];
      const numbers = layers.map((layer) => measured.record.numbers[`${layer}/${quantity}`]!);
      return [
        line(
          label,
          look ?? i,
          layers.map((layer) => categories.indexOf(layer)),
          numbers,
        ),
      ];
    }),
  };
}

/** 1st, 25th, 50th, 75th and 99th percentile of an array of each layer. */
export function boxesOf(measured: Measured, quantity: string, label: string, layers: readonly string[]): BoxesMark {
  const boxes = layers.map((layer, at): Box => {
    const sorted = sortedFinite(valuesOf(measured, `${layer}/${quantity}`) as Numbers);
    const at5 = (q: number): number => quantile(sorted, q);
    return { at, values: [at5(0.01), at5(0.25), at5(0.5), at5(0.75), at5(0.99)] };
  });
  return { kind: 'boxes', label, ink: 1, boxes };
}

/** An axis of shares from 0 to 1. */
export const shares = (title: string): Axis => ({ title, scale: 'linear', include: [0, 1] });
export const logarithmic = (title: string, include: readonly number[] = []): Axis => ({ title, scale: 'log', include });
export const linear = (title: string, include: readonly number[] = []): Axis => ({ title, scale: 'linear', include });

/** Leaves out panels without marks and figures without panels. */
export const present = (figures: readonly ProbeFigure[]): ProbeFigure[] =>
  figures
    .map((figure) => ({
      ...figure,
      panels: figure.panels.filter(({ marks }) =>
        marks.some((mark) => mark.kind !== 'rule' && mark.kind !== 'diagonal'),
      ),
    }))
    .filter(({ panels }) => panels.length > 0);
