/** The part of the kernel interface for losses, their gradients, accuracy. */
import type { Tensor } from './tensor.ts';

export interface LossKernels {
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
}
