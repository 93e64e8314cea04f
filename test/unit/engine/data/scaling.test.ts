/** Input scaling against values worked out by hand; fitted on training rows only. */
import { describe, expect, it } from 'vitest';
import { applyScaling, fitScaling } from '../../../../engine/data/scaling.ts';

// Four rows, three features; the last row is not in the training split.
const features = Float32Array.from([1, 10, 7, 3, 10, 7, 5, 10, -7, 1000, 99, 1000]);
const training = { features, columns: 3, rows: Int32Array.from([0, 1, 2]) };

describe('fitScaling', () => {
  it('none leaves everything as it is', () => {
    const fitted = fitScaling({ method: 'none' }, training);
    expect(fitted).toEqual({ method: 'none', shift: [0], factor: [1], zeroVariance: 1 });
    expect(applyScaling(fitted, features, 3)).toEqual(features);
  });

  it('range maps the whole training range', () => {
    const fitted = fitScaling({ method: 'range', low: -1, high: 1 }, training);
    const scaled = applyScaling(fitted, features, 3);
    // Training values go from -7 to 10.
    expect(scaled[8]).toBeCloseTo(-1, 6);
    expect(scaled[1]).toBeCloseTo(1, 6);
    expect(scaled[0]).toBeCloseTo(-1 + (2 * 8) / 17, 6);
  });

  it('standardizes each feature, centring those without variance', () => {
    const fitted = fitScaling({ method: 'standardize', per: 'feature' }, training);
    expect(fitted.zeroVariance).toBe(1);
    expect(fitted.shift).toEqual([3, 10, 7 / 3]);
    expect(fitted.factor[0]).toBeCloseTo(1 / Math.sqrt(8 / 3), 12);
    expect(fitted.factor[1]).toBe(1);
    const scaled = applyScaling(fitted, features, 3);
    expect([scaled[1], scaled[4], scaled[7]]).toEqual([0, 0, 0]);
    expect(scaled[10]).toBe(89);
  });

  it('standardizes over all features with one mean and one deviation', () => {
    const fitted = fitScaling({ method: 'standardize', per: 'all' }, training);
    const values = [1, 10, 7, 3, 10, 7, 5, 10, -7];
    const mean = values.reduce((a, b) => a + b) / 9;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9;
    expect(fitted.shift).toHaveLength(1);
    expect(fitted.shift[0]).toBeCloseTo(mean, 12);
    expect(fitted.factor[0]).toBeCloseTo(1 / Math.sqrt(variance), 12);
  });

  it('centres without changing the scale', () => {
    const fitted = fitScaling({ method: 'center' }, training);
    expect([fitted.shift, fitted.factor]).toEqual([[3, 10, 7 / 3], [1]]);
    expect(applyScaling(fitted, features, 3)[9]).toBe(997);
  });

  it('keeps its precision far from zero, and its head without any variance', () => {
    const far = Float32Array.from({ length: 3000 }, (_, i) => 100_000 + (i % 3));
    const { shift, factor } = fitScaling({ method: 'standardize', per: 'feature' }, { features: far, columns: 1 });
    expect(shift[0]).toBeCloseTo(100_001, 9);
    expect(factor[0]).toBeCloseTo(1 / Math.sqrt(2 / 3), 9);
    const flat = new Float32Array(300).fill(0.1);
    for (const spec of [
      { method: 'standardize', per: 'feature' },
      { method: 'standardize', per: 'all' },
      { method: 'range', low: 0, high: 1 },
    ] as const) {
      const fitted = fitScaling(spec, { features: flat, columns: 3 });
      expect(fitted.factor.every((value) => value === 1)).toBe(true);
      expect(fitted.zeroVariance).toBe(3);
      expect(Math.max(...applyScaling(fitted, flat, 3).map(Math.abs))).toBeLessThan(1e-7);
    }
  });

  it('may scale in place', () => {
    const copy = features.slice();
    const fitted = fitScaling({ method: 'center' }, training);
    expect(applyScaling(fitted, copy, 3, copy)).toBe(copy);
    expect(copy).toEqual(applyScaling(fitted, features, 3));
  });
});
