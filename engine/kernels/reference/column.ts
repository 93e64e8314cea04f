/** Reference kernels: kernels on the columns of a batch (rows x columns): sums, moments, standardizing, affine maps, their gradients. */
import type { ColumnKernels } from '../interface/column.ts';
import { at } from './at.ts';

export const columnKernels: ColumnKernels = {
  sumRows(x, out, rows, columns) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += at(x, r * columns + c);
      out.data[c] = sum;
    }
  },
  columnMoments(x, into, rows, columns) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += at(x, r * columns + c);
      const mean = sum / rows;
      let squares = 0;
      for (let r = 0; r < rows; r++) squares += (at(x, r * columns + c) - mean) ** 2;
      into.mean.data[c] = mean;
      into.variance.data[c] = squares / rows;
    }
  },
  inverseDeviation(variance, eps, inverse, columns) {
    for (let c = 0; c < columns; c++) inverse.data[c] = 1 / Math.sqrt(at(variance, c) + eps);
  },
  standardize(x, mean, inverse, xhat, rows, columns) {
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        const i = r * columns + c;
        xhat.data[i] = (at(x, i) - at(mean, c)) * at(inverse, c);
      }
  },
  affine(x, gamma, beta, y, rows, columns) {
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        const i = r * columns + c;
        y.data[i] = (gamma ? at(gamma, c) : 1) * at(x, i) + (beta ? at(beta, c) : 0);
      }
  },
  affineGradient(dy, xhat, sumDy, sumDyXhat, rows, columns) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      let product = 0;
      for (let r = 0; r < rows; r++) {
        const i = r * columns + c;
        sum += at(dy, i);
        product += at(dy, i) * at(xhat, i);
      }
      sumDy.data[c] = sum;
      sumDyXhat.data[c] = product;
    }
  },
  standardizeGradient(dy, xhat, gamma, inverse, sumDy, sumDyXhat, dx, rows, columns) {
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        const i = r * columns + c;
        const rest = at(dy, i) - at(sumDy, c) / rows - (at(xhat, i) * at(sumDyXhat, c)) / rows;
        dx.data[i] = (gamma ? at(gamma, c) : 1) * at(inverse, c) * rest;
      }
  },
  updateRunning(running, batch, momentum, factor, columns) {
    for (let c = 0; c < columns; c++)
      running.data[c] = (1 - momentum) * at(running, c) + momentum * factor * at(batch, c);
  },
  columnMaximum(x, tau, y, rows, columns) {
    for (let i = 0; i < rows * columns; i++) y.data[i] = Math.max(at(x, i), at(tau, i % columns));
  },
  columnMaximumGradient(x, tau, dy, dx, dtau, rows, columns) {
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        const i = r * columns + c;
        const above = at(x, i) - at(tau, c);
        const share = Number.isNaN(above) ? NaN : above > 0 ? 1 : above < 0 ? 0 : 0.5;
        sum += at(dy, i) * (1 - share);
        dx.data[i] = at(dy, i) * share;
      }
      dtau.data[c] = sum;
    }
  },
};
