/**
 * The largest eigenvalues of a Hessian, by Lanczos iteration until they have converged, and the smallest one, which comes
 * along: how sharp the loss is, how many directions stick out (LeCun, Bottou, Orr and Mueller 1998, section 8, take
 * lambda_1 / lambda_11), and how much of the gradient lies in them (Ghorbani, Krishnan and Xiao 2019).
 */
import { symmetricEigen, tridiagonalEigen } from '../../data/eigen.ts';
import type { Random } from '../../random.ts';
import { openLanczos, type Lanczos } from './lanczos.ts';
import { addScaled, dot, type SymmetricOperator } from './operator.ts';

/** An eigenvalue, and how far from it the exact one is at most. */
export interface Eigenvalue {
  value: number;
  residual: number;
}

export interface TopEigenvalues {
  /** The largest ones, descending, signs counting: at most as many as were asked for. */
  largest: Eigenvalue[];
  smallest: Eigenvalue;
  /** Unit vectors of `largest`. */
  vectors: Float64Array[];
  /** Whether every residual of `largest` is within the tolerance. */
  converged: boolean;
  /** Products with the Hessian. */
  products: number;
}

export interface TopOptions {
  /** How many of the largest ones; more than there are give all. */
  count: number;
  /** Largest residual, as a share of the eigenvalue of largest size. */
  tolerance: number;
  /** Most products; reached, the result is marked as not converged. */
  most: number;
}

/** Steps between looks at the Ritz values: looking costs little beside a product. */
const LOOK_EVERY = 5;

/** Yields after each product the share of `most` that is done; ends sooner where all have converged. */
export function* topEigenvalues(
  operator: SymmetricOperator,
  { count, tolerance, most }: TopOptions,
  random: Random,
): Generator<number, TopEigenvalues> {
  const wanted = Math.min(count, operator.size);
  const draw = (): Float64Array => Float64Array.from({ length: operator.size }, () => random.normal());
  const lanczos = openLanczos(operator, draw(), most, draw);
  while (!lanczos.finished) {
    lanczos.step();
    yield lanczos.steps / most;
    if (lanczos.steps < wanted + LOOK_EVERY || lanczos.steps % LOOK_EVERY !== 0) continue;
    if (hasConverged(ritz(lanczos), wanted, tolerance)) break;
  }
  return resultOf(lanczos, wanted, tolerance);
}

/** The Ritz values, descending, with their residuals. */
function ritz({ diagonal, offDiagonal, steps }: Lanczos): Eigenvalue[] {
  const { values, last } = tridiagonalEigen(diagonal, offDiagonal, steps);
  const rest = offDiagonal[steps - 1]!;
  return Array.from(values, (value, i) => ({ value, residual: Math.abs(rest * last[i]!) }));
}

function hasConverged(pairs: Eigenvalue[], wanted: number, tolerance: number): boolean {
  const scale = Math.max(...pairs.map(({ value }) => Math.abs(value)));
  return pairs.length >= wanted && pairs.slice(0, wanted).every(({ residual }) => residual <= tolerance * scale);
}

function resultOf(lanczos: Lanczos, wanted: number, tolerance: number): TopEigenvalues {
  const pairs = ritz(lanczos);
  const n = lanczos.steps;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    matrix[i * n + i] = lanczos.diagonal[i]!;
    if (i + 1 < n) matrix[i * n + i + 1] = matrix[(i + 1) * n + i] = lanczos.offDiagonal[i]!;
  }
  const { vectors: rows } = symmetricEigen(matrix, n);
  const largest = pairs.slice(0, wanted);
  const vectors = largest.map((_, k) => {
    const vector = new Float64Array(lanczos.basis[0]!.length);
    lanczos.basis.forEach((q, i) => addScaled(q, rows[k * n + i]!, vector));
    return vector;
  });
  const converged = hasConverged(pairs, wanted, tolerance);
  return { largest, smallest: pairs.at(-1)!, vectors, converged, products: n };
}

/** lambda_1 / lambda_k of eigenvalues in descending order; null where there are fewer than k, or lambda_k is not positive. */
export function eigenvalueRatio(values: ArrayLike<number>, k: number): number | null {
  const [first, other] = [values[0], values[k - 1]];
  return first === undefined || other === undefined || other <= 0 ? null : first / other;
}

/** The share of |g|^2 that lies in the span of orthonormal vectors: 0 .. 1; null for a gradient of 0. */
export function gradientConcentration(gradient: Float64Array, vectors: readonly Float64Array[]): number | null {
  const total = dot(gradient, gradient);
  if (total === 0) return null;
  return vectors.reduce((sum, vector) => sum + dot(vector, gradient) ** 2, 0) / total;
}
