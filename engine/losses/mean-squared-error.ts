/**
 * Mean squared error: the mean over all outputs of (y - t)^2; gradient 2 (y - t) / (rows outputs). Classification uses
 * one-hot targets: 1 for the class of the sample, 0 for the others.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Loss, Targets } from './loss.ts';

/** For `outputs` numbers a sample. */
export function createMeanSquaredError(kernels: Kernels, outputs: number, capacity: number): Loss {
  const wanted = kernels.allocate(capacity * outputs);
  const dy = kernels.allocate(capacity * outputs);
  const fill = ({ labels, targets }: Targets, rows: number): void => {
    const { data } = wanted;
    if (labels.length === 0) {
      for (let i = 0; i < rows * outputs; i++) data[i] = targets[i]!;
      return;
    }
    data.fill(0, 0, rows * outputs);
    for (let row = 0; row < rows; row++) data[row * outputs + labels[row]!] = 1;
  };
  return {
    value(y, targets, rows) {
      fill(targets, rows);
      return kernels.meanSquaredError(y, wanted, rows * outputs);
    },
    gradient(y, _targets, rows) {
      kernels.meanSquaredErrorGradient(y, wanted, dy, rows * outputs);
      return dy;
    },
  };
}
