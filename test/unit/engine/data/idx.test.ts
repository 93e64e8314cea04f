/** Reading IDX: pairs, joins, packing, and every way in which files can be damaged or not fit together. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importSource, previewSource } from '../../../../engine/data/readers/read.ts';
import type { SourceFile } from '../../../../engine/data/readers/source.ts';
import { idx, idxPair } from '../../../support/idx.ts';

const LABELS = [7, 3, 3, 7, 9, 3];
const named = (name: string, bytes: Uint8Array): SourceFile => ({ name, bytes });
const refusal = async (files: SourceFile[]): Promise<string> => {
  try {
    await importSource('x', files);
  } catch (error) {
    expect(error).toMatchObject({ name: 'DataError' });
    return (error as Error).message;
  }
  throw new Error('it was not refused');
};

describe('a good pair', () => {
  it('becomes pixels / 255 and classes in the order of their labels', async () => {
    const dataset = await importSource('mine', idxPair('t10k', LABELS));
    expect(dataset.info).toMatchObject({
      ...{ name: 'mine', task: 'classification', samples: 6, shape: [2, 3] },
      ...{ classes: ['3', '7', '9'], source: 'IDX, t10k-images-idx3-ubyte' },
    });
    expect([...dataset.labels]).toEqual([1, 0, 0, 1, 2, 0]);
    expect([...dataset.features.subarray(6, 11)]).toEqual([1, 3, 0, 255, 51].map((byte) => Math.fround(byte / 255)));
    expect(dataset.features.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('has the same hash packed and plain, under any name', async () => {
    const plain = (await importSource('a', idxPair('train', LABELS))).info.hash;
    expect((await importSource('b', idxPair('t10k', LABELS, true))).info.hash).toBe(plain);
    const [images, labels] = idxPair('train', LABELS);
    expect(
      (await importSource('c', [named('labels.bin', labels.bytes), named('images.bin', images.bytes)])).info.hash,
    ).toBe(plain);
  });

  it('is joined with a test pair, training first, and says so', async () => {
    const files = [...idxPair('emnist-t10k', [1, 2, 2]), ...idxPair('emnist-train', [5, 1], true)];
    const { info, warnings, classCounts } = await previewSource(files);
    expect(info.samples).toBe(5);
    expect(info.source).toContain('(2 + 3 samples)');
    expect(warnings.join()).toContain('joined into one dataset of 5 samples');
    expect(classCounts).toEqual([2, 2, 1]);
    expect([...(await importSource('x', files)).labels]).toEqual([2, 0, 0, 1, 1]);
  });
});

describe('refused, with what is wrong and where', () => {
  const [images, labels] = idxPair('train', LABELS);

  it('files that are missing or do not belong together', async () => {
    expect(await refusal([])).toMatch(/No file was given/);
    expect(await refusal([images])).toMatch(/images .*but no labels/);
    expect(await refusal([labels])).toMatch(/labels .*but no images/);
    expect(await refusal([images, idxPair('train', [1, 2])[1]])).toMatch(
      /holds 6 images, but train-labels.* holds 2 labels/,
    );
    expect(await refusal([images, labels, ...idxPair('extra', [1, 2])])).toMatch(/only a training and a test pair/);
    expect(await refusal([images, labels, idxPair('t10k', [1, 2])[0]])).toMatch(/No labels go with t10k-images/);
    expect(await refusal([images, labels, idxPair('t10k', [1, 2])[1]])).toMatch(/No images go with t10k-labels/);
    const square = named('t10k-images-idx3-ubyte', idx([2, 2, 2], new Uint8Array(8)));
    expect(await refusal([images, labels, square, idxPair('t10k', [1, 2])[1]])).toMatch(/2 x 2.*2 x 3/);
  });

  it('one class only', async () => {
    expect(await refusal(idxPair('train', [4, 4, 4]))).toMatch(/at least two classes/);
  });

  it('truncated and overlong files, by the counts', async () => {
    const cut = named(images.name, images.bytes.subarray(0, 40));
    expect(await refusal([cut, labels])).toMatch(
      /truncated: its header declares 6 x 2 x 3, that is 52 bytes.* ends at byte 40/,
    );
    const long = named(labels.name, new Uint8Array([...labels.bytes, 0]));
    expect(await refusal([images, long])).toMatch(/15 bytes, more than the 14 bytes/);
    const packed = named(`${labels.name}.gz`, gzipSync(long.bytes));
    expect(await refusal([images, packed])).toMatch(/more than the 14 bytes that its header declares/);
    expect(await refusal([named(images.name, new Uint8Array(0)), labels])).toMatch(/is empty \(0 bytes\)/);
    expect(await refusal([named(images.name, images.bytes.subarray(0, 10)), labels])).toMatch(
      /byte 10, inside the IDX header/,
    );
  });

  it('damaged gzip', async () => {
    const packed = gzipSync(images.bytes);
    const cut = named('train-images-idx3-ubyte.gz', packed.subarray(0, packed.length - 3));
    expect(await refusal([cut, labels])).toMatch(/truncated: its gzip stream/);
    const wrong = Uint8Array.from(packed);
    wrong[packed.length - 6]! ^= 0xff;
    expect(await refusal([named('train-images-idx3-ubyte.gz', wrong), labels])).toMatch(/damaged: its gzip stream/);
  });

  it('headers of something else, and sizes that cannot be', async () => {
    const other = async (change: (bytes: Uint8Array) => void): Promise<string> => {
      const bytes = images.bytes.slice();
      change(bytes);
      return await refusal([named(images.name, bytes), labels]);
    };
    expect(await other((bytes) => bytes.set([0x89, 0x50]))).toMatch(/not an IDX file: it begins with the bytes 89 50/);
    expect(await other((bytes) => (bytes[2] = 0x0d))).toMatch(/32-bit floating-point numbers \(byte 2 is 13\)/);
    expect(await other((bytes) => (bytes[2] = 3))).toMatch(/byte 2 is 3, which is no IDX type/);
    expect(await other((bytes) => (bytes[3] = 0))).toMatch(/no dimensions/);
    expect(await other((bytes) => bytes.fill(0, 8, 12))).toMatch(/dimension of 0 \(byte 8\)/);
    // 4 GiB times 6 pixels are declared; nothing of the kind may be reserved.
    const before = process.memoryUsage().arrayBuffers;
    expect(await other((bytes) => bytes.fill(0xff, 4, 8))).toMatch(
      /declares 4\u202f294\u202f967\u202f295 x 2 x 3 .*more than/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('a small packed file that unpacks to much', async () => {
    const bomb = new Uint8Array(64_000_000);
    bomb.set(images.bytes);
    const before = process.memoryUsage().arrayBuffers;
    expect(await refusal([named('train-images-idx3-ubyte.gz', gzipSync(bomb)), labels])).toMatch(
      /more than the 52 bytes/,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });
});
