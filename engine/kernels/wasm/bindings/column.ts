/** Fast kernels: kernels on the columns of a batch (rows x columns): sums, moments, standardizing, affine maps, their gradients. The arithmetic is in ../assembly. */
import type { ColumnKernels } from '../../interface/column.ts';
import { address, optional } from '../address.ts';

export interface ColumnExports {
  sumRows(x: number, out: number, rows: number, columns: number, width: number): void;
  columnMoments(x: number, mean: number, variance: number, rows: number, columns: number, width: number): void;
  inverseDeviation(variance: number, eps: number, inverse: number, columns: number): void;
  standardize(x: number, mean: number, inverse: number, xhat: number, rows: number, columns: number): void;
  affine(x: number, gamma: number, beta: number, y: number, rows: number, columns: number): void;
  affineGradient(
    dy: number,
    xhat: number,
    sumDy: number,
    sumDyXhat: number,
    rows: number,
    columns: number,
    width: number,
  ): void;
  standardizeGradient(
    dy: number,
    xhat: number,
    gamma: number,
    inverse: number,
    sumDy: number,
    sumDyXhat: number,
    dx: number,
    rows: number,
    columns: number,
    batch: number,
  ): void;
  columnMaximum(x: number, tau: number, y: number, rows: number, columns: number): void;
  columnMaximumGradient(
    x: number,
    tau: number,
    dy: number,
    dx: number,
    dtau: number,
    rows: number,
    columns: number,
    width: number,
  ): void;
  updateRunning(running: number, batch: number, keep: number, take: number, columns: number): void;
}

export const createColumnKernels = (wasm: ColumnExports): ColumnKernels => ({
  sumRows(x, out, rows, columns) {
    wasm.sumRows(address(x, rows * columns), address(out, columns), rows, columns, columns);
  },
  columnMoments(x, into, rows, columns) {
    const mean = address(into.mean, columns);
    wasm.columnMoments(address(x, rows * columns), mean, address(into.variance, columns), rows, columns, columns);
  },
  inverseDeviation(variance, eps, inverse, columns) {
    wasm.inverseDeviation(address(variance, columns), eps, address(inverse, columns), columns);
  },
  standardize(x, mean, inverse, xhat, rows, columns) {
    const size = rows * columns;
    const offset = address(mean, columns);
    wasm.standardize(address(x, size), offset, address(inverse, columns), address(xhat, size), rows, columns);
  },
  affine(x, gamma, beta, y, rows, columns) {
    const size = rows * columns;
    const factor = optional(gamma, columns);
    wasm.affine(address(x, size), factor, optional(beta, columns), address(y, size), rows, columns);
  },
  affineGradient(dy, xhat, sumDy, sumDyXhat, rows, columns) {
    const size = rows * columns;
    const sum = address(sumDy, columns);
    const product = address(sumDyXhat, columns);
    wasm.affineGradient(address(dy, size), address(xhat, size), sum, product, rows, columns, columns);
  },
  standardizeGradient(dy, xhat, gamma, inverse, sumDy, sumDyXhat, dx, rows, columns) {
    const size = rows * columns;
    wasm.standardizeGradient(
      address(dy, size),
      address(xhat, size),
      optional(gamma, columns),
      address(inverse, columns),
      address(sumDy, columns),
      address(sumDyXhat, columns),
      address(dx, size),
      rows,
      columns,
      rows,
    );
  },
  updateRunning(running, batch, momentum, factor, columns) {
    const to = address(running, columns);
    wasm.updateRunning(to, address(batch, columns), 1 - momentum, momentum * factor, columns);
  },
  columnMaximum(x, tau, y, rows, columns) {
    const size = rows * columns;
    wasm.columnMaximum(address(x, size), address(tau, columns), address(y, size), rows, columns);
  },
  columnMaximumGradient(x, tau, dy, dx, dtau, rows, columns) {
    const size = rows * columns;
    wasm.columnMaximumGradient(
      address(x, size),
      address(tau, columns),
      address(dy, size),
      address(dx, size),
      address(dtau, columns),
      rows,
      columns,
      columns,
    );
  },
});
