/**
 * Mean squared error: the mean over all outputs of (y - t)^2; gradient 2 (y - t) / (rows outputs). Classification uses
 * `high` as target of the class of a sample and `low` for the others; LeCun et al. (1998), section 4.5, choose them where
 * the second derivative of the output unit is largest.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Loss, LossOf } from './loss.ts';
import { fillWanted } from './wanted.ts';

/** For `outputs` numbers a sample. */
export function createMeanSquaredError(
  kernels: Kernels,
  spec: LossOf<'mean-squared-error'>,
  outputs: number,
  capacity: number,
): Loss {
  const wanted = kernels.allocate(capacity * outputs);
  const dy = kernels.allocate(capacity * outputs);
  return {
    value(y, targets, rows) {
      fillWanted(wanted, targets, rows, outputs, spec);
      return kernels.meanSquaredError(y, wanted, rows * outputs);
    },
    gradient(y, _targets, rows) {
      kernels.meanSquaredErrorGradient(y, wanted, dy, rows * outputs);
      return dy;
    },
  };
}
