/**
 * Standardizing groups of the values of one sample: what layer, instance and group normalization do with the mean
 * subtracted, RMS and filter response normalization without. The batch plays no part. For a group of n values:
 *
 *   centred:    mean = sum x / n,  v = sum (x - mean)^2 / n       (biased)
 *   uncentred:  mean = 0,          v = sum x^2 / n
 *   xhat = (x - mean) / sqrt(v + eps)
 *
 * Backward, for g = dL/dxhat, the statistics being part of the function:
 *
 *   dx = (g - sum g / n - xhat * sum (g xhat) / n) / sqrt(v + eps)      (uncentred: without sum g / n)
 *
 * Few values: with n = 1, xhat is 0 and dx is 0 (uncentred: xhat is the sign of x, but for eps). With n = 2 and the mean
 * subtracted, xhat is 1 and -1 whatever x is, and no gradient passes but what eps lets through:
 * dx = (g1 - g2) / 2 * eps / (v + eps)^1.5 and its negative.
 */
import type { GroupLayout, Kernels, Tensor } from '../kernels/kernels.ts';

export interface GroupStandardization {
  /** x: rows samples in; writes xhat. */
  forward(x: Tensor, xhat: Tensor, rows: number): void;
  /** g: gradient of xhat; writes that of x, after a forward pass over the same rows. dx may alias g. */
  backward(g: Tensor, xhat: Tensor, dx: Tensor, rows: number): void;
}

export interface Groups {
  positions: number;
  channels: number;
  groups: number;
}

/** Reserves the statistics of `capacity` samples. */
export function createGroupStandardization(
  kernels: Kernels,
  capacity: number,
  groups: Groups,
  { eps, centred }: { eps: number; centred: boolean },
): GroupStandardization {
  const layout: GroupLayout = { rows: 0, ...groups };
  const n = (layout.positions * layout.channels) / layout.groups;
  const perGroup = (): Tensor => kernels.allocate(capacity * layout.groups);
  const mean = centred ? perGroup() : null;
  const [spread, inverse] = [perGroup(), perGroup()];
  const [sumG, sumGXhat] = [perGroup(), perGroup()];
  return {
    forward(x, xhat, rows) {
      layout.rows = rows;
      if (mean === null) kernels.groupMeanSquares(x, spread, layout);
      else kernels.groupMoments(x, mean, spread, layout);
      kernels.inverseDeviation(spread, eps, inverse, rows * layout.groups);
      kernels.groupScale(x, mean, inverse, xhat, layout);
    },
    backward(g, xhat, dx, rows) {
      layout.rows = rows;
      kernels.groupSums(g, xhat, sumG, sumGXhat, layout);
      // dx = inverse g + slope xhat + shift, with the coefficients in place of the sums that they come from.
      kernels.groupGradientCoefficients(inverse, sumG, sumGXhat, n, rows * layout.groups);
      kernels.groupCombine(g, inverse, xhat, sumGXhat, centred ? sumG : null, dx, layout);
    },
  };
}
