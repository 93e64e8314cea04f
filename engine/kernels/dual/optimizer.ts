/** Dual kernels: updates of parameters are not differentiated, and refused. */
import type { OptimizerKernels } from '../interface/optimizer.ts';

function refuse(): never {
  throw new Error('The dual kernels do not train: take the reference or the fast kernels for optimizers');
}

export const optimizerKernels: OptimizerKernels = {
  sgd: refuse,
  sgdMomentum: refuse,
  rmsProp: refuse,
  adam: refuse,
  adamDirection: refuse,
  adagrad: refuse,
};
