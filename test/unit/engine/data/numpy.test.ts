/** Datasets from NumPy files: which array is what, labels of every kind, layouts, ranges, and what is refused. */
import { describe, expect, it } from 'vitest';
import { importSource, previewSource } from '../../../../engine/data/readers/read.ts';
import { npy, npyBytes, zip } from '../../../support/npy.ts';

const floats = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i / 4 - 1);
const labels = Int32Array.of(2, 0, 2, 0, 1, 1);
const x = npy('x', [6, 2], floats(12));
const y = npy('y', [6], labels);

describe('arrays', () => {
  it('as a pair of files, floats as they are', async () => {
    const { info, features, ...rest } = await importSource('mine', [x, y]);
    expect(info).toMatchObject({ task: 'classification', samples: 6, shape: [2], classes: ['0', '1', '2'] });
    expect([...features]).toEqual([...floats(12)]);
    expect([...rest.labels]).toEqual([...labels]);
    expect(features.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('of training, validation and test are joined in this order, whatever their order in the archive', async () => {
    const part = (name: string, first: number) => [
      npy(
        `${name}_images`,
        [2, 2, 2],
        Uint8Array.from({ length: 8 }, (_, i) => first + i),
      ),
      npy(`${name}_labels`, [2], Int32Array.of(0, 1)),
    ];
    const files = [...part('test', 200), ...part('valid', 100), ...part('train', 0)];
    const archive = zip('all.npz', files);
    const { info, features } = await importSource('x', [archive]);
    expect(info).toMatchObject({ samples: 6, shape: [2, 2], source: 'NumPy, all.npz' });
    expect(Math.round(features[8]! * 255)).toBe(100);
    expect((await importSource('y', files)).info.hash).toBe(info.hash);
    const { warnings, arrays } = await previewSource([archive]);
    expect(warnings.join()).toContain('joined into one dataset of 6 samples');
    expect(arrays.map(({ role }) => role)).toEqual(new Array(3).fill(['features', 'labels']).flat());
  });

  it('are guessed with a note, or chosen by name', async () => {
    const archive = zip('a.npz', [
      npy('arr_0', [6, 2], floats(12)),
      npy('arr_1', [6], labels),
      npy('other', [6, 1], floats(6)),
      npy('step', [1], floats(1)),
    ]);
    const guessed = await previewSource([archive]);
    expect(guessed.warnings[0]).toContain('Taken as features: arr_0');
    const chosen = await previewSource([archive], { features: 'arr_0', label: 'other' });
    expect(chosen.info.task).toBe('regression');
    expect(chosen.options).toMatchObject({ features: 'arr_0', label: 'other' });
    expect(chosen.arrays.map(({ role }) => role)).toEqual(['features', 'unused', 'labels', 'unused']);
    await expect(previewSource([archive], { features: 'arr0' })).rejects.toThrow(/Did you mean arr_0\?/);
    await expect(previewSource([archive], { features: 'arr_0', label: 'step' })).rejects.toThrow(
      /6 samples.*step holds 1/,
    );
  });

  it('that belong to nothing are listed with their shapes', async () => {
    await expect(previewSource([x])).rejects.toThrow(/There are: x \(6 x 2\)\. Expected are two arrays/);
    await expect(previewSource([x, npy('y', [5], labels.slice(1))])).rejects.toThrow(/x holds 6 samples.*y holds 5/s);
  });
});

describe('images', () => {
  const colours = Uint8Array.from({ length: 6 * 2 * 4 * 3 }, (_, i) => i);

  it('with channels last become channels first, and say so', async () => {
    const files = [npy('x', [6, 2, 4, 3], colours), y];
    const { info, features } = await importSource('x', files);
    expect(info.shape).toEqual([3, 2, 4]);
    expect([...features.slice(0, 8)].map((value) => Math.round(value * 255))).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    const { warnings, pictures, values } = await previewSource(files);
    expect(warnings.join()).toContain('becomes the first one: 3 x 2 x 4');
    expect(pictures).toMatchObject({ shape: [3, 2, 4], labels: [0, 1, 2, 0, 1, 2] });
    expect(values).toEqual({ stored: 'unsigned bytes', divisor: 255, range: [0, Math.fround(143 / 255)] });
  });

  it('of one channel lose that axis, wherever it is', async () => {
    const grey = Uint8Array.from({ length: 48 }, (_, i) => i);
    const [first, last] = [npy('x', [6, 1, 2, 4], grey), npy('x', [6, 2, 4, 1], grey)];
    const { info } = await importSource('x', [first, y]);
    expect(info.shape).toEqual([2, 4]);
    expect((await importSource('x', [last, y])).info.hash).toBe(info.hash);
  });

  it('keep or divide their values as is said, and pixels in floats are pointed out', async () => {
    const pixels = npy(
      'x',
      [6, 2, 4],
      Float32Array.from({ length: 48 }, (_, i) => 5 * i),
    );
    const { warnings, values } = await previewSource([pixels, y]);
    expect(warnings.join()).toContain('Values run from 0 to 235');
    expect(values).toMatchObject({ divisor: 1, range: [0, 235] });
    const unit = await importSource('x', [pixels, y], { values: 'unit' });
    expect(unit.features[1]).toBe(Math.fround(5 / 255));
    const stored = await importSource('x', [npy('x', [6, 8], colours.slice(0, 48)), y], { values: 'stored' });
    expect(stored.features[47]).toBe(47);
  });
});

describe('labels', () => {
  const classesOf = async (file: typeof y, ...others: (typeof y)[]) => (await previewSource([x, file, ...others])).info;

  it('may be floats, one column, booleans, one-hot rows or text', async () => {
    const oneHot = Float32Array.from({ length: 24 }, (_, i) => (i % 4 === labels[Math.floor(i / 4)] ? 1 : 0));
    expect((await classesOf(npy('y', [6], Float32Array.from(labels)))).classes).toEqual(['0', '1', '2']);
    expect((await classesOf(npy('y', [6, 1], labels))).classes).toEqual(['0', '1', '2']);
    expect((await classesOf(npy('y', [6, 4], oneHot))).classes).toEqual(['0', '1', '2', '3']);
    expect([...(await importSource('x', [x, npy('y', [6, 4], oneHot)])).labels]).toEqual([...labels]);
    const flags = { name: 'y.npy', bytes: npyBytes('|b1', [6], Uint8Array.of(0, 1, 1, 0, 0, 1)) };
    expect((await classesOf(flags)).classes).toEqual(['0', '1']);
    const text = { name: 'y.npy', bytes: npyBytes('|S3', [6], Buffer.from('catdogcatdogcatdog')) };
    expect(await classesOf(text)).toMatchObject({ task: 'classification', classes: ['cat', 'dog'] });
  });

  it('take their names from an array of class names', async () => {
    const names = { name: 'class_names.npy', bytes: npyBytes('|S1', [3], Buffer.from('abc')) };
    expect((await classesOf(y, names)).classes).toEqual(['a', 'b', 'c']);
  });

  it('that do not repeat are targets of a regression, unless it is said otherwise', async () => {
    const targets = npy('y', [6, 1], floats(6));
    const dataset = await importSource('x', [x, targets]);
    expect(dataset.info).toMatchObject({ task: 'regression', classes: [] });
    expect([...dataset.targets]).toEqual([...floats(6)]);
    expect((await previewSource([x, targets], { task: 'classification' })).info.classes).toHaveLength(6);
  });

  it('of several columns that are not one-hot are refused with the row', async () => {
    const wide = npy('y', [6, 2], floats(12));
    await expect(previewSource([x, wide])).rejects.toThrow(/2 values a sample, but row 0 .* is not one-hot/);
  });
});

describe('refused, with what is wrong', () => {
  it.each([
    ['objects', '|O', /Python objects \(pickled\)/],
    ['complex numbers', '<c8', /type <c8; booleans, integers/],
    ['long doubles', '<f16', /type <f16/],
  ])('%s', async (_, descr, message) => {
    const file = { name: 'x.npy', bytes: npyBytes(descr, [1, 2], new Uint8Array(16)) };
    await expect(previewSource([file, y])).rejects.toThrow(message);
  });

  it('values that are no numbers, with the sample', async () => {
    const broken = floats(12);
    broken[7] = Number.NaN;
    const { problems } = await previewSource([npy('x', [6, 2], broken), y]);
    expect(problems.join()).toMatch(/x has 1 value that is not finite .* NaN in sample 3/);
    await expect(importSource('x', [npy('x', [6, 2], broken), y])).rejects.toThrow('NaN in sample 3');
  });

  it('archives without arrays, and damaged ones', async () => {
    await expect(previewSource([zip('a.npz', [{ name: 'a.txt', bytes: new Uint8Array(3) }])])).rejects.toThrow(
      /without NumPy/,
    );
    const good = zip('a.npz', [x, y]);
    const bytes = good.bytes.slice();
    bytes[60]! ^= 0xff;
    await expect(previewSource([{ ...good, bytes }])).rejects.toThrow(/damaged/);
  });
});
