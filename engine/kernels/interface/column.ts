/** The part of the kernel interface for kernels on the columns of a batch (rows x columns): sums, moments, standardizing, affine maps, their gradients. */
import type { Tensor } from './tensor.ts';

/** What a batch normalization layer computes on, all of length `columns`. */
export interface ChannelStatistics {
  mean: Tensor;
  /** Biased variance (divided by the number of rows). */
  variance: Tensor;
}

export interface ColumnKernels {
  /** out (columns) = sum over rows of x (rows x columns): the gradient of a bias. */
  sumRows(x: Tensor, out: Tensor, rows: number, columns: number): void;
  /** Mean and biased variance of each column of x (rows x columns), two passes over centred values. */
  columnMoments(x: Tensor, into: ChannelStatistics, rows: number, columns: number): void;
  /** inverse (columns) = 1 / sqrt(variance + eps). */
  inverseDeviation(variance: Tensor, eps: number, inverse: Tensor, columns: number): void;
  /** xhat = (x - mean) * inverse, per column. xhat may alias x. */
  standardize(x: Tensor, mean: Tensor, inverse: Tensor, xhat: Tensor, rows: number, columns: number): void;
  /** y = gamma * x + beta, per column; a null gamma stands for 1, a null beta for 0. y may alias x. */
  affine(x: Tensor, gamma: Tensor | null, beta: Tensor | null, y: Tensor, rows: number, columns: number): void;
  /**
   * sumDy = sum over rows of dy, sumDyXhat = sum over rows of dy * xhat: the gradients of beta and gamma
   * (Ioffe and Szegedy 2015, section 3).
   */
  affineGradient(dy: Tensor, xhat: Tensor, sumDy: Tensor, sumDyXhat: Tensor, rows: number, columns: number): void;
  /**
   * dx = gamma * inverse * (dy - sumDy / rows - xhat * sumDyXhat / rows): the gradient of batch normalization with the
   * statistics inside the gradient (same source, the five equations of section 3 combined). dx may alias dy.
   */
  standardizeGradient(
    dy: Tensor,
    xhat: Tensor,
    gamma: Tensor | null,
    inverse: Tensor,
    sumDy: Tensor,
    sumDyXhat: Tensor,
    dx: Tensor,
    rows: number,
    columns: number,
  ): void;
  /** running = (1 - momentum) * running + momentum * factor * batch, for `columns` numbers. */
  updateRunning(running: Tensor, batch: Tensor, momentum: number, factor: number, columns: number): void;
  /** y = max(x, tau), per column: a rectifier with a learned threshold (Singh and Krishnan 2020). y may alias x. */
  columnMaximum(x: Tensor, tau: Tensor, y: Tensor, rows: number, columns: number): void;
  /**
   * dx = dy where x > tau, 0 where x < tau; dtau = sum over rows of the dy that x does not get. Where both are equal each
   * gets half (PyTorch's torch.maximum). x is the input of the forward pass. dx may alias dy.
   */
  columnMaximumGradient(
    x: Tensor,
    tau: Tensor,
    dy: Tensor,
    dx: Tensor,
    dtau: Tensor,
    rows: number,
    columns: number,
  ): void;
}
