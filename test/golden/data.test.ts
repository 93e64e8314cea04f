/** Files written by NumPy and Pillow are read as those read them (made by make_data_golden.py). */
import { describe, expect, it } from 'vitest';
import { decodeImage, readImageHeader } from '../../engine/data/images/decode.ts';
import { toGrey } from '../../engine/data/images/picture.ts';
import { areaResizer } from '../../engine/data/images/resize.ts';
import { numbersOf, textsOf } from '../../engine/data/readers/numpy/npy-elements.ts';
import { readNpy } from '../../engine/data/readers/numpy/npy.ts';
import { importSource } from '../../engine/data/readers/read.ts';
import arrays from './arrays.json' with { type: 'json' };
import images from './images.json' with { type: 'json' };

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

describe('arrays of NumPy', () => {
  it.each(arrays.arrays)('$name', ({ file, shape, values }) => {
    const array = readNpy('x', 'x.npy', bytes(file));
    expect(array.shape).toEqual(shape);
    const text = array.kind === 'U' || array.kind === 'S';
    expect<unknown[]>(text ? textsOf(array) : [...numbersOf(array)]).toEqual(values);
  });

  it.each(arrays.archives)('in an archive, $name: parts are joined', async ({ file }) => {
    const { info, features, labels } = await importSource('x', [{ name: 'mnist.npz', bytes: bytes(file) }]);
    expect(info).toMatchObject({ samples: 6, shape: [4, 5], classes: ['0', '1', '2'] });
    expect([...features].map((value) => Math.round(value * 255))).toEqual(arrays.x);
    expect([...labels]).toEqual(arrays.y);
  });
});

describe('images of Pillow', () => {
  it.each(images.images)('$name', ({ file, pixels, tolerance, ...facts }) => {
    const { pixels: found, alpha: _, ...header } = decodeImage({ name: 'x', bytes: bytes(file) });
    const { name: __, ...expected } = facts;
    expect(header).toEqual(expected);
    expect(readImageHeader({ name: 'x', bytes: bytes(file) })).toMatchObject(expected);
    const wanted = bytes(pixels);
    const levels = expected.max === 255 ? wanted : new Uint16Array(wanted.buffer);
    expect(found.length).toBe(levels.length);
    expect(Math.max(...found.map((value, i) => Math.abs(value - levels[i]!)))).toBeLessThanOrEqual(tolerance);
  });

  it('grey is the luma that Pillow computes', () => {
    const pixels = bytes(images.luma.source);
    const grey = toGrey({ width: 13, height: 11, channels: 3, max: 255, alpha: false, pixels });
    expect([...grey.pixels]).toEqual([...bytes(images.luma.result)]);
  });

  it('halving is the mean of four pixels, other sizes weigh partly covered ones', () => {
    const half = areaResizer({ width: 36, height: 40 }, { width: 18, height: 20 }, 3)(bytes(images.half.source));
    expect([...half].map(Math.round)).toEqual([...bytes(images.half.result)]);
    const area = areaResizer({ width: 7, height: 5 }, { width: 4, height: 3 }, 1)(images.area.source);
    area.forEach((value, i) => expect(value).toBeCloseTo(images.area.result[i]!, 10));
  });
});
