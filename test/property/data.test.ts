/** What holds for any data: splits partition, scalings keep their promises, files survive or are refused. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDataset, encodeDataset } from '../../engine/data/container.ts';
import { DataError } from '../../engine/data/data-error.ts';
import { decodeImage } from '../../engine/data/images/decode.ts';
import { numbersOf } from '../../engine/data/readers/numpy/npy-elements.ts';
import { readNpy } from '../../engine/data/readers/numpy/npy.ts';
import { importSource, previewSource } from '../../engine/data/readers/read.ts';
import { eachLine } from '../../engine/data/readers/csv/lines.ts';
import { applyScaling, fitScaling } from '../../engine/data/scaling.ts';
import { PARTS, splitDataset, splitSizes, type SplitIndices } from '../../engine/data/split.ts';
import images from '../golden/images.json' with { type: 'json' };
import { idxPair, textFile } from '../support/idx.ts';
import { npy, npyBytes, zip } from '../support/npy.ts';

const split = fc
  .tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }), fc.integer({ min: 0, max: 98 }))
  .map(([a, b, c]) => {
    const sum = a + b + c;
    return { train: a / sum, validation: b / sum, test: c / sum };
  });

describe('splits', () => {
  const classified = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 12 }).chain((counts) => {
    const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
    return fc.tuple(fc.constant(counts), fc.shuffledSubarray(labels, { minLength: labels.length }));
  });

  const drawn = (counts: number[], labels: number[], shares: Parameters<typeof splitSizes>[1], seed: number) => {
    const info = { samples: labels.length, classes: counts.map(String) };
    try {
      return splitDataset({ info, labels: Int32Array.from(labels) }, shares, seed);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      return null;
    }
  };

  it('partition the samples, in the sizes that are announced, in every class to within a sample', () => {
    fc.assert(
      fc.property(classified, split, fc.nat(), ([counts, labels], shares, seed) => {
        const parts = drawn(counts, labels, shares, seed);
        fc.pre(parts !== null);
        const all = PARTS.flatMap((part) => [...parts![part]]).sort((a, b) => a - b);
        expect(all).toEqual(labels.map((_, i) => i));
        expect(PARTS.map((part) => parts![part].length)).toEqual(splitSizes(labels.length, shares));
        const table = tally(counts.length, labels, parts!);
        // Where every class has its training sample by its share alone, no cell is off by one or more.
        if (counts.every((count) => count * shares.train >= 1))
          table.forEach((row, c) =>
            row.forEach((cell, part) => expect(Math.abs(cell - counts[c]! * shares[PARTS[part]!])).toBeLessThan(1)),
          );
        if (parts!.train.length >= counts.length)
          expect(Math.min(...table.map(([train]) => train!))).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  const tally = (classes: number, labels: number[], parts: SplitIndices): number[][] => {
    const table = Array.from({ length: classes }, () => [0, 0, 0]);
    PARTS.forEach((part, p) => {
      for (const sample of parts[part]) table[labels[sample]!]![p]! += 1;
    });
    return table;
  };
});

describe('scalings', () => {
  const table = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 30 })).chain(([columns, rows]) =>
    fc.record({
      columns: fc.constant(columns),
      features: fc
        .array(fc.float({ min: -1000, max: 1000, noNaN: true }), {
          minLength: rows * columns,
          maxLength: rows * columns,
        })
        .map((values) => Float32Array.from(values)),
    }),
  );
  const column = (features: Float32Array, columns: number, c: number): number[] =>
    [...features].filter((_, i) => i % columns === c);
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

  it('standardize to mean 0 and variance 1, or leave the scale of constant features', () => {
    fc.assert(
      fc.property(table, ({ columns, features }) => {
        const fitted = fitScaling({ method: 'standardize', per: 'feature' }, { features, columns });
        const scaled = applyScaling(fitted, features, columns);
        let constant = 0;
        for (let c = 0; c < columns; c++) {
          const raw = column(features, columns, c);
          const values = column(scaled, columns, c);
          const size = Math.max(...raw.map(Math.abs)) * fitted.factor[c]!;
          expect(Math.abs(mean(values))).toBeLessThan(1e-5 + 1e-6 * size);
          if (raw.every((value) => value === raw[0])) {
            constant += 1;
            expect(fitted.factor[c]).toBe(1);
          } else expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 3);
        }
        expect(fitted.zeroVariance).toBe(constant);
      }),
    );
  });

  it('range fills [low, high] and centre keeps distances', () => {
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        ({ columns, features }, low, extent) => {
          const range = applyScaling(
            fitScaling({ method: 'range', low, high: low + extent }, { features, columns }),
            features,
            columns,
          );
          const [smallest, largest] = [Math.min(...features), Math.max(...features)];
          if (largest - smallest > 1e-3 * Math.max(Math.abs(smallest), Math.abs(largest))) {
            expect(Math.min(...range)).toBeCloseTo(low, 3);
            expect(Math.max(...range)).toBeCloseTo(low + extent, 3);
          }
          const centred = applyScaling(fitScaling({ method: 'center' }, { features, columns }), features, columns);
          for (let c = 0; c < columns; c++) {
            const values = column(centred, columns, c);
            const raw = column(features, columns, c);
            values.forEach((value, i) => expect(value - values[0]!).toBeCloseTo(raw[i]! - raw[0]!, 2));
          }
        },
      ),
    );
  });
});

describe('IDX', () => {
  const labels = fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 12 })
    .filter((l) => new Set(l).size > 1);

  it('survives the way into a dataset, onto disk and back', async () => {
    await fc.assert(
      fc.asyncProperty(labels, fc.boolean(), async (given, packed) => {
        const dataset = await importSource('x', idxPair('train', given, packed));
        expect([...dataset.labels].map((label) => Number(dataset.info.classes[label]))).toEqual(given);
        expect([...dataset.features].map((value) => Math.round(value * 255))).toEqual(
          given.flatMap((label, i) => [i, label, 0, 255, 51, (i * 37) % 256]),
        );
        const back = decodeDataset(new Uint8Array(Buffer.concat(encodeDataset(dataset))));
        expect([back.info, [...back.features], [...back.labels]]).toEqual([
          dataset.info,
          [...dataset.features],
          [...dataset.labels],
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([false, true])('cut at any byte is refused with a message (packed: %s)', async (packed) => {
    const [images, answers] = idxPair('train', [0, 1, 2, 0, 1], packed);
    for (const [whole, other] of [
      [images, answers],
      [answers, images],
    ] as const)
      for (let length = 0; length < whole.bytes.length; length++) {
        const cut = { ...whole, bytes: whole.bytes.subarray(0, length) };
        await expect(previewSource([cut, other]), `${whole.name} cut at ${length}`).rejects.toThrow(DataError);
      }
  });

  it('with any byte changed is read or refused, never a crash', async () => {
    const [images, answers] = idxPair('train', [0, 1, 2, 0, 1], true);
    const [plain] = idxPair('train', [0, 1, 2, 0, 1]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(images, plain),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (file, at, bits) => {
          const bytes = Uint8Array.from(file.bytes);
          bytes[at % bytes.length]! ^= bits;
          await readsOrRefuses(() => importSource('x', [{ ...file, bytes }, answers]));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('NumPy arrays', () => {
  const WRITE = {
    ...{ '|u1': Uint8Array, '|i1': Int8Array, '<u2': Uint16Array, '<i2': Int16Array, '<i4': Int32Array },
    ...{ '<f4': Float32Array, '<f8': Float64Array },
  } as const;
  const code = fc.constantFrom(...(Object.keys(WRITE) as (keyof typeof WRITE)[]));
  const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

  it('give back their numbers, whatever their type, order and shape', () => {
    fc.assert(
      fc.property(
        code,
        shape,
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.double()),
        (type, axes, big, fortran, raw) => {
          const count = axes.reduce((a, b) => a * b, 1);
          const numbers = new WRITE[type](count).map(() => raw.next().value as number) as Float64Array;
          // Element i of the file, column-major: unravel the first axis fastest.
          const places = Array.from({ length: count }, (_, i) => {
            let [rest, place] = [i, 0];
            const index = axes.map((axis) => [rest % axis, (rest = Math.floor(rest / axis))][0]!);
            index.forEach((at, axis) => (place = place * axes[axis]! + at));
            return place;
          });
          const order = fortran ? places : places.map((_, i) => i);
          const file = numbers.slice();
          order.forEach((place, i) => (file[i] = numbers[place]!));
          const bytes = new Uint8Array(file.buffer);
          const width = file.BYTES_PER_ELEMENT;
          if (big) for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
          const descr = big && width > 1 ? type.replace('<', '>') : type;
          const array = readNpy('x', 'x.npy', npyBytes(descr, axes, bytes, fortran));
          expect([...numbersOf(array)]).toEqual([...numbers]);
        },
      ),
    );
  });

  it('cut or changed anywhere are read or refused, never a crash', async () => {
    const [x, y] = [npy('x', [4, 2], new Float32Array(8)), npy('y', [4], Int32Array.of(0, 1, 0, 1))];
    const archive = zip('a.npz', [x, y]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(archive, x),
        fc.nat(),
        fc.nat(255),
        fc.boolean(),
        async (file, at, bits, cut) => {
          const bytes = cut ? file.bytes.slice(0, at % file.bytes.length) : file.bytes.slice();
          if (!cut) bytes[at % bytes.length]! ^= bits;
          await readsOrRefuses(() => importSource('x', file === x ? [{ ...x, bytes }, y] : [{ ...file, bytes }]));
        },
      ),
      { numRuns: 600 },
    );
  });
});

describe('images', () => {
  it('cut or changed anywhere are read or refused, never a crash', async () => {
    const files = images.images.map(({ file }) => Buffer.from(file, 'base64'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.nat(), fc.nat(255), fc.boolean(), async (file, at, bits, cut) => {
        const bytes = Uint8Array.from(cut ? file.subarray(0, at % file.length) : file);
        if (!cut) bytes[at % bytes.length]! ^= bits;
        await readsOrRefuses(async () => decodeImage({ name: 'image.png', bytes }));
      }),
      { numRuns: 400 },
    );
  });
});

describe('tables', () => {
  const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.integer());

  it('give back their numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, fc.constantFrom('red', 'blue')), { minLength: 3, maxLength: 20 }),
        fc.constantFrom(',', '\t', ';'),
        async (lines, delimiter) => {
          fc.pre(new Set(lines.map((line) => line[2])).size > 1);
          const text = ['a', 'b', 'y'].join(delimiter) + lines.map((line) => `\n${line.join(delimiter)}`).join('');
          const { features, labels, info } = await importSource('x', [textFile('t.csv', text)]);
          expect([...features]).toEqual(lines.flatMap(([a, b]) => [Math.fround(a) + 0, Math.fround(b) + 0]));
          expect([...labels].map((label) => info.classes[label])).toEqual(lines.map((line) => line[2]));
        },
      ),
    );
  });

  it('are cut the same way with and without quotes in them', () => {
    const field = fc.stringMatching(/^[ a1.é-]{0,4}$/);
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean(), (cells, end, mark, ended) => {
        const text = (mark ? '\uFEFF' : '') + cells.map((line) => line.join(';')).join(end) + (ended ? end : '');
        const cut = (input: string): unknown[] => {
          const lines: unknown[] = [];
          eachLine(new TextEncoder().encode(input), ';', (found, number) => lines.push([found, number]) > 0);
          return lines;
        };
        // One quoted line at the end sends the whole text through the full parser.
        const parsed = cut(`${text}${ended ? '' : end}"x";"y"`);
        expect(cut(text)).toEqual(parsed.slice(0, -1));
      }),
      { numRuns: 300 },
    );
  });

  it('of any text are read or refused, never a crash', async () => {
    const piece = fc.constantFrom(
      '1',
      '2.5',
      'a',
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      ' ',
      'NA',
      '-',
      'e5',
      '\uFEFF',
      'é',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        await readsOrRefuses(() => previewSource([textFile('t.csv', pieces.join(''))]));
      }),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.boolean(), async (raw, packed) => {
        const bytes = packed ? gzipSync(raw) : raw;
        await readsOrRefuses(() => previewSource([{ name: 'anything', bytes }]));
      }),
      { numRuns: 500 },
    );
  });
});

async function readsOrRefuses(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message.length).toBeGreaterThan(20);
  }
}
