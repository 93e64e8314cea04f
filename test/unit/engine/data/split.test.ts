/** Splits: sizes, strata, reproducibility, and what is refused. */
import { describe, expect, it } from 'vitest';
import { splitDataset, splitSizes } from '../../../../engine/data/split.ts';

const classification = (counts: number[]) => {
  const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  return { info: { samples: labels.length, classes: counts.map(String) }, labels };
};
const perClass = (labels: Int32Array, part: Int32Array, classes: number): number[] => {
  const counts = new Array<number>(classes).fill(0);
  for (const sample of part) counts[labels[sample]!]! += 1;
  return counts;
};
const EIGHTY = { train: 0.8, validation: 0.1, test: 0.1 };

describe('sizes', () => {
  it('are the shares, with what is left to the largest remainders', () => {
    expect(splitSizes(10_000, EIGHTY)).toEqual([8000, 1000, 1000]);
    expect(splitSizes(17, EIGHTY)).toEqual([13, 2, 2]);
    expect(splitSizes(7, { train: 0.5, validation: 0.25, test: 0.25 })).toEqual([3, 2, 2]);
    expect(splitSizes(10, { train: 0.7, validation: 0.3, test: 0 })).toEqual([7, 3, 0]);
    // Shares may miss 1 by a millionth.
    expect(splitSizes(3_000_000, { train: 0.333333, validation: 0.333333, test: 0.333333 })).toEqual([1e6, 1e6, 1e6]);
  });

  it('refuses a part that would be empty, naming the field', () => {
    expect(() => splitSizes(4, EIGHTY)).toThrow(/data\.split\.test/);
    expect(() => splitSizes(1, { train: 0.1, validation: 0.9, test: 0 })).toThrow(/train split would be empty/);
    expect(splitSizes(10, { train: 0.9, validation: 0.1, test: 0 })).toEqual([9, 1, 0]);
  });
});

describe('splitDataset', () => {
  it('cuts each class in the same proportions', () => {
    const data = classification([100, 50, 30, 20]);
    const { train, validation, test } = splitDataset(data, EIGHTY, 1);
    expect(perClass(data.labels, train, 4)).toEqual([80, 40, 24, 16]);
    expect(perClass(data.labels, validation, 4)).toEqual([10, 5, 3, 2]);
    expect(perClass(data.labels, test, 4)).toEqual([10, 5, 3, 2]);
  });

  it('repeats itself for a seed and differs for another', () => {
    const data = classification([40, 60]);
    const first = splitDataset(data, EIGHTY, 5);
    expect(splitDataset(data, EIGHTY, 5)).toEqual(first);
    expect(splitDataset(data, EIGHTY, 6).train).not.toEqual(first.train);
  });

  it('gives the stored split', () => {
    const { validation, test } = splitDataset(classification([10, 10, 10]), EIGHTY, 1);
    expect([...validation]).toMatchInlineSnapshot(`
      [
        9,
        17,
        22,
      ]
    `);
    expect([...test]).toMatchInlineSnapshot(`
      [
        2,
        10,
        24,
      ]
    `);
  });

  it('leaves every class at least one training sample where that is possible', () => {
    const data = classification([1, 1, 2, 1, 60]);
    for (let seed = 0; seed < 20; seed++) {
      const { train } = splitDataset(data, { train: 0.5, validation: 0.25, test: 0.25 }, seed);
      expect(Math.min(...perClass(data.labels, train, 5))).toBeGreaterThan(0);
    }
  });

  it('shuffles a regression set', () => {
    const data = { info: { samples: 100, classes: [] }, labels: new Int32Array(0) };
    const { train, test } = splitDataset(data, EIGHTY, 1);
    expect([train.length, test.length]).toEqual([80, 10]);
    expect([...test].some((sample, i) => sample !== i + 90)).toBe(true);
  });
});
