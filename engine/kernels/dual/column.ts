/** Dual kernels: the columns of a batch. Each tangent is the product rule applied to the line above it. */
import type { ColumnKernels } from '../interface/column.ts';
import { dual, dualOrNull, dualStatistics } from './tensor.ts';

export const columnKernels: ColumnKernels = {
  sumRows(x, out, rows, columns) {
    const [a, to] = [dual(x), dual(out)];
    for (let c = 0; c < columns; c++) {
      let [sum, tangent] = [0, 0];
      for (let i = c; i < rows * columns; i += columns) {
        sum += a.data[i]!;
        tangent += a.tangent[i]!;
      }
      to.data[c] = sum;
      to.tangent[c] = tangent;
    }
  },
  columnMoments(x, into, rows, columns) {
    const [a, { mean, variance }] = [dual(x), dualStatistics(into)];
    for (let c = 0; c < columns; c++) {
      let [sum, tangent] = [0, 0];
      for (let i = c; i < rows * columns; i += columns) {
        sum += a.data[i]!;
        tangent += a.tangent[i]!;
      }
      const [centre, shift] = [sum / rows, tangent / rows];
      let [squares, squaresTangent] = [0, 0];
      for (let i = c; i < rows * columns; i += columns) {
        const distance = a.data[i]! - centre;
        squares += distance ** 2;
        squaresTangent += 2 * distance * (a.tangent[i]! - shift);
      }
      mean.data[c] = centre;
      mean.tangent[c] = shift;
      variance.data[c] = squares / rows;
      variance.tangent[c] = squaresTangent / rows;
    }
  },
  inverseDeviation(variance, eps, inverse, columns) {
    const [v, to] = [dual(variance), dual(inverse)];
    for (let c = 0; c < columns; c++) {
      const value = 1 / Math.sqrt(v.data[c]! + eps);
      // Variances that do not change have no tangent, not even where they are 0.
      const slope = v.tangent[c] === 0 ? 0 : (-value / (2 * (v.data[c]! + eps))) * v.tangent[c]!;
      to.data[c] = value;
      to.tangent[c] = slope;
    }
  },
  standardize(x, mean, inverse, xhat, rows, columns) {
    const [a, m, f, to] = [dual(x), dual(mean), dual(inverse), dual(xhat)];
    for (let r = 0, i = 0; r < rows; r++)
      for (let c = 0; c < columns; c++, i++) {
        const [distance, shift] = [a.data[i]! - m.data[c]!, a.tangent[i]! - m.tangent[c]!];
        to.data[i] = distance * f.data[c]!;
        to.tangent[i] = shift * f.data[c]! + distance * f.tangent[c]!;
      }
  },
  affine(x, gamma, beta, y, rows, columns) {
    const [a, g, b, to] = [dual(x), dualOrNull(gamma), dualOrNull(beta), dual(y)];
    for (let r = 0, i = 0; r < rows; r++)
      for (let c = 0; c < columns; c++, i++) {
        const [value, tangent, factor] = [a.data[i]!, a.tangent[i]!, g ? g.data[c]! : 1];
        to.data[i] = factor * value + (b ? b.data[c]! : 0);
        to.tangent[i] = factor * tangent + (g ? g.tangent[c]! * value : 0) + (b ? b.tangent[c]! : 0);
      }
  },
  affineGradient(dy, xhat, sumDy, sumDyXhat, rows, columns) {
    const [g, a, sums, products] = [dual(dy), dual(xhat), dual(sumDy), dual(sumDyXhat)];
    for (let c = 0; c < columns; c++) {
      let [sum, sumTangent, product, productTangent] = [0, 0, 0, 0];
      for (let i = c; i < rows * columns; i += columns) {
        sum += g.data[i]!;
        sumTangent += g.tangent[i]!;
        product += g.data[i]! * a.data[i]!;
        productTangent += g.tangent[i]! * a.data[i]! + g.data[i]! * a.tangent[i]!;
      }
      sums.data[c] = sum;
      sums.tangent[c] = sumTangent;
      products.data[c] = product;
      products.tangent[c] = productTangent;
    }
  },
  standardizeGradient(dy, xhat, gamma, inverse, sumDy, sumDyXhat, dx, rows, columns) {
    const [g, a, s, f, to] = [dual(dy), dual(xhat), dualOrNull(gamma), dual(inverse), dual(dx)];
    const [sums, products] = [dual(sumDy), dual(sumDyXhat)];
    for (let r = 0, i = 0; r < rows; r++)
      for (let c = 0; c < columns; c++, i++) {
        const rest = g.data[i]! - sums.data[c]! / rows - (a.data[i]! * products.data[c]!) / rows;
        const restTangent =
          g.tangent[i]! -
          sums.tangent[c]! / rows -
          (a.tangent[i]! * products.data[c]! + a.data[i]! * products.tangent[c]!) / rows;
        const scale = s ? s.data[c]! : 1;
        const factor = scale * f.data[c]!;
        const factorTangent = scale * f.tangent[c]! + (s ? s.tangent[c]! * f.data[c]! : 0);
        to.data[i] = factor * rest;
        to.tangent[i] = factorTangent * rest + factor * restTangent;
      }
  },
  updateRunning(running, batch, momentum, factor, columns) {
    const [a, b] = [dual(running), dual(batch)];
    for (let c = 0; c < columns; c++) {
      a.data[c] = (1 - momentum) * a.data[c]! + momentum * factor * b.data[c]!;
      a.tangent[c] = (1 - momentum) * a.tangent[c]! + momentum * factor * b.tangent[c]!;
    }
  },
  columnMaximum(x, tau, y, rows, columns) {
    const [a, t, to] = [dual(x), dual(tau), dual(y)];
    for (let r = 0, i = 0; r < rows; r++)
      for (let c = 0; c < columns; c++, i++) {
        const share = shareOf(a.data[i]! - t.data[c]!);
        to.data[i] = Math.max(a.data[i]!, t.data[c]!);
        to.tangent[i] = share * a.tangent[i]! + (1 - share) * t.tangent[c]!;
      }
  },
  columnMaximumGradient(x, tau, dy, dx, dtau, rows, columns) {
    const [a, t, g, to, sums] = [dual(x), dual(tau), dual(dy), dual(dx), dual(dtau)];
    for (let c = 0; c < columns; c++) {
      let [sum, tangent] = [0, 0];
      for (let i = c; i < rows * columns; i += columns) {
        const share = shareOf(a.data[i]! - t.data[c]!);
        const [value, slope] = [g.data[i]!, g.tangent[i]!];
        sum += value * (1 - share);
        tangent += slope * (1 - share);
        to.data[i] = value * share;
        to.tangent[i] = slope * share;
      }
      sums.data[c] = sum;
      sums.tangent[c] = tangent;
    }
  },
};

/** What x gets of a maximum that it exceeds by `above`: half where both are equal. */
const shareOf = (above: number): number => (Number.isNaN(above) ? NaN : above > 0 ? 1 : above < 0 ? 0 : 0.5);
