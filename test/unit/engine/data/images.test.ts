/** Datasets from folders of images and from CIFAR-10: classes, sizes, colours, progress, stopping, and what is refused. */
import { describe, expect, it } from 'vitest';
import { importSource, previewSource } from '../../../../engine/data/readers/read.ts';
import type { SourceFile } from '../../../../engine/data/readers/source.ts';
import { textFile } from '../../../support/idx.ts';
import { pnm } from '../../../support/pictures.ts';

const folder = (size = 2, color = [51]): SourceFile[] =>
  ['cats/1.pgm', 'cats/2.pgm', 'dogs/1.pgm', 'dogs/2.pgm'].map((name) => pnm(name, size, 3, color));

describe('a folder of images', () => {
  it('has a class for each sub-folder, in alphabetical order', async () => {
    const { info, features, labels } = await importSource('pets', folder());
    expect(info).toMatchObject({ samples: 4, shape: [3, 2], classes: ['cats', 'dogs'], source: 'images, PGM' });
    expect([...labels]).toEqual([0, 0, 1, 1]);
    expect(features[0]).toBe(Math.fround(0.2));
  });

  it('of colours becomes red, green and blue planes; grey ones join them, or all become grey', async () => {
    const files = [...folder().slice(1), pnm('cats/1.ppm', 2, 3, [255, 0, 51])];
    const { info, features } = await importSource('x', files);
    expect(info.shape).toEqual([3, 3, 2]);
    expect([features[0], features[6], features[12]]).toEqual([1, 0, Math.fround(0.2)]);
    expect((await previewSource(files)).warnings.join()).toContain('all become coloured');
    const grey = await importSource('x', files, { grey: true });
    expect(grey.info).toMatchObject({ shape: [3, 2], source: 'images, PGM and PPM, made grey' });
    expect(grey.features[0]).toBe(Math.fround(82 / 255));
  });

  it('of several sizes is refused naming two, and can be resized', async () => {
    const files = [...folder(), pnm('dogs/3.pgm', 5, 4, [51])];
    const { problems, pictures } = await previewSource(files);
    expect(problems.join()).toMatch(/cats\/1\.pgm has 2 x 3 pixels, but dogs\/3\.pgm has 5 x 4 pixels/);
    expect(pictures).toBeNull();
    await expect(importSource('x', files)).rejects.toThrow('resize them');
    const { info, features } = await importSource('x', files, { resize: [4, 2] });
    expect(info).toMatchObject({ shape: [2, 4], source: 'images, PGM, resized to 4x2' });
    expect(features.every((value) => value === Math.fround(0.2))).toBe(true);
    await expect(previewSource(files, { resize: [0, 2] })).rejects.toThrow('from 1 to 4096');
  });

  it('with training and test folders is joined, training first; numbers are ordered as numbers', async () => {
    const files = ['test/10/a.pgm', 'test/2/a.pgm', 'train/10/a.pgm', 'train/2/a.pgm'].map((name, i) =>
      pnm(name, 1, 1, [i]),
    );
    const { info, labels, features } = await importSource('x', files);
    expect(info.classes).toEqual(['2', '10']);
    expect([...labels]).toEqual([1, 0, 1, 0]);
    expect([...features].map((value) => Math.round(value * 255))).toEqual([2, 3, 0, 1]);
  });

  it('without sub-folders takes classes from a table', async () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => pnm(`${name}.pgm`, 1, 1, [9]));
    const table = textFile('labels.csv', 'file,who,kind\na.pgm,x,cat\nb.pgm,y,dog\nc.pgm,x,cat\n');
    const { info, labels } = await importSource('x', [...files, table]);
    expect(info).toMatchObject({ samples: 3, classes: ['cat', 'dog'] });
    expect([...labels]).toEqual([0, 1, 0]);
    expect((await previewSource([...files, table], { label: 'who' })).info.classes).toEqual(['x', 'y']);
    expect((await previewSource([...files, table])).warnings.join()).toContain('1 images are left out');
    const bare = textFile('labels.csv', 'a,cat\nb,dog\n');
    expect((await previewSource([...files, bare])).info.classes).toEqual(['cat', 'dog']);
    await expect(importSource('x', files)).rejects.toThrow(/in no sub-folder, such as a\.pgm/);
    await expect(importSource('x', [...files, textFile('l.csv', 'file,kind\nz.pgm,cat\na.pgm,dog\n')])).rejects.toThrow(
      'not there: z.pgm',
    );
  });

  it('names files that are no images, and damaged ones', async () => {
    const { warnings } = await previewSource([...folder(), textFile('cats/Thumbs.db', 'x')]);
    expect(warnings.join()).toContain('no images: cats/Thumbs.db');
    const [first, ...others] = folder() as [SourceFile, ...SourceFile[]];
    const cut = { ...first, bytes: first.bytes.subarray(0, -1) };
    await expect(importSource('x', [cut, ...others])).rejects.toThrow(/cats\/1\.pgm is truncated/);
    await expect(importSource('x', [textFile('cats/1.png', 'text'), ...others])).rejects.toThrow(/1\.png is no PNG/);
  });

  it('reports how far it is, and can be stopped', async () => {
    const slow = folder().map((file) => ({
      name: file.name,
      get bytes() {
        const until = performance.now() + 30;
        while (performance.now() < until);
        return file.bytes;
      },
    }));
    const seen: number[] = [];
    await importSource('x', slow, {}, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(2);
    const stop = new AbortController();
    const work = importSource('x', slow, {}, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('CIFAR-10', () => {
  const batch = (name: string, labels: number[]): SourceFile => {
    const bytes = new Uint8Array(labels.length * 3073);
    labels.forEach((label, i) => {
      bytes[i * 3073] = label;
      bytes.fill(10 * i + 1, i * 3073 + 1, i * 3073 + 1025);
      bytes.fill(255, i * 3073 + 2049, (i + 1) * 3073);
    });
    return { name, bytes };
  };
  const meta = textFile('batches.meta.txt', 'plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n');

  it('joins its batches, training first, with names and planes as they are stored', async () => {
    const files = [
      batch('test_batch.bin', [9]),
      meta,
      batch('data_batch_2.bin', [1, 2]),
      batch('data_batch_1.bin', [3]),
    ];
    const { info, features, labels } = await importSource('x', files);
    expect(info).toMatchObject({ samples: 4, shape: [3, 32, 32] });
    expect([...labels].map((label) => info.classes[label])).toEqual(['cat', 'car', 'bird', 'truck']);
    expect([features[0], features[1024], features[2048]]).toEqual([Math.fround(1 / 255), 0, 1]);
    expect(Math.round(features[2 * 3072]! * 255)).toBe(11);
  });

  it('refuses other sizes and labels', async () => {
    const good = batch('data_batch_1.bin', [1, 2, 3]);
    const cut = { ...good, bytes: good.bytes.subarray(0, 5000) };
    await expect(importSource('x', [cut])).rejects.toThrow(/5\u202f000 bytes, which is no multiple of the 3\u202f073/);
    await expect(importSource('x', [batch('data_batch_1.bin', [1, 11, 2])])).rejects.toThrow(
      /label 11 at byte 3\u202f073/,
    );
    await expect(importSource('x', [meta])).rejects.toThrow('no batches');
  });
});
