/**
 * The kernel interface: the only numeric vocabulary that layers speak.
 *
 * Two sets implement it. `reference` (float64, plain loops) is the specification: gradient checks and exact identities
 * run on it. `wasm` (float32, SIMD) is the fast one. One test suite runs over both. Matrices are row-major; a batch is
 * `rows` samples by `columns` features. No kernel allocates; outputs are written in place and may not alias inputs
 * unless a method says so.
 */
import type { Activation } from '../spec/schema.ts';

/** A block of numbers in the arena of one kernel set; it stays valid however much is allocated later. */
export interface Tensor {
  /** Live view of the numbers. Ask the tensor again after something was allocated: a view that was kept may be dead. */
  readonly data: Float32Array | Float64Array;
  /** Address inside the arena: bytes for `wasm`, elements for `reference`. Opaque to layers. */
  readonly offset: number;
  readonly size: number;
}

/** What a batch normalization layer computes on, all of length `columns`. */
export interface ChannelStatistics {
  mean: Tensor;
  /** Biased variance (divided by the number of rows). */
  variance: Tensor;
}

export interface Kernels {
  /** `reference`, `wasm-simd` or `wasm-relaxed-simd`: stored with a run, because bits depend on it. */
  readonly name: string;
  readonly precision: 'float32' | 'float64';

  /** Reserves `size` zeros. Called while a model is compiled, never during a step. */
  allocate(size: number): Tensor;
  /** A view of `size` numbers of `of` from element `start`. */
  slice(of: Tensor, start: number, size: number): Tensor;
  fill(x: Tensor, value: number): void;
  copy(from: Tensor, to: Tensor): void;

  /** Copies the rows `indices[0..rows)` of `source` (n x columns) to `out` (rows x columns). `indices` is an int32 view. */
  gatherRows(source: Tensor, indices: Int32Array, rows: number, columns: number, out: Tensor): void;

  /** out (m x n) = x (m x k) times transposed w (n x k), plus bias (n) where given: the forward pass of a dense layer. */
  dense(x: Tensor, w: Tensor, bias: Tensor | null, out: Tensor, m: number, n: number, k: number): void;
  /** dx (m x k) = dy (m x n) times w (n x k). */
  denseInputGradient(dy: Tensor, w: Tensor, dx: Tensor, m: number, n: number, k: number): void;
  /** dw (n x k) = transposed dy (m x n) times x (m x k); overwrites dw. */
  denseWeightGradient(dy: Tensor, x: Tensor, dw: Tensor, m: number, n: number, k: number): void;
  /** out (columns) = sum over rows of x (rows x columns): the gradient of a bias. */
  sumRows(x: Tensor, out: Tensor, rows: number, columns: number): void;

  /** y = f(x), element by element, over `size` numbers. May run in place. */
  activate(kind: Activation, x: Tensor, y: Tensor, size: number): void;
  /** dx = dy * f'(x), given the input x and the output y of the forward pass. dx may alias dy. */
  activateBackward(kind: Activation, x: Tensor, y: Tensor, dy: Tensor, dx: Tensor, size: number): void;

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

  /** Mean softmax cross-entropy of `logits` (rows x classes); writes probabilities; returns the mean loss. */
  softmaxCrossEntropy(logits: Tensor, labels: Int32Array, probabilities: Tensor, rows: number, classes: number): number;
  /** dlogits = (probabilities - onehot(labels)) / rows. May alias probabilities. */
  softmaxCrossEntropyGradient(
    probabilities: Tensor,
    labels: Int32Array,
    dlogits: Tensor,
    rows: number,
    classes: number,
  ): void;
  /** Mean over all elements of (y - target)^2; returns it. */
  meanSquaredError(y: Tensor, target: Tensor, size: number): number;
  /** dy = 2 (y - target) / size. */
  meanSquaredErrorGradient(y: Tensor, target: Tensor, dy: Tensor, size: number): void;
  /** How many rows have their largest value at `labels[row]` (the first one on ties). A row holding NaN is wrong. */
  countCorrect(scores: Tensor, labels: Int32Array, rows: number, classes: number): number;

  /** velocity = momentum * velocity + gradient; parameter -= rate * velocity (PyTorch's form). */
  sgdMomentum(
    parameter: Tensor,
    gradient: Tensor,
    velocity: Tensor,
    rate: number,
    momentum: number,
    size: number,
  ): void;
  /** parameter -= rate * gradient. */
  sgd(parameter: Tensor, gradient: Tensor, rate: number, size: number): void;

  /** Sum of the squares of `size` numbers: the squared l2 norm. Not finite when a number is not. */
  sumOfSquares(x: Tensor, size: number): number;
  /** True when all `size` numbers are finite. */
  allFinite(x: Tensor, size: number): boolean;
}
