/** What is computed from products with a Hessian, against a dense eigen-solver, matrices with known spectra, and moments. */
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../../engine/data/eigen.ts';
import { denseMatrix, fullSpectrum } from '../../../../engine/probes/hessian/full-spectrum.ts';
import { addScaled, dot, norm, type SymmetricOperator } from '../../../../engine/probes/hessian/operator.ts';
import {
  spectralDensity,
  spectralGrid,
  spectralNodes,
  spectralVariance,
} from '../../../../engine/probes/hessian/spectral-density.ts';
import {
  eigenvalueRatio,
  gradientConcentration,
  topEigenvalues,
} from '../../../../engine/probes/hessian/top-eigenvalues.ts';
import { hutchinsonTrace } from '../../../../engine/probes/hessian/trace.ts';
import { stream } from '../../../../engine/random.ts';
import { finish, hessianProblem, matrixWith, normals, openHessian } from '../../../support/hessian.ts';
import { NETWORKS } from '../../../support/every-layer.ts';

const random = (name = 'spectrum') => stream(3, name);
const OPTIONS = { count: 11, tolerance: 1e-10, most: 400 };
const SMALL = NETWORKS.filter(({ shape }) => shape.length === 1).map((network) => ({
  ...{ network, title: network.name },
}));

/** Eigenvalues of the dense matrix, descending, with their vectors. */
function dense(operator: SymmetricOperator) {
  return symmetricEigen(finish(denseMatrix(operator)), operator.size);
}

describe('the largest eigenvalues', () => {
  it.each(SMALL)('are those of the dense matrix: $title', ({ network }) => {
    const hessian = openHessian(hessianProblem(network, 'batch'));
    const { values } = dense(hessian);
    const scale = Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
    const top = finish(topEigenvalues(hessian, OPTIONS, random()));
    expect(top.converged).toBe(true);
    expect(top.largest).toHaveLength(11);
    top.largest.forEach(({ value, residual }, i) => {
      expect(Math.abs(value - values[i]!) / scale, `eigenvalue ${i + 1}`).toBeLessThan(1e-8);
      expect(residual / scale).toBeLessThanOrEqual(1e-10);
    });
    expect(Math.abs(top.smallest.value - values.at(-1)!)).toBeLessThanOrEqual(top.smallest.residual + 1e-8 * scale);
    // The vectors are unit eigenvectors, and stand on each other.
    const out = new Float64Array(hessian.size);
    top.vectors.forEach((vector, i) => {
      hessian.multiply(vector, out);
      addScaled(vector, -top.largest[i]!.value, out);
      expect(norm(out) / scale).toBeLessThan(1e-8);
      for (let j = 0; j <= i; j++)
        expect(Math.abs(dot(vector, top.vectors[j]!) - (i === j ? 1 : 0))).toBeLessThan(1e-10);
    });
  });

  it('are found without computing all of a large spectrum, and not called converged when cut short', () => {
    const spectrum = Array.from({ length: 300 }, (_, i) => (i < 12 ? 100 - 5 * i : Math.cos(i)));
    const operator = matrixWith(spectrum, 1);
    const top = finish(topEigenvalues(operator, OPTIONS, random()));
    expect(top.converged).toBe(true);
    expect(top.products).toBeLessThan(60);
    top.largest.forEach(({ value }, i) => expect(Math.abs(value - spectrum[i]!)).toBeLessThan(1e-9));
    const short = finish(topEigenvalues(operator, { ...OPTIONS, most: 14 }, random()));
    expect(short.converged).toBe(false);
    expect(short.products).toBe(14);
    // A residual bounds the distance to an exact eigenvalue.
    for (const { value, residual } of short.largest)
      expect(Math.min(...spectrum.map((exact) => Math.abs(exact - value)))).toBeLessThanOrEqual(residual + 1e-12);
  });

  it('are found where the matrix has few different ones, or none but 0', () => {
    const rankTwo = matrixWith([5, 2, ...new Array<number>(18).fill(0)], 2);
    const { largest, converged } = finish(topEigenvalues(rankTwo, OPTIONS, random()));
    expect(converged).toBe(true);
    [5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0].forEach((value, i) =>
      expect(Math.abs(largest[i]!.value - value)).toBeLessThan(1e-12),
    );
    const nothing = finish(topEigenvalues(matrixWith([0, 0, 0], 3), OPTIONS, random()));
    expect(nothing.largest.map(({ value }) => Math.abs(value))).toEqual([0, 0, 0]);
    expect(nothing.converged).toBe(true);
  });

  it('give the ratio, and the share of a gradient', () => {
    expect(eigenvalueRatio([8, 4, 2], 3)).toBe(4);
    expect(eigenvalueRatio([8, 4, -2], 3)).toBeNull();
    expect(eigenvalueRatio([8, 4], 11)).toBeNull();
    const axes = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0)];
    expect(gradientConcentration(Float64Array.of(3, 0, 4), axes)).toBe(9 / 25);
    expect(gradientConcentration(Float64Array.of(0, 0, 0), axes)).toBeNull();
  });

  it('can be stopped after any product, and say how far they are', () => {
    let products = 0;
    const inner = matrixWith(
      Array.from({ length: 50 }, (_, i) => i),
      4,
    );
    const operator: SymmetricOperator = {
      size: 50,
      multiply(v, out) {
        products++;
        inner.multiply(v, out);
      },
    };
    const work = topEigenvalues(operator, { ...OPTIONS, most: 100 }, random());
    expect([work.next().value, work.next().value, work.next().value]).toEqual([0.01, 0.02, 0.03]);
    work.return(undefined as never);
    expect(products).toBe(3);
    expect([...spectralNodes(operator, { vectors: 2, steps: 5 }, random())].at(-1)).toBe(1);
    expect([...hutchinsonTrace(operator, 4, random())]).toEqual([0.25, 0.5, 0.75, 1]);
    expect([...fullSpectrum(operator)].every((share, i, all) => i === 0 || share > all[i - 1]!)).toBe(true);
  });
});

describe('the full spectrum', () => {
  it('is that of a matrix with known eigenvalues', () => {
    const spectrum = Array.from({ length: 60 }, (_, i) => Math.exp(2 - i / 4) * (i % 3 === 0 ? -1 : 1));
    const values = finish(fullSpectrum(matrixWith(spectrum, 5)));
    spectrum.sort((a, b) => b - a);
    values.forEach((value, i) => expect(Math.abs(value - spectrum[i]!)).toBeLessThan(1e-13 * 60));
  });

  it('is found where parts of the matrix are nearly as small as numbers can be', () => {
    // Dead inputs and saturated units leave such rows in a Hessian.
    for (const decades of [3, 8]) {
      const n = 60;
      const entries = normals(n * n, 8);
      const matrix = entries.map((_, at) => {
        const [i, j] = [Math.floor(at / n), at % n].sort((a, b) => a - b) as [number, number];
        return entries[i * n + j]! * 10 ** (-decades * j);
      });
      const operator: SymmetricOperator = {
        size: n,
        multiply: (v, out) => out.forEach((_, i) => (out[i] = dot(matrix.subarray(i * n, (i + 1) * n), v))),
      };
      const values = finish(fullSpectrum(operator));
      expect(values.every(Number.isFinite)).toBe(true);
      const trace = matrix.reduce((sum, value, at) => sum + (at % (n + 1) === 0 ? value : 0), 0);
      expect(Math.abs(values.reduce((a, b) => a + b, 0) - trace)).toBeLessThan(1e-14);
    }
  });

  it('is refused for large networks', () => {
    const large: SymmetricOperator = { size: 2001, multiply: () => undefined };
    expect(() => fullSpectrum(large).next()).toThrow('for up to 2000 parameters; this network has 2001');
  });
});

describe('the trace', () => {
  const hessian = openHessian(hessianProblem(SMALL[1]!.network, 'batch'));
  const matrix = finish(denseMatrix(hessian));
  const n = hessian.size;
  const trace = Array.from({ length: n }, (_, i) => matrix[i * n + i]!).reduce((a, b) => a + b, 0);
  const operator: SymmetricOperator = {
    size: n,
    multiply: (v, out) => out.forEach((_, i) => (out[i] = dot(matrix.subarray(i * n, (i + 1) * n), v))),
  };

  it('is within what its standard error promises, with the variance of the theory', () => {
    const estimate = finish(hutchinsonTrace(operator, 4000, random()));
    expect(Math.abs(estimate.trace - trace)).toBeLessThan(4 * estimate.standardError);
    // Variance of z' H z for random signs: 2 sum over i != j of h_ij^2 (Hutchinson 1990).
    let offDiagonal = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) offDiagonal += matrix[i * n + j]! ** 2;
    const wanted = Math.sqrt((2 * offDiagonal) / 4000);
    expect(Math.abs(estimate.standardError / wanted - 1)).toBeLessThan(0.15);
  });

  it('is exact for a diagonal matrix, with any one vector', () => {
    const diagonal: SymmetricOperator = {
      size: 4,
      multiply: (v, out) => out.forEach((_, i) => (out[i] = (i + 1) * v[i]!)),
    };
    const one = finish(hutchinsonTrace(diagonal, 1, random()));
    expect(one.trace).toBe(10);
    expect(one.standardError).toBeNaN();
    expect(finish(hutchinsonTrace(diagonal, 3, random()))).toMatchObject({ trace: 10, standardError: 0 });
  });
});

describe('the spectral density', () => {
  const spectrum = Array.from({ length: 200 }, (_, i) => (i < 3 ? 6 - i : Math.sin(i) / 2));
  const operator = matrixWith(spectrum, 6);
  const nodes = finish(spectralNodes(operator, { vectors: 8, steps: 30 }, random('density')));

  it('has weights that add up to 1 and, for each vector, the moments of its quadrature', () => {
    // A quadrature of m nodes is exact for polynomials up to degree 2 m - 1: z' H^p z / n = sum of tau theta^p.
    const draws = random('density');
    for (const { values, weights } of nodes) {
      expect(values).toHaveLength(30);
      const z = Float64Array.from({ length: 200 }, () => (draws.int(2) === 0 ? -1 : 1));
      const [power, out] = [z.slice(), new Float64Array(200)];
      for (let p = 0; p <= 6; p++) {
        const moment = dot(z, power) / 200;
        const quadrature = weights.reduce((sum, weight, i) => sum + weight * values[i]! ** p, 0);
        expect(Math.abs(quadrature - moment)).toBeLessThan(1e-10 * Math.max(1, Math.abs(moment)));
        operator.multiply(power, out);
        power.set(out);
      }
    }
  });

  it('integrates to 1, to the mean eigenvalue, and peaks at the outliers', () => {
    const grid = spectralGrid(nodes, 20001);
    const phi = spectralDensity(nodes, grid);
    const step = grid[1]! - grid[0]!;
    const integral = (f: (t: number) => number) => phi.reduce((sum, value, i) => sum + value * f(grid[i]!) * step, 0);
    expect(Math.abs(integral(() => 1) - 1)).toBeLessThan(1e-6);
    const mean = nodes.reduce(
      (sum, { values, weights }) => sum + weights.reduce((m, w, i) => m + w * values[i]!, 0) / nodes.length,
      0,
    );
    expect(Math.abs(integral((t) => t) - mean)).toBeLessThan(1e-6);
    const variance = spectralVariance(nodes);
    expect(variance).toBeCloseTo(1e-5 * (6 - Math.min(...spectrum)), 7);
    for (const outlier of [6, 5, 4]) {
      const [at, beside] = spectralDensity(nodes, Float64Array.of(outlier, outlier + 0.5));
      expect(at).toBeGreaterThan(1e3 * beside!);
    }
  });

  it('ends early, and is exact, where H has few different eigenvalues', () => {
    const few = finish(spectralNodes(matrixWith([3, 3, 1, 1, 1, 0], 7), { vectors: 3, steps: 6 }, random()));
    for (const { values, weights } of few) {
      expect(values.length).toBeLessThanOrEqual(3);
      for (const value of values) expect([0, 1, 3].some((exact) => Math.abs(exact - value) < 1e-12)).toBe(true);
      expect(Math.abs(weights.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
    }
  });
});

describe('the dense matrix', () => {
  it('is symmetric and multiplies as the products do', () => {
    const hessian = openHessian(hessianProblem(SMALL[0]!.network, 'running'));
    const matrix = finish(denseMatrix(hessian));
    const n = hessian.size;
    const v = normals(n, 1);
    const out = new Float64Array(n);
    hessian.multiply(v, out);
    for (let i = 0; i < n; i++) {
      expect(Math.abs(out[i]! - dot(matrix.subarray(i * n, (i + 1) * n), v))).toBeLessThan(1e-12);
      for (let j = 0; j < n; j++) expect(matrix[i * n + j]).toBe(matrix[j * n + i]);
    }
  });
});
