/** Histograms of inputs count every number once and do not let far outliers hide the rest. */
import { describe, expect, it } from 'vitest';
import { featureHistogram, shiftHistogram } from '../../../../engine/data/histogram.ts';
import { stream } from '../../../../engine/random.ts';

const all = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, i) => i);
const IDENTITY = { shift: [0], factor: [1] };

describe('featureHistogram', () => {
  it('counts as a plain loop does', () => {
    const random = stream(1, 'histogram');
    const features = Float32Array.from({ length: 6000 }, random.normal);
    const scaling = { method: 'standardize' as const, shift: [0.5, -1], factor: [2, 3], zeroVariance: 0 };
    const rows = all(3000).filter((row) => row % 3 > 0);
    const { edges, counts } = featureHistogram(features, 2, rows, scaling);
    const values = [...rows].flatMap((row) => [(features[row * 2]! - 0.5) * 2, (features[row * 2 + 1]! + 1) * 3]);
    expect(counts.reduce((a, b) => a + b)).toBe(values.length);
    expect(edges[0]).toBe(Math.min(...values));
    expect(edges.at(-1)).toBe(Math.max(...values));
    const slow = counts.map((_, i) => values.filter((value) => value >= edges[i]! && value < edges[i + 1]!).length);
    // Rounding at an edge may move single values to a neighbour.
    slow.slice(0, -1).forEach((count, i) => expect(Math.abs(count - counts[i]!)).toBeLessThanOrEqual(1));
  });

  it('widens the bins towards outliers', () => {
    const value = (i: number): number => (i === 0 ? 1000 : i === 1 ? -1000 : (i % 100) / 100);
    const features = Float32Array.from({ length: 10_000 }, (_, i) => value(i));
    const { edges, counts } = featureHistogram(features, 1, all(10_000), IDENTITY);
    expect([edges[0], edges.at(-1)]).toEqual([-1000, 1000]);
    expect([counts[0], counts.at(-1), counts.reduce((a, b) => a + b)]).toEqual([1, 1, 10_000]);
    expect(counts.length).toBeLessThan(90);
    const inside = edges.filter((edge) => edge >= -1 && edge <= 2).length;
    expect(inside).toBeGreaterThan(4);
  });

  it('carries the exact mean and deviation, outliers included', () => {
    const features = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 500 : i % 10));
    const { mean, deviation } = featureHistogram(features, 1, all(1000), IDENTITY);
    const average = features.reduce((a, b) => a + b) / 1000;
    expect(mean).toBeCloseTo(average, 9);
    expect(deviation).toBeCloseTo(Math.sqrt(features.reduce((a, b) => a + (b - average) ** 2, 0) / 1000), 9);
  });

  it('shows one bar for one value', () => {
    expect(featureHistogram(new Float32Array(10).fill(3), 5, all(2), IDENTITY)).toEqual({
      edges: [2.5, 3.5],
      counts: [10],
      mean: 3,
      deviation: 0,
    });
  });

  it('moves along with one scaling for all features', () => {
    const features = Float32Array.from([0, 1, 2, 3]);
    const before = featureHistogram(features, 2, all(2), IDENTITY);
    const scaling = { method: 'range' as const, shift: [1], factor: [2], zeroVariance: 0 };
    const after = shiftHistogram(before, scaling)!;
    expect(after.counts).toEqual(before.counts);
    expect([after.edges[0], after.edges.at(-1)]).toEqual([-2, 4]);
    expect(after.mean).toBe(1);
    expect(after.deviation).toBeCloseTo(2 * before.deviation, 12);
    expect(shiftHistogram(before, { ...scaling, shift: [1, 2] })).toBeNull();
  });
});
