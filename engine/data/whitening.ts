/**
 * Whitening of inputs: a linear map after which they are uncorrelated and have variance 1 (LeCun, Bottou, Orr and Mueller
 * 1998, section 4.3). PCA whitening gives coordinates on the principal axes; ZCA whitening (Bell and Sejnowski 1997)
 * rotates them back. Not for normalization inside a network.
 */
import { messages } from '../words/words.ts';
import { DataError } from './data-error.ts';
import { formatCount } from '../words/numbers.ts';
import { symmetricEigen } from './eigen.ts';

const REFUSALS = messages('data.whitening', {
  'too-many-features': ({ method, features, most }: { method: string; features: number; most: number }) =>
    `data.scaling.method is ${method}, but samples have ${formatCount(features)} features; whitening is limited to ` +
    `${formatCount(most)}. Use standardize, or import the images at a smaller size.`,
});

/** More features than this would take minutes. */
const MAX_COLUMNS = 1200;

export interface Whitening {
  /** columns x columns, row-major: whitened = matrix (x - mean). */
  matrix: Float64Array;
  /** Variances of the training inputs along their principal axes, descending. */
  eigenvalues: Float64Array;
}

/**
 * The whitening of given rows of `features` (rows x columns): with C = V L V' their covariance (divided by the number of
 * rows), PCA is (L + eps)^(-1/2) V' and ZCA is V (L + eps)^(-1/2) V'. Where eps is 0, directions without variance become 0.
 */
export function fitWhitening(
  method: 'pca' | 'zca',
  eps: number,
  features: Float32Array,
  rows: Int32Array,
  means: Float64Array,
): Whitening {
  const n = means.length;
  if (n > MAX_COLUMNS) throw new DataError(REFUSALS['too-many-features']({ method, features: n, most: MAX_COLUMNS }));
  const { values, vectors } = symmetricEigen(covariance(features, rows, means), n);
  const eigenvalues = values.map((value) => Math.max(0, value));
  const negligible = n * Number.EPSILON * eigenvalues[0]!;
  const factors = eigenvalues.map((value) => (eps > 0 || value > negligible ? 1 / Math.sqrt(value + eps) : 0));
  const pca = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) pca[i * n + j] = factors[i]! * vectors[i * n + j]!;
  if (method === 'pca') return { matrix: pca, eigenvalues };
  const zca = new Float64Array(n * n);
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) {
      const scale = vectors[k * n + i]!;
      for (let j = 0; j < n; j++) zca[i * n + j]! += scale * pca[k * n + j]!;
    }
  return { matrix: zca, eigenvalues };
}

function covariance(features: Float32Array, rows: Int32Array, means: Float64Array): Float64Array {
  const n = means.length;
  const sums = new Float64Array(n * n);
  const centred = new Float64Array(n);
  for (const row of rows) {
    for (let c = 0; c < n; c++) centred[c] = features[row * n + c]! - means[c]!;
    for (let i = 0; i < n; i++) {
      const value = centred[i]!;
      if (value === 0) continue;
      for (let j = i, at = i * n; j < n; j++) sums[at + j]! += value * centred[j]!;
    }
  }
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) sums[j * n + i] = sums[i * n + j] = sums[i * n + j]! / rows.length;
  return sums;
}

/** Rows that are treated at once, so that each number of the matrix is fetched once for all of them. */
const BLOCK = 4;

/** Whitens `features` (rows x columns) into `out`, which may be `features` itself. */
export function applyWhitening(
  matrix: Float64Array,
  means: ArrayLike<number>,
  features: Float32Array,
  out: Float32Array,
): void {
  const n = means.length;
  const [a, b, c, d] = Array.from({ length: BLOCK }, () => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const block = [a, b, c, d];
  const rows = features.length / n;
  for (let start = 0; start < rows; start += BLOCK) {
    const used = Math.min(BLOCK, rows - start);
    for (let r = 0; r < used; r++)
      for (let i = 0; i < n; i++) block[r]![i] = features[(start + r) * n + i]! - means[i]!;
    for (let j = 0; j < n; j++) {
      let [s, t, u, v] = [0, 0, 0, 0];
      for (let i = 0, at = j * n; i < n; i++) {
        const m = matrix[at + i]!;
        s += m * a[i]!;
        t += m * b[i]!;
        u += m * c[i]!;
        v += m * d[i]!;
      }
      out[start * n + j] = s;
      if (used > 1) out[(start + 1) * n + j] = t;
      if (used > 2) out[(start + 2) * n + j] = u;
      if (used > 3) out[(start + 3) * n + j] = v;
    }
  }
}
