/** The order of training samples: without replacement, reproducible, one array. */
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../../engine/data/batches.ts';

describe('createBatches', () => {
  it('visits each sample at most once an epoch and drops the incomplete batch', () => {
    const batches = createBatches(23, 5, 1);
    expect(batches.perEpoch).toBe(4);
    const left = new Set<number>();
    for (let epoch = 0; epoch < 60; epoch++) {
      const seen = new Set<number>();
      for (let i = 0; i < batches.perEpoch; i++) for (const sample of batches.next()) seen.add(sample);
      expect(seen.size).toBe(20);
      expect(Math.max(...seen)).toBeLessThan(23);
      for (let sample = 0; sample < 23; sample++) if (!seen.has(sample)) left.add(sample);
    }
    // It is not always the same samples that are left out.
    expect(left.size).toBe(23);
  });

  it('is decided by the seed and fills one array', () => {
    const a = createBatches(100, 10, 7);
    const b = createBatches(100, 10, 7);
    const other = createBatches(100, 10, 8);
    const first = a.next();
    expect(b.next()).toEqual(first);
    expect(other.next()).not.toEqual(first);
    expect(a.next()).toBe(first);
    const into = new Int32Array(10);
    expect(createBatches(100, 10, 7, into).next()).toBe(into);
  });

  it('gives the stored order', () => {
    expect([...createBatches(1000, 8, 1).next()]).toMatchInlineSnapshot(`
      [
        716,
        103,
        767,
        159,
        120,
        19,
        9,
        498,
      ]
    `);
  });

  it('refuses a batch larger than the split', () => {
    expect(() => createBatches(9, 10, 1)).toThrow(/training\.batchSize is 10, but the training split has 9/);
  });
});
