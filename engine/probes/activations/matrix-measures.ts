/** How the rows of a matrix lie: how many directions they fill, and how alike they are. */
import { symmetricEigen } from '../../data/eigen.ts';

/**
 * exp of the entropy of p_i = sigma_i / sum sigma, with the singular values sigma of the rows x columns matrix (Roy and
 * Vetterli 2007): about the number of directions that its rows fill. NaN for a matrix with a non-finite number or of zeros.
 */
export function effectiveRank(matrix: ArrayLike<number>, rows: number, columns: number): number {
  const n = Math.min(rows, columns);
  const [outer, inner] = rows <= columns ? [columns, 1] : [1, columns];
  const along = rows <= columns ? columns : rows;
  // The smaller of the two matrices of inner products; its eigenvalues are the squares of the singular values.
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < along; k++) sum += matrix[i * outer + k * inner]! * matrix[j * outer + k * inner]!;
      gram[i * n + j] = gram[j * n + i] = sum;
    }
  if (!gram.every(Number.isFinite)) return NaN;
  const singular = symmetricEigen(gram, n).values.map((value) => Math.sqrt(Math.max(0, value)));
  const total = singular.reduce((a, b) => a + b, 0);
  if (total === 0) return NaN;
  const entropy = singular.reduce((sum, s) => (s === 0 ? sum : sum - (s / total) * Math.log(s / total)), 0);
  return Math.exp(entropy);
}

/** Mean cosine of the angle between two different rows; rows of zeros count as at right angles to all others. */
export function meanCosine(matrix: ArrayLike<number>, rows: number, columns: number): number {
  const sum = new Float64Array(columns);
  let lengths = 0;
  for (let r = 0; r < rows; r++) {
    let squares = 0;
    for (let c = 0; c < columns; c++) squares += matrix[r * columns + c]! ** 2;
    const length = Math.sqrt(squares);
    if (length === 0) continue;
    for (let c = 0; c < columns; c++) sum[c]! += matrix[r * columns + c]! / length;
    lengths++;
  }
  // The square of the sum of unit vectors is the sum of all cosines, those of a row with itself among them.
  const all = sum.reduce((total, value) => total + value * value, 0);
  return (all - lengths) / (rows * (rows - 1));
}
