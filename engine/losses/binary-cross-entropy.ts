/**
 * Binary cross-entropy of sigmoid(z): -log sigmoid(z) for the class of a sample, -log(1 - sigmoid(z)) for the others, the
 * mean over all outputs; gradient (sigmoid(z) - t) / (rows outputs). Each output answers for its class alone.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Loss } from './loss.ts';
import { fillWanted } from './wanted.ts';

/** For `outputs` numbers a sample. */
export function createBinaryCrossEntropy(kernels: Kernels, outputs: number, capacity: number): Loss {
  const wanted = kernels.allocate(capacity * outputs);
  const dy = kernels.allocate(capacity * outputs);
  return {
    value(y, targets, rows) {
      fillWanted(wanted, targets, rows, outputs, { low: 0, high: 1 });
      return kernels.binaryCrossEntropy(y, wanted, rows * outputs);
    },
    gradient(y, _targets, rows) {
      kernels.binaryCrossEntropyGradient(y, wanted, dy, rows * outputs);
      return dy;
    },
  };
}
