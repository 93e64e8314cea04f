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

  it('keeps the incomplete batch where that is wished, so that an epoch is every sample once', () => {
    for (const type of ['shuffled', 'sequential'] as const) {
      const batches = createBatches(23, 5, 1, { batching: { type, dropLast: false } });
      expect([batches.perEpoch, batches.largest]).toEqual([5, 5]);
      for (let epoch = 0; epoch < 3; epoch++) {
        const seen = Array.from({ length: 5 }, () => [...batches.next()]);
        expect(seen.map(({ length }) => length)).toEqual([5, 5, 5, 5, 3]);
        const sorted = seen.flat().sort((a, b) => a - b);
        expect(sorted).toEqual(Array.from({ length: 23 }, (_, i) => i));
        if (type === 'sequential') expect(seen.flat()).toEqual(sorted);
      }
    }
  });

  it('gives the whole split at once, whatever the batch size', () => {
    const batches = createBatches(7, 100, 1, { batching: { type: 'full' } });
    expect([batches.perEpoch, batches.largest]).toEqual([1, 7]);
    expect([...batches.next()]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...batches.next()]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('class-sorted batches', () => {
  const labels = Int32Array.from({ length: 103 }, (_, i) => (i * 7) % 5);

  it.each([1, 2, 5])('hold at most %i classes, each sample once an epoch, in another order each time', (classes) => {
    const batches = createBatches(103, 10, 3, { batching: { type: 'class-sorted', classes, dropLast: false }, labels });
    const epochs = Array.from({ length: 3 }, () => Array.from({ length: batches.perEpoch }, () => [...batches.next()]));
    for (const epoch of epochs) {
      for (const batch of epoch)
        expect(new Set(batch.map((sample) => labels[sample])).size).toBeLessThanOrEqual(classes);
      expect(epoch.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 103 }, (_, i) => i));
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('of full size only, or refused where a group of classes would never be seen', () => {
    const wish = { batching: { type: 'class-sorted', classes: 2, dropLast: true } as const, labels };
    const batches = createBatches(103, 10, 3, wish);
    for (let i = 0; i < 2 * batches.perEpoch; i++) expect(batches.next()).toHaveLength(10);
    expect(() => createBatches(103, 40, 3, wish)).toThrow(
      /batchSize is 40, but class 4 .* have only 21 samples, which would never be seen/,
    );
    expect(() => createBatches(103, 10, 3, { ...wish, labels: new Int32Array() })).toThrow(/has no classes/);
  });
});

describe('a saved order', () => {
  it.each([
    { type: 'shuffled', dropLast: true },
    { type: 'shuffled', dropLast: false },
    { type: 'sequential', dropLast: true },
    { type: 'class-sorted', classes: 2, dropLast: false },
    { type: 'full' },
  ] as const)('goes on with the same batches: $type', (batching) => {
    const labels = Int32Array.from({ length: 37 }, (_, i) => i % 3);
    const batches = createBatches(37, 5, 11, { batching, labels });
    for (let i = 0; i < 12; i++) batches.next();
    // It is stored as plain numbers.
    const state = structuredClone(batches.save());
    const expected = Array.from({ length: 30 }, () => [...batches.next()]);
    const other = createBatches(37, 5, 11, { batching, labels });
    other.restore(state);
    expect(Array.from({ length: 30 }, () => [...other.next()])).toEqual(expected);
  });
});
