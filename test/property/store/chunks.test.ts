import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHUNK_VALUES,
  appendValues,
  chunkFacts,
  lastStep,
  toBytes,
  toFloat32,
  toFloat64,
} from '../../../app/store/chunks.ts';
import type { Chunk } from '../../../app/store/chunks.ts';
import { openStore } from '../../../app/store/store.ts';
import { newRun, temporaryFiles } from '../../unit/store/support.ts';

const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, Number.MIN_VALUE));

/** Pieces of a series as training says them: regular runs of values, sometimes a last one off the grid. */
const pieces = fc.array(
  fc.record({
    gap: fc.integer({ min: 1, max: 40 }),
    stride: fc.integer({ min: 1, max: 40 }),
    values: fc.oneof(
      fc.array(number, { maxLength: 12 }),
      fc.integer({ min: 0, max: 2500 }).map((length) => Array.from({ length }, (_, i) => i / 7)),
    ),
  }),
  { maxLength: 8 },
);

const place = (list: { gap: number; stride: number; values: number[] }[]) => {
  let next = 0;
  return list.map(({ gap, stride, values }) => {
    const firstStep = next + gap;
    if (values.length > 0) next = firstStep + (values.length - 1) * stride;
    return { firstStep, stride, values: Float64Array.from(values) };
  });
};

const expand = (chunks: Chunk[]): [number, number][] =>
  chunks.flatMap((chunk) =>
    Array.from(chunk.values, (value, i): [number, number] => [chunk.firstStep + i * chunk.stride, value]),
  );

describe('the chunk codec', () => {
  it('keeps every value at its step, however a series is cut into pieces', () => {
    fc.assert(
      fc.property(pieces, (list) => {
        const stored = new Map<number, Chunk>();
        let open: Chunk | null = null;
        const said = place(list);
        for (const { firstStep, stride, values } of said)
          for (const chunk of appendValues(open, firstStep, stride, values)) {
            stored.set(chunk.firstStep, chunk);
            open = chunk;
          }
        const chunks = [...stored.values()];
        expect(expand(chunks)).toEqual(expand(said));
        for (const chunk of chunks) expect(chunk.values.length).toBeLessThanOrEqual(CHUNK_VALUES);
      }),
      { numRuns: 150 },
    );
  });

  it('fills chunks whatever the size of the batches', () => {
    let open: Chunk | null = null;
    let chunks = 1;
    for (let step = 1; step <= 3000; step += 7) {
      const written = appendValues(open, step, 1, new Float64Array(Math.min(7, 3001 - step)));
      if (written.length > 1) chunks += 1;
      open = written.at(-1)!;
    }
    expect(chunks).toBe(3);
    expect(lastStep(open!)).toBe(3000);
  });

  it('opens a new chunk for a last point off the grid', () => {
    const [grid] = appendValues(null, 25, 25, new Float64Array(10));
    expect(appendValues(grid!, 260, 25, Float64Array.of(7))).toEqual([
      { firstStep: 260, stride: 25, values: Float64Array.of(7) },
    ]);
  });

  it('refuses steps that go back', () => {
    const [chunk] = appendValues(null, 1, 1, new Float64Array(5));
    expect(() => appendValues(chunk!, 5, 1, new Float64Array(1))).toThrow('step 5 does not follow step 5');
  });

  it('gives numbers back bit for bit', () => {
    const bits = (values: Float64Array | Float32Array) => [...new Uint8Array(values.buffer)];
    fc.assert(
      fc.property(fc.float64Array(), fc.float32Array(), (doubles, floats) => {
        expect(bits(toFloat64(toBytes(doubles)))).toEqual(bits(doubles.slice()));
        expect(bits(toFloat32(toBytes(floats)))).toEqual(bits(floats.slice()));
      }),
    );
  });

  it('summarizes the finite values and counts the others', () => {
    expect(chunkFacts(Float64Array.of(2, NaN, -1, Infinity))).toEqual({
      minimum: -1,
      maximum: 2,
      last: Infinity,
      nonFinite: 2,
    });
    expect(chunkFacts(Float64Array.of(NaN))).toEqual({ minimum: null, maximum: null, last: NaN, nonFinite: 1 });
  });
});

describe('a stored series', () => {
  const fresh = temporaryFiles();

  it('is read as it was written, from any step on, with true facts', () => {
    const store = openStore(fresh());
    const run = newRun();
    store.runs.add(run);
    let name = 0;
    fc.assert(
      fc.property(pieces, fc.integer({ min: -1, max: 400 }), (list, after) => {
        const series = `s${name++}`;
        const said = place(list);
        for (const { firstStep, stride, values } of said)
          store.series.append(run.id, series, firstStep, stride, values);
        const points = expand(said);
        const read = store.series.read(run.id, series, after);
        const wanted = points.filter(([step]) => step > after);
        expect([...read.steps]).toEqual(wanted.map(([step]) => step));
        expect([...read.values]).toEqual(wanted.map(([, value]) => value));
        const facts = store.series.list(run.id).find((other) => other.name === series);
        if (points.length === 0) expect(facts).toBeUndefined();
        else {
          const finite = points.map(([, value]) => value).filter(Number.isFinite);
          expect(facts).toMatchObject({
            count: points.length,
            firstStep: points[0]![0],
            lastStep: points.at(-1)![0],
            nonFinite: points.length - finite.length,
          });
          // SQLite keeps no sign for zero in a REAL column; the values themselves do.
          expect(facts!.last).toEqual(points.at(-1)![1] + 0);
          expect(facts!.min).toEqual(finite.length === 0 ? null : Math.min(...finite) + 0);
          expect(facts!.max).toEqual(finite.length === 0 ? null : Math.max(...finite) + 0);
        }
      }),
      { numRuns: 60 },
    );
    store.close();
  });
});
