/**
 * Eigenvalues and eigenvectors of a real symmetric matrix in float64: Householder's reduction to tridiagonal form
 * (Householder 1958), then the implicit QL algorithm (Bowdler, Martin, Reinsch and Wilkinson 1968). Only operations that
 * IEEE 754 rounds in one way are used: same matrix, same bits. Not for other matrices.
 */

export interface Eigen {
  /** Descending. */
  values: Float64Array;
  /** Row i is the unit eigenvector of value i; its entry of largest size is positive. n x n, row-major. */
  vectors: Float64Array;
}

/** Decomposes a symmetric n x n matrix (row-major). Takes about 10 n^3 operations. Throws RangeError for NaN in it. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const { diagonal, offDiagonal, reflections, factors } = tridiagonalize(matrix.slice(), n);
  const basis = basisOf(reflections, factors, n);
  implicitQl(diagonal, offDiagonal, basis, n, n);
  const order = descending(diagonal);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    const row = basis.subarray(from * n, (from + 1) * n);
    let largest = 0;
    for (const value of row) if (Math.abs(value) > Math.abs(largest)) largest = value;
    for (let i = 0; i < n; i++) vectors[to * n + i] = largest < 0 ? -row[i]! : row[i]!;
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors };
}

/**
 * The eigenvalues alone, descending: about 2 n^3 operations, which can be stopped after each row; yields the rows done.
 * Overwrites the matrix. Throws RangeError for NaN in it.
 */
export function* symmetricEigenvalues(matrix: Float64Array, n: number): Generator<number, Float64Array> {
  const form = startOf(matrix, n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    reflect(form, k, n, w);
    yield k + 1;
  }
  for (let i = 0; i < n; i++) form.diagonal[i] = matrix[i * n + i]!;
  implicitQl(form.diagonal, form.offDiagonal, new Float64Array(0), n, 0);
  return form.diagonal.sort().reverse();
}

export interface TridiagonalEigen {
  /** Descending. */
  values: Float64Array;
  /** First and last entry of the unit eigenvector of each value. */
  first: Float64Array;
  last: Float64Array;
}

/**
 * Eigenvalues of a symmetric tridiagonal n x n matrix, with the ends of their vectors: about 10 n^2 operations. Entry i of
 * `offDiagonal` stands between diagonal entries i and i + 1; from entry n - 1 on it is not looked at.
 */
export function tridiagonalEigen(diagonal: Float64Array, offDiagonal: Float64Array, n: number): TridiagonalEigen {
  const [d, e, ends] = [diagonal.slice(0, n), offDiagonal.slice(0, n), new Float64Array(2 * n)];
  e[n - 1] = 0;
  ends[0] = 1;
  ends[2 * n - 1] = 1;
  implicitQl(d, e, ends, n, 2);
  const order = descending(d);
  const pick = (f: (i: number) => number): Float64Array => Float64Array.from(order, f);
  return { values: pick((i) => d[i]!), first: pick((i) => ends[2 * i]!), last: pick((i) => ends[2 * i + 1]!) };
}

const descending = (values: Float64Array): number[] =>
  Array.from(values, (_, i) => i).sort((a, b) => values[b]! - values[a]!);

interface Tridiagonal {
  diagonal: Float64Array;
  /** Entry i stands between diagonal entries i and i + 1; the last one is 0. */
  offDiagonal: Float64Array;
  /** Row k holds the vector v of reflection k, from entry k + 1 on, and factors[k] what belongs to it. */
  reflections: Float64Array;
  factors: Float64Array;
}

/** Reflections H = I - factor v v' bring one row after the other into form; row k of `a` keeps the v that treated it. */
function tridiagonalize(a: Float64Array, n: number): Tridiagonal {
  const form = startOf(a, n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) reflect(form, k, n, w);
  for (let i = 0; i < n; i++) form.diagonal[i] = a[i * n + i]!;
  return form;
}

const startOf = (a: Float64Array, n: number): Tridiagonal => ({
  diagonal: new Float64Array(n),
  offDiagonal: new Float64Array(n),
  reflections: a,
  factors: new Float64Array(n),
});

/** Its square is far from the smallest normal number. */
const SMALLEST = 2 ** -500;

/** Brings row and column k into form; `w` is room for n numbers. */
function reflect({ offDiagonal, reflections: a, factors }: Tridiagonal, k: number, n: number, w: Float64Array): void {
  const v = a.subarray(k * n, (k + 1) * n);
  let norm = 0;
  for (let i = k + 1; i < n; i++) norm += v[i]! * v[i]!;
  norm = Math.sqrt(norm);
  const alpha = v[k + 1]! > 0 ? -norm : norm;
  offDiagonal[k] = alpha;
  // Below it the factor would overflow: what is so small counts as 0.
  if (norm < SMALLEST) {
    offDiagonal[k] = 0;
    return;
  }
  const first = v[k + 1]! - alpha;
  v[k + 1] = first;
  const factor = (factors[k] = -1 / (alpha * first));
  // A becomes H A H = A - v w' - w v', with p = factor A v and w = p - (factor / 2) (p' v) v.
  let product = 0;
  for (let i = k + 1; i < n; i++) {
    let sum = 0;
    for (let j = k + 1, at = i * n; j < n; j++) sum += a[at + j]! * v[j]!;
    w[i] = factor * sum;
    product += w[i]! * v[i]!;
  }
  for (let i = k + 1; i < n; i++) w[i]! -= (factor / 2) * product * v[i]!;
  for (let i = k + 1; i < n; i++) {
    const [vi, wi, at] = [v[i]!, w[i]!, i * n];
    for (let j = k + 1; j < n; j++) a[at + j]! -= vi * w[j]! + wi * v[j]!;
  }
}

/** The basis in which the matrix is tridiagonal, a vector a row. */
function basisOf(reflections: Float64Array, factors: Float64Array, n: number): Float64Array {
  const w = new Float64Array(n);
  // Columns of Q = H_0 H_1 ... are the basis; from the last reflection on, so that only a corner changes each time.
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let k = n - 2; k >= 0; k--) {
    if (factors[k] === 0) continue;
    const v = reflections.subarray(k * n, (k + 1) * n);
    w.fill(0);
    for (let i = k + 1; i < n; i++) for (let j = k + 1, at = i * n; j < n; j++) w[j]! += v[i]! * q[at + j]!;
    for (let i = k + 1; i < n; i++) {
      const scaled = factors[k]! * v[i]!;
      for (let j = k + 1, at = i * n; j < n; j++) q[at + j]! -= scaled * w[j]!;
    }
  }
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) basis[j * n + i] = q[i * n + j]!;
  return basis;
}

/** Turns the diagonal into the eigenvalues, and the basis (n rows of `width` entries) into those entries of their vectors. */
function implicitQl(d: Float64Array, e: Float64Array, basis: Float64Array, n: number, width: number): void {
  // Rounding of the reduction is as large as this share of the matrix. Among eigenvalues that are 0 but for it, entries
  // may never come down to the share of their neighbours.
  let size = 0;
  for (let i = 0; i < n; i++) size = Math.max(size, Math.abs(d[i]!) + Math.abs(e[i]!));
  const negligible = (Number.EPSILON / 16) * size;
  const small = (i: number): boolean =>
    Math.abs(e[i]!) <= Math.max(negligible, Number.EPSILON * (Math.abs(d[i]!) + Math.abs(d[i + 1]!)));
  for (let l = 0; l < n; l++)
    for (let round = 0; ; round++) {
      let m = l;
      while (m < n - 1 && !small(m)) m++;
      if (m === l) break;
      if (round === 60 || Number.isNaN(d[l]!)) throw new RangeError('The matrix has no eigenvalues: it is not finite.');
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = Math.sqrt(g * g + 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g < 0 ? -r : r));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        r = (d[i]! - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        for (let k = 0, low = i * width, high = low + width; k < width; k++) {
          const held = basis[high + k]!;
          basis[high + k] = s * basis[low + k]! + c * held;
          basis[low + k] = c * basis[low + k]! - s * held;
        }
      }
      if (r === 0 && i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
}
