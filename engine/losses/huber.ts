/**
 * Huber loss (Huber 1964): the mean over all outputs of e^2 / 2 where e = |y - t| is below delta, delta (e - delta / 2)
 * elsewhere; gradient (y - t), kept within delta, / (rows outputs). Classification has targets as mean squared error.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Loss, LossOf } from './loss.ts';
import { fillWanted } from './wanted.ts';

/** For `outputs` numbers a sample. */
export function createHuber(kernels: Kernels, spec: LossOf<'huber'>, outputs: number, capacity: number): Loss {
  const wanted = kernels.allocate(capacity * outputs);
  const dy = kernels.allocate(capacity * outputs);
  return {
    value(y, targets, rows) {
      fillWanted(wanted, targets, rows, outputs, spec);
      return kernels.huber(y, wanted, spec.delta, rows * outputs);
    },
    gradient(y, _targets, rows) {
      kernels.huberGradient(y, wanted, spec.delta, dy, rows * outputs);
      return dy;
    },
  };
}
