/** Input scaling against values worked out by hand; fitted on training rows only. */
import { describe, expect, it } from 'vitest';
import { applyScaling, channelsOf, fitScaling, storedScaling } from '../../../../engine/data/scaling.ts';

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

describe('scalings that mix features', () => {
  const rows = 60;
  const columns = 6;
  const inputs = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * i) + (i % columns) / 3);
  const mean = (values: Float32Array, c: number): number => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += values[r * columns + c]!;
    return sum / rows;
  };
  const covariance = (values: Float32Array, a: number, b: number): number => {
    let sum = 0;
    for (let r = 0; r < rows; r++)
      sum += (values[r * columns + a]! - mean(values, a)) * (values[r * columns + b]! - mean(values, b));
    return sum / rows;
  };

  it.each(['pca', 'zca'] as const)('%s makes the covariance the identity', (method) => {
    const fitted = fitScaling({ method, eps: 0 }, { features: inputs, columns });
    const white = applyScaling(fitted, inputs, columns);
    for (let a = 0; a < columns; a++)
      for (let b = 0; b < columns; b++) expect(covariance(white, a, b)).toBeCloseTo(a === b ? 1 : 0, 5);
    expect(applyScaling(fitted, inputs.slice(), columns)).toEqual(white);
    const inPlace = inputs.slice();
    expect(applyScaling(fitted, inPlace, columns, inPlace)).toEqual(white);
  });

  it('zca stays nearer to the inputs than pca', () => {
    const distance = (method: 'pca' | 'zca'): number => {
      const white = applyScaling(fitScaling({ method, eps: 0 }, { features: inputs, columns }), inputs, columns);
      return inputs.reduce((sum, value, i) => sum + (value - mean(inputs, i % columns) - white[i]!) ** 2, 0);
    };
    expect(distance('zca')).toBeLessThan(distance('pca'));
  });

  it('whitening without eps drops directions that do not vary, and is stored without its matrix', () => {
    const flat = Float32Array.from(inputs, (value, i) => (i % columns === 2 ? 4 : value));
    const fitted = fitScaling({ method: 'zca', eps: 0 }, { features: flat, columns });
    const white = applyScaling(fitted, flat, columns);
    for (let r = 0; r < rows; r++) expect(Math.abs(white[r * columns + 2]!)).toBeLessThan(1e-6);
    const stored = storedScaling(fitted);
    expect(stored).not.toHaveProperty('matrix');
    expect(stored.eigenvalues![5]).toBeCloseTo(0, 12);
    const wide = { features: new Float32Array(2 * 3072), columns: 3072 };
    expect(() => fitScaling({ method: 'pca', eps: 0 }, wide)).toThrow(
      /samples have 3\u202f072 features; whitening is limited/,
    );
  });

  it('per sample gives each sample mean 0 and variance 1, or zeros', () => {
    const fitted = fitScaling({ method: 'per-sample' }, training);
    const scaled = applyScaling(fitted, Float32Array.of(1, 2, 3, 5, 5, 5), 3);
    const unit = Math.sqrt(1.5);
    [-unit, 0, unit, 0, 0, 0].forEach((value, i) => expect(scaled[i]).toBeCloseTo(value, 6));
  });
});

describe('affine and per-channel scaling', () => {
  it('is a x + b, also for a = 0', () => {
    const fitted = fitScaling({ method: 'affine', factor: -2, shift: 7 }, training);
    expect(applyScaling(fitted, features, 3)[0]).toBe(5);
    const flat = fitScaling({ method: 'affine', factor: 0, shift: 7 }, training);
    expect(applyScaling(flat, features, 3).every((value) => value === 7)).toBe(true);
  });

  it('has one mean and deviation a channel', () => {
    const image = Float32Array.of(0, 2, 10, 10, 4, 6, 20, 20);
    const fitted = fitScaling({ method: 'standardize', per: 'channel' }, { features: image, columns: 4, channels: 2 });
    expect(fitted.shift).toEqual([3, 3, 15, 15]);
    expect(fitted.factor.map((value) => 1 / value)).toEqual(
      [Math.sqrt(5), Math.sqrt(5), 5, 5].map((v) => expect.closeTo(v, 9)),
    );
    expect([channelsOf([3, 8, 8]), channelsOf([28, 28]), channelsOf([5])]).toEqual([3, 1, 5]);
  });
});
