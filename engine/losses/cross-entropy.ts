/** Softmax cross-entropy: -log softmax(z)[label], averaged over the batch. Gradient: (softmax(z) - onehot) / rows. */
import type { Kernels } from '../kernels/kernels.ts';
import type { Loss } from './loss.ts';

/** For `classes` logits a sample. */
export function createCrossEntropy(kernels: Kernels, classes: number, capacity: number): Loss {
  const probabilities = kernels.allocate(capacity * classes);
  return {
    value: (logits, { labels }, rows) => kernels.softmaxCrossEntropy(logits, labels, probabilities, rows, classes),
    gradient(_logits, { labels }, rows) {
      kernels.softmaxCrossEntropyGradient(probabilities, labels, probabilities, rows, classes);
      return probabilities;
    },
  };
}
