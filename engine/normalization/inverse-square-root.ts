/**
 * The inverse square root of a covariance matrix by Newton's iterations (iterative normalization, Huang et al. 2019,
 * arXiv 1904.03441, section 3.3), and its exact gradient: through the iterations as they are, converged or not.
 *
 *   t = trace S,  N = S / t,  P_0 = I,  P_k = (3 P_(k-1) - P_(k-1)^3 N) / 2,  W = P_T / sqrt(t) -> S^(-1/2)
 *
 * Backward, for dW (which need not be symmetric) to dS:
 *
 *   dP_T = dW / sqrt(t),  dt = -sum(dW W) / (2 t)
 *   for k = T .. 1, with P = P_(k-1) and D = dP_k / 2:
 *     dN -= P^3' D,  dP = 3 D - (D N P^2 + P D N P + P^2 D N)        (P and N are symmetric)
 *   dS = dN / t,  dt -= sum(dN N) / t,  dS += dt I
 *
 * An eigenvalue of N grows by at most 9/4 a step where it is small: T steps whiten directions with more than about
 * (4/9)^T of the variance of the group. Small matrices in float64, with everything reserved beforehand.
 */

export interface InverseSquareRoot {
  /** S, to be filled before {@link forward}: size x size, symmetric. */
  readonly s: Float64Array;
  /** W, after {@link forward}. */
  readonly w: Float64Array;
  /** dW, to be filled before {@link backward}. */
  readonly dw: Float64Array;
  /** dS, after {@link backward}. */
  readonly ds: Float64Array;
  forward(): void;
  /** After {@link forward} of the same S. */
  backward(): void;
}

/** For matrices of `size` x `size`. */
export function createInverseSquareRoot(size: number, iterations: number): InverseSquareRoot {
  const matrix = (): Float64Array => new Float64Array(size * size);
  const [s, w, dw, ds, n, dp, next, right, left] = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(matrix) as Nine;
  const p = Array.from({ length: iterations + 1 }, matrix);
  const [squares, cubes] = [Array.from({ length: iterations }, matrix), Array.from({ length: iterations }, matrix)];
  const last = p[iterations]!;
  for (let i = 0; i < size; i++) p[0]![i * size + i] = 1;
  let trace = 0;

  return {
    ...{ s, w, dw, ds },
    forward() {
      trace = 0;
      for (let i = 0; i < size; i++) trace += s[i * size + i]!;
      for (let i = 0; i < n.length; i++) n[i] = s[i]! / trace;
      for (let k = 0; k < iterations; k++) {
        const [before, after] = [p[k]!, p[k + 1]!];
        product(before, before, squares[k]!, size);
        product(squares[k]!, before, cubes[k]!, size);
        product(cubes[k]!, n, after, size);
        for (let i = 0; i < after.length; i++) after[i] = 1.5 * before[i]! - 0.5 * after[i]!;
      }
      const root = Math.sqrt(trace);
      for (let i = 0; i < w.length; i++) w[i] = last[i]! / root;
    },
    backward() {
      const root = Math.sqrt(trace);
      let dTrace = 0;
      for (let i = 0; i < dp.length; i++) {
        dp[i] = dw[i]! / root;
        dTrace -= (dw[i]! * w[i]!) / (2 * trace);
      }
      ds.fill(0);
      for (let k = iterations - 1; k >= 0; k--) {
        const before = p[k]!;
        for (let i = 0; i < dp.length; i++) dp[i]! /= 2;
        // ds gathers dN until the end.
        product(cubes[k]!, dp, next, size);
        for (let i = 0; i < ds.length; i++) ds[i]! -= next[i]!;
        for (let i = 0; i < dp.length; i++) next[i] = 3 * dp[i]!;
        product(dp, n, right, size);
        product(right, squares[k]!, left, size);
        for (let i = 0; i < next.length; i++) next[i]! -= left[i]!;
        product(squares[k]!, right, left, size);
        for (let i = 0; i < next.length; i++) next[i]! -= left[i]!;
        product(before, right, left, size);
        product(left, before, right, size);
        for (let i = 0; i < dp.length; i++) dp[i] = next[i]! - right[i]!;
      }
      for (let i = 0; i < ds.length; i++) {
        dTrace -= (ds[i]! * n[i]!) / trace;
        ds[i]! /= trace;
      }
      for (let i = 0; i < size; i++) ds[i * size + i]! += dTrace;
    },
  };
}

type Nine = [F, F, F, F, F, F, F, F, F];
type F = Float64Array;

/** out = a b, all size x size. */
function product(a: Float64Array, b: Float64Array, out: Float64Array, size: number): void {
  out.fill(0);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++) out[i * size + j]! += factor * b[k * size + j]!;
    }
}
