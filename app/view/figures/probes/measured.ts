/** What figures of probes are made from: a record of each run, and its arrays. */
import type { ProbeType } from '../../../../engine/spec/schema.ts';
import type { RunStyle } from '../../styles.ts';

/** One record of one run. */
export interface Measured {
  /** Name of the run. */
  label: string;
  /** How the run is drawn where there are several. */
  style: RunStyle;
  record: {
    probe: { type: ProbeType };
    problem: string | null;
    /** By name: `layer/quantity`, or `quantity` for the whole network. */
    numbers: Readonly<Record<string, number>>;
    arrays: readonly { name: string }[];
  };
  /** The numbers of an array; undefined where the record has none of that name. */
  array(name: string): Float64Array | undefined;
  /** Layers of the network from the input on; layers that are not in it come last. */
  layers: readonly string[];
}

/** The numbers of an array; none where there is no such array. */
export const valuesOf = (measured: Measured, name: string): Float64Array => measured.array(name) ?? new Float64Array();

/** Layers that have a number of this name, in the order of the network; parameters, such as `dense1.weight`, are no layers. */
export function layersWith({ record, layers }: Pick<Measured, 'record' | 'layers'>, quantity: string): string[] {
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
export function layersWithArray({ record, layers }: Pick<Measured, 'record' | 'layers'>, quantity: string): string[] {
  const ending = `/${quantity}`;
  const found = record.arrays.flatMap(({ name }) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []));
  return inOrder(found, layers);
}

function inOrder(found: readonly string[], layers: readonly string[]): string[] {
  const place = (name: string): number => (layers.includes(name) ? layers.indexOf(name) : layers.length);
  return [...found].sort((a, b) => place(a) - place(b));
}

/** The layers of several runs as one list: those of the longest, each other behind the one that it follows in its run. */
export function together(lists: readonly (readonly string[])[]): string[] {
  const [longest = [], ...others] = [...lists].sort((a, b) => b.length - a.length);
  const all = [...longest];
  for (const list of others)
    list.forEach((name, i) => {
      if (!all.includes(name)) all.splice(i === 0 ? 0 : all.indexOf(list[i - 1]!) + 1, 0, name);
    });
  return all;
}
