/** Newton's iterations on matrices whose eigenvalues are known: the root and its gradient, however many iterations. */
import { describe, expect, it } from 'vitest';
import { createInverseSquareRoot } from '../../../engine/normalization/inverse-square-root.ts';
import { stream } from '../../../engine/random.ts';
import { distance } from '../../support/kernel-sets.ts';

const SIZE = 6;
const random = stream(1, 'matrices');
const draw = (): number[] => Array.from({ length: SIZE * SIZE }, () => random.normal());

/** Orthonormal rows, by Gram and Schmidt. */
function orthogonal(): number[][] {
  const rows: number[][] = [];
  while (rows.length < SIZE) {
    let row = Array.from({ length: SIZE }, () => random.normal());
    for (const one of rows) {
      const along = one.reduce((sum, value, i) => sum + value * row[i]!, 0);
      row = row.map((value, i) => value - along * one[i]!);
    }
    const length = Math.hypot(...row);
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

const vectors = orthogonal();
/** U' A U, where the columns of U are the vectors, for entries of A. */
const turned = (entry: (i: number, j: number) => number): number[] =>
  Array.from({ length: SIZE * SIZE }, (_, at) => {
    const [row, column] = [Math.floor(at / SIZE), at % SIZE];
    let sum = 0;
    for (let i = 0; i < SIZE; i++)
      for (let j = 0; j < SIZE; j++) sum += vectors[i]![row]! * entry(i, j) * vectors[j]![column]!;
    return sum;
  });
const diagonal = (values: readonly number[]): number[] => turned((i, j) => (i === j ? values[i]! : 0));
const symmetric = (a: ArrayLike<number>): number[] =>
  Array.from(a, (value, at) => value + a[(at % SIZE) * SIZE + Math.floor(at / SIZE)]!);

/** Eigenvalues from 1 down to 1 / condition. */
const eigenvalues = (condition: number): number[] =>
  Array.from({ length: SIZE }, (_, i) => condition ** (-i / (SIZE - 1)));

describe.each([1, 5, 10, 20])('%i iterations', (iterations) => {
  it.each([1, 100, 1e4, 1e6])('give what they give each eigenvalue, condition %d', (condition) => {
    const values = eigenvalues(condition);
    const root = createInverseSquareRoot(SIZE, iterations);
    root.s.set(diagonal(values));
    root.forward();
    const trace = values.reduce((a, b) => a + b);
    const expected = values.map((value) => {
      let p = 1;
      for (let k = 0; k < iterations; k++) p = (3 * p - (p ** 3 * value) / trace) / 2;
      return p / Math.sqrt(trace);
    });
    expect(distance(root.w, diagonal(expected))).toBeLessThan(1e-9);
  });
});

it.each([1, 100, 1e4])(
  'has the gradient of the inverse square root once it has converged, condition %d',
  (condition) => {
    const values = eigenvalues(condition);
    const root = createInverseSquareRoot(SIZE, 20);
    root.s.set(diagonal(values));
    root.forward();
    expect(distance(root.w, diagonal(values.map((value) => 1 / Math.sqrt(value))))).toBeLessThan(1e-9);
    // In the eigenvectors: dW_ij times (f(a) - f(b)) / (a - b), f(a) = 1 / sqrt(a)   (Daleckii and Krein).
    const inEigenvectors = draw();
    root.dw.set(turned((i, j) => inEigenvectors[i * SIZE + j]!));
    root.backward();
    const slope = (a: number, b: number): number => -1 / (Math.sqrt(a * b) * (Math.sqrt(a) + Math.sqrt(b)));
    const expected = turned((i, j) => inEigenvectors[i * SIZE + j]! * slope(values[i]!, values[j]!));
    expect(distance(symmetric(root.ds), symmetric(expected))).toBeLessThan(1e-8);
  },
);
