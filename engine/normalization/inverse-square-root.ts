/**
 * The inverse square root of a covariance matrix by Newton's iterations (iterative normalization, Huang et al. 2019,
 * arXiv 1904.03441, section 3.3), and its exact gradient: through the iterations as they are, converged or not.
 *
 *   t = trace S,  N = S / t,  P_0 = I,  P_k = (3 P_(k-1) - P_(k-1)^3 N) / 2,  W = P_T / sqrt(t) -> S^(-1/2)
 *
 * Computed as the paper writes it, rounding errors grow without bound from about ten iterations on, because P and N then
 * do not commute exactly. The coupled form has the same P and is stable (Higham 2008, Functions of Matrices, chapter 6):
 *
 *   Q_0 = N,  M_k = (3 I - P_(k-1) Q_(k-1)) / 2,  Q_k = Q_(k-1) M_k,  P_k = M_k P_(k-1)          (Q = P N)
 *
 * Backward, for dW (which need not be symmetric) to dS; P, Q and M are symmetric:
 *
 *   dP_T = dW / sqrt(t),  dQ_T = 0,  dt = -sum(dW W) / (2 t)
 *   for k = T .. 1:  dM = (Q dQ + dP P) / 2,  dQ = dQ M - P dM,  dP = M dP - dM Q     (on the right: P, Q of k - 1)
 *   dN = dQ_0,  dS = dN / t,  dt -= sum(dN N) / t,  dS += dt I
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
  const list = (length: number): F[] => Array.from({ length }, matrix);
  const [s, w, dw, ds, n, dp, dq, dm, left, right] = list(10) as Ten;
  const [p, q, m] = [list(iterations + 1), list(iterations), list(iterations)];
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
        if (k === 0) q[0]!.set(n);
        else product(q[k - 1]!, m[k - 1]!, q[k]!, size);
        const step = m[k]!;
        product(p[k]!, q[k]!, step, size);
        for (let i = 0; i < step.length; i++) step[i]! *= -0.5;
        for (let i = 0; i < size; i++) step[i * size + i]! += 1.5;
        product(step, p[k]!, p[k + 1]!, size);
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
      dq.fill(0);
      for (let k = iterations - 1; k >= 0; k--) {
        const [before, mixed, step] = [p[k]!, q[k]!, m[k]!];
        product(mixed, dq, left, size);
        product(dp, before, right, size);
        for (let i = 0; i < dm.length; i++) dm[i] = (left[i]! + right[i]!) / 2;
        product(dq, step, left, size);
        product(before, dm, right, size);
        for (let i = 0; i < dq.length; i++) dq[i] = left[i]! - right[i]!;
        product(step, dp, left, size);
        product(dm, mixed, right, size);
        for (let i = 0; i < dp.length; i++) dp[i] = left[i]! - right[i]!;
      }
      for (let i = 0; i < ds.length; i++) {
        dTrace -= (dq[i]! * n[i]!) / trace;
        ds[i] = dq[i]! / trace;
      }
      for (let i = 0; i < size; i++) ds[i * size + i]! += dTrace;
    },
  };
}

type Ten = [F, F, F, F, F, F, F, F, F, F];
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
