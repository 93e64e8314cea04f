/**
 * The part of the kernel interface for small formulas on one number a channel, group or unit, between the large kernels of
 * a layer. They take no time, so that the reference and the fast set share one implementation, in float64 on the numbers
 * as they are stored.
 */
import type { Tensor } from './tensor.ts';

export interface CoefficientKernels {
  /** out (size) = the first number of x. */
  broadcast(x: Tensor, out: Tensor, size: number): void;
  /** out (1 number) = the sum of x. */
  total(x: Tensor, out: Tensor, size: number): void;
  /** out = a / b; a null a stands for 1. out may alias either. */
  quotient(a: Tensor | null, b: Tensor, out: Tensor, size: number): void;
  /** out = a x + b y; a null a or b stands for 1, a null y for 0. out may alias any. */
  weightedSum(a: Tensor | null, x: Tensor, b: Tensor | null, y: Tensor | null, out: Tensor, size: number): void;
  /**
   * sumG = -inverse * sumG / n and sumGXhat = -inverse * sumGXhat / n, in place: from the sums of a group of n numbers to
   * the coefficients of its gradient (see {@link GroupKernels.groupCombine}).
   */
  groupGradientCoefficients(inverse: Tensor, sumG: Tensor, sumGXhat: Tensor, n: number, size: number): void;
  /** lengths = sqrt(n * meanSquare): l2 norms of units with n weights (weight normalization). */
  unitLengths(meanSquare: Tensor, n: number, lengths: Tensor, size: number): void;
  /** slope = -g * (sumDwV / lengths) / lengths^2: what dv has of v in weight normalization. */
  lengthSlope(g: Tensor, sumDwV: Tensor, lengths: Tensor, slope: Tensor, size: number): void;
  /** factor = 1 / (s + eps), s = sqrt(variance * n / (n - 1)): weight standardization of units with n weights. */
  deviationFactor(variance: Tensor, n: number, eps: number, factor: Tensor, size: number): void;
  /**
   * sumDw = -factor * sumDw / n and sumDwW = -sumDwW / ((n - 1) s), in place, with the s of {@link deviationFactor}; 0
   * where s is 0: what dv has of 1 and of w in weight standardization.
   */
  deviationGradient(variance: Tensor, n: number, factor: Tensor, sumDw: Tensor, sumDwW: Tensor, size: number): void;
}
