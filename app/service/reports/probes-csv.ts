/** What probes measured as one long CSV table: a row a number and a row an element of an array. Layout: docs/EXPORT-FORMATS.md. */
import { canonicalJson } from '../../../engine/spec/hash.ts';
import type { ProbeArray } from '../../contract/probes.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { ProbeReader } from '../types.ts';
import { csvField } from '../../view/table.ts';

const ROWS_A_PIECE = 2000;
/** Dimensions that always have their columns, so that the tables of different runs fit together. */
const LEAST_DIMENSIONS = 2;

/** The table in pieces, header first. Records with a problem have no rows. */
export function* probesCsvExport(probes: ProbeReader, details: readonly RunDetail[]): Generator<string> {
  const shapes = details.flatMap(({ id }) => probes.list(id).flatMap(({ arrays }) => arrays.map(({ shape }) => shape)));
  const dimensions = shapes.reduce((most, { length }) => Math.max(most, length), LEAST_DIMENSIONS);
  const axes = Array.from({ length: dimensions }, (_, i) => [`axis${i + 1}`, `at${i + 1}`]).flat();
  yield `${['run', 'name', 'seed', 'probe', 'options', 'step', 'quantity', ...axes, 'value'].join(',')}\n`;
  for (const run of details)
    for (const { id, step, probe, numbers } of probes.list(run.id)) {
      const { type, at: _at, ...options } = probe;
      const facts = [run.id, run.name, String(run.spec.seed), type, canonicalJson(options), String(step)];
      const start = facts.map(csvField).join(',');
      const nowhere = ','.repeat(2 * dimensions);
      for (const [name, value] of Object.entries(numbers)) yield `${start},${csvField(name)}${nowhere},${value}\n`;
      const { arrays } = probes.arrays(id);
      for (const array of arrays) yield* elements(array, arrays, { start, dimensions });
    }
}

/** A row for each element, in the order of the array. */
function* elements(
  { name, shape, axes, data }: ProbeArray,
  all: readonly ProbeArray[],
  { start, dimensions }: { start: string; dimensions: number },
): Generator<string> {
  const own = `${start},${csvField(name)}`;
  const places = axes.map((axis) => coordinates(axis, all));
  const rest = ',,'.repeat(dimensions - shape.length);
  const index = shape.map(() => 0);
  let piece = '';
  for (const [i, value] of data.entries()) {
    const where = index.map((at, d) => `,${csvField(axes[d]!)},${places[d]?.[at] ?? at}`).join('');
    piece += `${own}${where}${rest},${value}\n`;
    advance(index, shape);
    if ((i + 1) % ROWS_A_PIECE > 0 && i + 1 < data.length) continue;
    yield piece;
    piece = '';
  }
}

/** On to the next element in row-major order. */
function advance(index: number[], shape: readonly number[]): void {
  for (let d = shape.length - 1; d >= 0; d--) {
    index[d]! += 1;
    if (index[d]! < shape[d]!) return;
    index[d] = 0;
  }
}

/** Where the elements along an axis are: the numbers of the array with its name; null where it only counts. */
const coordinates = (axis: string, all: readonly ProbeArray[]): Float64Array | null =>
  all.find(({ name, shape }) => name === axis && shape.length === 1)?.data ?? null;
