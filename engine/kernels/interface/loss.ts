/** The part of the kernel interface for losses, their gradients, accuracy. */
import type { Tensor } from './tensor.ts';

export interface LossKernels {
  /**
   * Mean softmax cross-entropy of `logits` (rows x classes); writes probabilities; returns the mean loss. With label
   * `smoothing` (0 when left out) the target is (1 - smoothing) onehot + smoothing / classes, as PyTorch defines it.
   * probabilities may alias logits.
   */
  softmaxCrossEntropy(
    logits: Tensor,
    labels: Int32Array,
    probabilities: Tensor,
    rows: number,
    classes: number,
    smoothing?: number,
  ): number;
  /** dlogits = (probabilities - target) / rows, with the target of the forward pass. May alias probabilities. */
  softmaxCrossEntropyGradient(
    probabilities: Tensor,
    labels: Int32Array,
    dlogits: Tensor,
    rows: number,
    classes: number,
    smoothing?: number,
  ): void;
  /**
   * Mean over all elements of max(x, 0) - x target + log(1 + exp(-|x|)): binary cross-entropy of sigmoid(x) with targets
   * between 0 and 1.
   */
  binaryCrossEntropy(logits: Tensor, target: Tensor, size: number): number;
  /** dlogits = (sigmoid(logits) - target) / size. May alias either. */
  binaryCrossEntropyGradient(logits: Tensor, target: Tensor, dlogits: Tensor, size: number): void;
  /** Mean over all elements of z^2 / 2 where z = |y - target| < delta, delta (z - delta / 2) elsewhere. */
  huber(y: Tensor, target: Tensor, delta: number, size: number): number;
  /** dy = (y - target, bounded by -delta and delta) / size. May alias either. */
  huberGradient(y: Tensor, target: Tensor, delta: number, dy: Tensor, size: number): void;
  /** Mean over all elements of (y - target)^2; returns it. */
  meanSquaredError(y: Tensor, target: Tensor, size: number): number;
  /** dy = 2 (y - target) / size. */
  meanSquaredErrorGradient(y: Tensor, target: Tensor, dy: Tensor, size: number): void;
  /** How many rows have their largest value at `labels[row]` (the first one on ties). A row holding NaN is wrong. */
  countCorrect(scores: Tensor, labels: Int32Array, rows: number, classes: number): number;
}
