/** Eigenvalues, eigenvectors and whitened inputs are those of numpy.linalg (made by make_data_golden.py). */
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../engine/data/eigen.ts';
import { applyScaling, fitScaling } from '../../engine/data/scaling.ts';
import golden from './whitening.json' with { type: 'json' };

const farthest = (found: ArrayLike<number>, expected: readonly number[]): number =>
  Math.max(...expected.map((value, i) => Math.abs(found[i]! - value)));

describe.each(golden.cases)('$columns features, eps $eps', ({ columns, rows, eps, ...expected }) => {
  const size = Math.max(...expected.eigenvalues);
  /** Directions that do not vary have no eigenvectors of their own. */
  const varied = expected.eigenvalues.filter((value) => value > 1e-9 * size).length;

  it('eigenvalues and eigenvectors', () => {
    const { values, vectors } = symmetricEigen(Float64Array.from(expected.covariance), columns);
    expect(farthest(values, expected.eigenvalues)).toBeLessThan(1e-12 * size);
    expect(farthest(vectors, expected.vectors.slice(0, varied * columns))).toBeLessThan(1e-9);
  });

  it('ZCA whitening', () => {
    const features = Float32Array.from(expected.x);
    const fitted = fitScaling({ method: 'zca', eps }, { features, columns });
    expect(farthest(applyScaling(fitted, features, columns), expected.zca)).toBeLessThan(1e-5);
    expect(fitted.eigenvalues).toHaveLength(columns);
    expect(features).toHaveLength(rows * columns);
  });
});
