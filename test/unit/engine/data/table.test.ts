/** Reading tables: what is found out by itself, what can be said, and what is named before an import. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importSource, previewSource } from '../../../../engine/data/readers/read.ts';
import type { ReadOptions } from '../../../../engine/data/readers/formats.ts';
import { idxPair, textFile } from '../../../support/idx.ts';

const IRIS = `sepal,petal,species
5.1,1.4,setosa
4.9,1.4,setosa
7.0,4.7,versicolor
6.4,4.5,versicolor
6.3,6.0,virginica
5.8,5.1,virginica
`;
const preview = (text: string, options: ReadOptions = {}, name = 'table.csv') =>
  previewSource([textFile(name, text)], options);
const load = (text: string, options: ReadOptions = {}) => importSource('t', [textFile('table.csv', text)], options);
const rows = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('what a table becomes', () => {
  it('a classification set with named features', async () => {
    const { info, classCounts, columns, problems, options } = await preview(IRIS);
    expect(info).toMatchObject({
      ...{ task: 'classification', samples: 6, shape: [2], classes: ['setosa', 'versicolor', 'virginica'] },
      ...{ features: ['sepal', 'petal'], source: 'CSV, table.csv' },
    });
    expect(classCounts).toEqual([2, 2, 2]);
    expect(problems).toEqual([]);
    expect(options).toEqual({ format: 'csv', delimiter: ',', header: true, label: 2, task: 'classification' });
    expect(columns).toEqual([
      {
        name: 'sepal',
        role: 'feature',
        type: 'number',
        missing: 0,
        distinct: 6,
        constant: false,
        examples: ['5.1', '4.9', '7.0', '6.4'],
      },
      {
        name: 'petal',
        role: 'feature',
        type: 'number',
        missing: 0,
        distinct: 5,
        constant: false,
        examples: ['1.4', '1.4', '4.7', '4.5'],
      },
      {
        name: 'species',
        role: 'label',
        type: 'text',
        missing: 0,
        distinct: 3,
        constant: false,
        examples: ['setosa', 'setosa', 'versicolor', 'versicolor'],
      },
    ]);
    const dataset = await load(IRIS);
    expect([...dataset.features.subarray(0, 4)]).toEqual([5.1, 1.4, 4.9, 1.4].map(Math.fround));
    expect([...dataset.labels]).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('a regression set when the last column has many or broken numbers', async () => {
    const { info } = await preview(rows(30, (i) => `${i},${i / 7}`));
    expect(info).toMatchObject({ task: 'regression', classes: [], features: [], samples: 30 });
    expect((await preview(rows(30, (i) => `${i},${i * 3}`))).info.task).toBe('regression');
    expect((await preview(rows(30, (i) => `${i},${i % 4}`))).info.task).toBe('classification');
    const dataset = await load(
      rows(30, (i) => `${i},${i % 4}`),
      { task: 'regression' },
    );
    expect([...dataset.targets.subarray(0, 5)]).toEqual([0, 1, 2, 3, 0]);
    expect(dataset.labels.length).toBe(0);
  });

  it('whatever delimiter, quotes, byte order mark, line ends and packing it has', async () => {
    const plain = (await load(IRIS)).info.hash;
    for (const text of [
      IRIS.replaceAll(',', ';'),
      IRIS.replaceAll(',', '\t'),
      IRIS.replaceAll(',', ' , '),
      `\uFEFF${IRIS.replaceAll('\n', '\r\n')}`,
      IRIS.replaceAll('setosa', '"setosa"').replace('sepal', '"sepal, cm"'),
      IRIS.split('\n').slice(1).join('\n'),
      `${IRIS}\n\n`,
    ])
      expect((await load(text)).info.hash, JSON.stringify(text.slice(0, 30))).toBe(plain);
    const packed = { name: 'iris.csv.gz', bytes: gzipSync(IRIS) };
    expect((await importSource('t', [packed])).info.hash).toBe(plain);
  });

  it('takes the label by name or position', async () => {
    const first = IRIS.replace(/^([^,]*),([^,]*),(.*)$/gm, '$3,$1,$2');
    const plain = (await load(IRIS)).info.hash;
    for (const label of ['species', 0, '0']) expect((await load(first, { label })).info.hash).toBe(plain);
    await expect(load(first, { label: 'speces' })).rejects.toThrow(/label is speces.*Did you mean species\?/);
    await expect(load(first, { label: 3 })).rejects.toThrow(/positions 0 to 2/);
    await expect(load('1,2\n2,3\n1,1\n', { label: 'y' })).rejects.toThrow(/no header: give the position/);
  });

  it('orders numeric classes by value and writes them in one way', async () => {
    const dataset = await load('x,y\n1,10\n2,9\n3,10.0\n4,9\n5,010\n6,9\n');
    expect(dataset.info.classes).toEqual(['9', '10']);
    expect([...dataset.labels]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it('has the hash of an IDX file with the same contents', async () => {
    const [images, labels] = idxPair('train', [1, 0, 1, 0]);
    const idxFlat = { ...images, bytes: images.bytes.slice() };
    const pixels = [...images.bytes.subarray(16)];
    // As images of one row of six pixels, written as two dimensions.
    idxFlat.bytes = new Uint8Array([0, 0, 8, 2, 0, 0, 0, 4, 0, 0, 0, 6, ...pixels]);
    const text = [1, 0, 1, 0]
      .map((label, i) => [...pixels.slice(i * 6, i * 6 + 6).map((p) => p / 255), label].join())
      .join('\n');
    expect((await load(text)).info.hash).toBe((await importSource('x', [idxFlat, labels])).info.hash);
  });
});

describe('named before an import', () => {
  it('missing values, with count and line', async () => {
    const { problems, columns } = await preview('a,b,y\n1,,0\n,2,1\n3,NA,0\n4,4,1\n');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('2 columns have missing values: a (1, first in line 3), b (2, first in line 2)');
    expect(columns.map(({ missing }) => missing)).toEqual([1, 2, 0]);
    expect((await preview('a,y\n1,0\n2,\n3,1\n4,1\n')).problems[0]).toContain('y (1, first in line 3)');
  });

  it('columns that are not numbers, with an example and a remedy', async () => {
    const { problems, columns } = await preview('a,colour,y\n1,red,0\n2,blue,1\n3,red,0\n');
    expect(problems[0]).toContain('1 column has values that are not numbers: colour ("red" in line 2)');
    expect(columns[1]).toMatchObject({ type: 'text', distinct: 2 });
    expect((await preview('a;y\n1,5;0\n2,5;1\n3,5;0\n')).problems[0]).toContain('decimal commas');
    expect((await preview('a,b,y\n1,1e99,0\n2,1,1\n2,inf,1\n')).problems[0]).toContain('b ("1e99" in line 2)');
    expect((await preview('a,2,y\n1,5,0\n2,5,1\n3,5,0\n')).problems[0]).toContain('say that there is a header');
  });

  it('duplicate names, too few lines, one class, targets that are text', async () => {
    expect((await preview('a,a,y\n1,2,0\n2,3,1\n3,4,0\n')).problems[0]).toContain('more than once: a');
    expect((await preview('a,y\n1,0\n2,1\n')).problems[0]).toContain('2 samples; at least 3');
    expect((await preview('a,y\n1,0\n2,0\n3,0\n')).problems[0]).toContain('at least two classes');
    expect((await preview(IRIS, { task: 'regression' })).problems[0]).toContain(
      'species has a value that is not a number: "setosa"',
    );
    await expect(load('a,y\n1,0\n2,1\n')).rejects.toThrow(/2 samples/);
  });

  it('warns of constant columns, scarce classes and a first line that counts', async () => {
    const { warnings, problems, columns } = await preview('a,b,y\n1,5,0\n2,5,1\n3,5,0\n4,5,1\n5,5,0\n6,5,1\n7,5,2\n');
    expect(problems).toEqual([]);
    expect(columns[1]!.constant).toBe(true);
    expect(warnings).toEqual([
      expect.stringContaining('in every line and tells the network nothing: b'),
      expect.stringContaining('2 (1)'),
    ]);
    expect((await preview('0,1,2\n1,2,0\n3,4,1\n5,6,0\n')).warnings[0]).toContain('The first line reads 0, 1, 2');
  });
});

describe('refused at once, with the place', () => {
  it.each([
    [
      'lines of other lengths',
      'a,b,y\n1,2,0\n1,2\n1,2,0\n',
      /table\.csv, line 3: 2 columns where the first line has 3/,
    ],
    ['quotes that do not close', 'a,b\n"1,2\n3,4\n', /table\.csv: .*[Qq]uot/],
    ['an empty file', '', /is empty \(0 bytes\)/],
    ['blank lines only', '\n\n\n', /not a table|no lines/],
    ['a header alone', 'a,b,c\n', /header but no lines/],
    ['one column', 'a\n1\n2\n3\n', /not a table of several columns/],
    ['binary contents', 'a,b\n1,\u0000\n', /zero byte \(byte 6\)/],
  ])('%s', async (_, text, message) => {
    await expect(load(text)).rejects.toThrow(message);
  });

  it('text that is not UTF-8', async () => {
    const bytes = (...values: number[]) => [{ name: 'a.csv', bytes: Uint8Array.from(values) }];
    await expect(importSource('x', bytes(0xff, 0xfe, 0x61, 0))).rejects.toThrow(/UTF-16/);
    await expect(importSource('x', bytes(0x61, 0x2c, 0xe4, 0x0a))).rejects.toThrow(/not UTF-8/);
  });

  it('several tables', async () => {
    await expect(importSource('x', [textFile('a.csv', IRIS), textFile('b.csv', IRIS)])).rejects.toThrow(
      /one table, but there are 2/,
    );
  });
});
