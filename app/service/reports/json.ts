/** Complete runs as one JSON document, in pieces. Layout: docs/EXPORT-FORMATS.md. */
import { NORM_FIELDS } from '../../../engine/events.ts';
import type { NormField } from '../../../engine/events.ts';
import type { NormMatrix } from '../../contract/norms.ts';
import type { ProbeRow } from '../../contract/probes.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { ProbeReader } from '../types.ts';
import type { Sources } from './sources.ts';

/** Version of the document's layout. */
export const JSON_FORMAT = 'normscope.export/1';

/** JSON text in which the numbers that JSON lacks are the texts "NaN", "Infinity" and "-Infinity". */
export const toExactJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  );

/** Nine significant digits read back as the same float32, at half the length of the float64 that it converts to. */
const float32s = (values: Float32Array): number[] => Array.from(values, (value) => Number(value.toPrecision(9)));

/** Everything stored about the runs: facts, all points of all series, all normalization records, all probes. */
export function* jsonExport(
  { runs, probes }: Sources,
  details: readonly RunDetail[],
  version: string,
): Generator<string> {
  const head = { format: JSON_FORMAT, exportedAt: new Date().toISOString(), normscope: version };
  yield `${toExactJson(head).slice(0, -1)},"runs":[`;
  for (const [index, run] of details.entries()) {
    // Bookkeeping of this database means nothing elsewhere.
    const { series, norms, changed: _changed, bytes: _bytes, sparkline: _sparkline, ...facts } = run;
    yield `${index === 0 ? '' : ','}\n${toExactJson(facts).slice(0, -1)},\n"series":[`;
    for (const [position, { name }] of series.entries()) {
      const { steps, values } = runs.series(run.id, name);
      yield `${position === 0 ? '' : ','}\n{"name":${JSON.stringify(name)},"steps":[`;
      yield* numberList(steps);
      yield '],"values":[';
      yield* numberList(values);
      yield ']}';
    }
    yield '],\n"normalization":[';
    for (const [position, { layer, channels }] of norms.entries()) {
      yield `${position === 0 ? '' : ','}\n{"layer":${JSON.stringify(layer)},"channels":${channels},"records":[`;
      yield* layerRecords(NORM_FIELDS.map((field) => [field, runs.norm(run.id, layer, field)]));
      yield ']}';
    }
    yield '],\n"probes":[';
    for (const [position, record] of probes.list(run.id).entries()) {
      yield position === 0 ? '\n' : ',\n';
      yield* probeRecord(probes, record);
    }
    yield ']}';
  }
  yield '\n]}\n';
}

const NUMBERS_A_PIECE = 10_000;

/** The inside of a JSON list, in pieces: a whole series may be longer than a string can be. */
function* numberList(numbers: Float64Array | Int32Array): Generator<string> {
  for (let from = 0; from < numbers.length; from += NUMBERS_A_PIECE) {
    const piece = Array.from(numbers.subarray(from, from + NUMBERS_A_PIECE));
    // Without a replacer five times as fast.
    const text = piece.every(Number.isFinite) ? JSON.stringify(piece) : toExactJson(piece);
    yield (from === 0 ? '' : ',') + text.slice(1, -1);
  }
}

function* layerRecords(fields: [NormField, NormMatrix][]): Generator<string> {
  const steps = fields[0]?.[1].steps ?? new Float64Array(0);
  for (const [row, step] of steps.entries()) {
    const record = fields.map(([field, { values, channels }]): [string, number[]] => [
      field,
      float32s(values.subarray(row * channels, (row + 1) * channels)),
    ]);
    yield `${row === 0 ? '' : ','}\n${toExactJson({ step, ...Object.fromEntries(record) })}`;
  }
}

/** One probe at one moment, with the rows of its samples and its arrays. */
function* probeRecord(
  probes: ProbeReader,
  { id, runId: _runId, part, samples, numbers, arrays: _arrays, ...facts }: ProbeRow,
): Generator<string> {
  const { rows, arrays } = probes.arrays(id);
  yield `${toExactJson(facts).slice(0, -1)},"samples":{"part":"${part}","count":${samples},"rows":[`;
  yield* numberList(rows);
  yield `]},\n"numbers":${toExactJson(numbers)},\n"arrays":[`;
  for (const [position, { data, ...array }] of arrays.entries()) {
    yield `${position === 0 ? '' : ','}\n${toExactJson(array).slice(0, -1)},"data":[`;
    yield* numberList(data);
    yield ']}';
  }
  yield ']}';
}
