/**
 * Lanczos iteration (Lanczos 1950) with full re-orthogonalization: from a unit vector q_1,
 *
 *   beta_j q_(j+1) = H q_j - alpha_j q_j - beta_(j-1) q_(j-1),  alpha_j = q_j' H q_j
 *
 * builds an orthonormal basis in which H is tridiagonal, T. Eigenvalues of T (Ritz values) approach those of H from the ends
 * of the spectrum on. Without re-orthogonalization rounding would bring the same eigenvalues back again and again.
 *
 * A Ritz pair (theta, Q s) has the residual |H y - theta y| = |beta_m s_m|, and an eigenvalue of H lies at most so far from
 * theta (Parlett 1980, The Symmetric Eigenvalue Problem, section 13.2). Takes `size` numbers for each step.
 */
import { addScaled, dot, norm, normalize, type SymmetricOperator } from './operator.ts';

export interface Lanczos {
  /** Products so far: the size of T. */
  readonly steps: number;
  /** alpha: the diagonal of T; `steps` numbers are valid. */
  readonly diagonal: Float64Array;
  /** beta: entry i stands between diagonal entries i and i + 1. Entry `steps` - 1 is the length of what is left over. */
  readonly offDiagonal: Float64Array;
  /** q_1, q_2, ...: orthonormal. */
  readonly basis: readonly Float64Array[];
  /** True when no step is left, or the basis spans a space that H does not lead out of: then Ritz values are eigenvalues. */
  readonly finished: boolean;
  /** One more product. Does nothing when `finished`. */
  step(): void;
}

/** What is left over counts as 0 below this share of the largest entry of T. */
const NOTHING = 1e-13;

/**
 * Starts with `start` (not 0; it is copied and scaled), for at most `most` steps. Where H does not lead out of the basis the
 * iteration ends; with `restart` it goes on in what is left, from a random vector, and finds multiple eigenvalues too.
 */
export function openLanczos(
  operator: SymmetricOperator,
  start: Float64Array,
  most: number,
  restart: (() => Float64Array) | null = null,
): Lanczos {
  const diagonal = new Float64Array(most);
  const offDiagonal = new Float64Array(most);
  const basis: Float64Array[] = [];
  const last = Math.min(most, operator.size);
  let next: Float64Array = start.slice();
  normalize(next);
  let largest = 0;
  let finished = false;

  return {
    diagonal,
    offDiagonal,
    basis,
    get steps() {
      return basis.length;
    },
    get finished() {
      return finished;
    },
    step() {
      if (finished) return;
      const j = basis.length;
      const q = next;
      basis.push(q);
      let rest: Float64Array = new Float64Array(operator.size);
      operator.multiply(q, rest);
      diagonal[j] = dot(q, rest);
      orthogonalize(rest, basis);
      const beta = norm(rest);
      largest = Math.max(largest, Math.abs(diagonal[j]!), beta);
      const closed = beta <= NOTHING * largest;
      offDiagonal[j] = closed ? 0 : beta;
      finished = basis.length === last || (closed && restart === null);
      if (finished) return;
      if (closed) {
        rest = restart!();
        orthogonalize(rest, basis);
      }
      normalize(rest);
      next = rest;
    },
  };
}

/** Takes the basis out of x: once for what is in it, twice for what rounding left the first time. */
function orthogonalize(x: Float64Array, basis: readonly Float64Array[]): void {
  for (let round = 0; round < 2; round++) for (const q of basis) addScaled(q, -dot(q, x), x);
}
