/**
 * Softmax cross-entropy: -log softmax(z)[label], averaged over the batch. Gradient: (softmax(z) - target) / rows. Label
 * smoothing (Szegedy et al. 2016) spreads a share of each target evenly over all classes, as PyTorch defines it.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Loss, LossOf } from './loss.ts';

/** For `classes` logits a sample. */
export function createCrossEntropy(
  kernels: Kernels,
  { labelSmoothing }: LossOf<'cross-entropy'>,
  classes: number,
  capacity: number,
): Loss {
  const probabilities = kernels.allocate(capacity * classes);
  return {
    value: (logits, { labels }, rows) =>
      kernels.softmaxCrossEntropy(logits, labels, probabilities, rows, classes, labelSmoothing),
    gradient(_logits, { labels }, rows) {
      kernels.softmaxCrossEntropyGradient(probabilities, labels, probabilities, rows, classes, labelSmoothing);
      return probabilities;
    },
  };
}
