/**
 * Every eigenvalue of the Hessian of a small network: its matrix, a product a column, and then a dense eigen-solver
 * (../../data/eigen.ts).
 */
import { symmetricEigenvalues } from '../../data/eigen.ts';
import type { SymmetricOperator } from './operator.ts';

/** Networks with more parameters would take too long: the matrix alone takes as many products. */
export const MOST_PARAMETERS = 2000;

/** The matrix, row-major: one product a row; yields the share that is done. Symmetric to the last bit. */
export function* denseMatrix(operator: SymmetricOperator): Generator<number, Float64Array> {
  const n = operator.size;
  const matrix = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    unit.fill(0);
    unit[i] = 1;
    operator.multiply(unit, matrix.subarray(i * n, (i + 1) * n));
    yield (i + 1) / n;
  }
  // Products round: the two halves differ in their last bits.
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i] = (matrix[i * n + j]! + matrix[j * n + i]!) / 2;
  return matrix;
}

/**
 * All eigenvalues, descending; yields the share that is done: the first half for the matrix, the second for the solver.
 * Throws RangeError for more than {@link MOST_PARAMETERS} parameters.
 */
export function* fullSpectrum(operator: SymmetricOperator): Generator<number, Float64Array> {
  const n = operator.size;
  if (n > MOST_PARAMETERS)
    throw new RangeError(`All eigenvalues are computed for up to ${MOST_PARAMETERS} parameters; this network has ${n}`);
  const matrix = yield* scaled(denseMatrix(operator), (share) => share / 2);
  return yield* scaled(symmetricEigenvalues(matrix, n), (rows) => 0.5 + rows / n / 2);
}

function* scaled<T>(work: Generator<number, T>, f: (progress: number) => number): Generator<number, T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    yield f(value);
  }
}
