/** The container of datasets on disk: nothing is lost, and nothing damaged comes back. */
import { describe, expect, it } from 'vitest';
import { decodeDataset, encodeDataset } from '../../../../engine/data/container.ts';
import type { Dataset } from '../../../../engine/data/dataset.ts';
import { sine } from '../../../../engine/data/generators/sine.ts';
import { withHash } from '../../../../engine/data/hash.ts';

const pictures = (pixels: number[]): Dataset =>
  withHash({
    info: {
      ...{ name: 'tiny', task: 'classification', samples: 2, shape: [2], classes: ['a', 'b'] },
      ...{ features: [], source: 'test' },
    },
    features: Float32Array.from(pixels),
    labels: Int32Array.from([1, 0]),
    targets: new Float32Array(0),
  });
const file = (dataset: Dataset): Uint8Array => new Uint8Array(Buffer.concat(encodeDataset(dataset)));

describe('container', () => {
  it('gives back what was put in, in shared memory', () => {
    for (const dataset of [pictures([0, 1, 51 / 255, 128 / 255]), pictures([0, -3, 0.1234, 1e-20]), sine.generate()]) {
      const back = decodeDataset(file(dataset));
      expect(back.info).toEqual(dataset.info);
      expect([...back.features]).toEqual([...dataset.features]);
      expect([...back.labels]).toEqual([...dataset.labels]);
      expect([...back.targets]).toEqual([...dataset.targets]);
      expect(back.features.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('takes one byte a pixel where that loses nothing', () => {
    const bytes = (pixels: number[]): number => encodeDataset(pictures(pixels))[1]!.byteLength;
    expect(bytes([0, 1, 51 / 255, 128 / 255])).toBe(4);
    expect(bytes([0, 1, 0.2000001, 0.5])).toBe(16);
    expect(bytes([0, -0, 1, 1])).toBe(16);
  });

  it('refuses every cut and every changed byte of the contents', () => {
    const whole = file(pictures([0, 0.25, 0.5, 3]));
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeDataset(whole.subarray(0, length)), `cut at ${length}`).toThrow(/stored dataset/);
    for (let at = whole.length - 24; at < whole.length; at++) {
      const damaged = whole.slice();
      damaged[at]! ^= 1;
      expect(() => decodeDataset(damaged), `changed at ${at}`).toThrow(/damaged/);
    }
  });
});

describe('content hash', () => {
  it('depends on contents only', () => {
    const one = pictures([0, 1, 0, 1]);
    const hash = (change: Partial<Dataset['info']>): string =>
      withHash({ ...one, info: { ...one.info, ...change } }).info.hash;
    expect(hash({ name: 'other', source: 'elsewhere', features: ['x', 'y'] })).toBe(one.info.hash);
    expect(hash({ classes: ['a', 'c'] })).not.toBe(one.info.hash);
    expect(hash({ shape: [1, 2] })).not.toBe(one.info.hash);
    expect(pictures([0, 1, 1, 0]).info.hash).not.toBe(one.info.hash);
    // A stored value: a change of the definition would cut every run from its data.
    expect(one.info.hash).toMatchInlineSnapshot(`"a5c54ec7a62ac65375b7d6462cf371fd143dc80f77c4e29f25836e8af80872bf"`);
  });
});
