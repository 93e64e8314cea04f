/** Reference kernels: updates of parameters. */
import type { OptimizerKernels } from '../interface/optimizer.ts';
import { at } from './at.ts';

export const optimizerKernels: OptimizerKernels = {
  sgdMomentum(parameter, gradient, velocity, rate, momentum, size) {
    for (let i = 0; i < size; i++) {
      velocity.data[i] = momentum * at(velocity, i) + at(gradient, i);
      parameter.data[i] = at(parameter, i) - rate * at(velocity, i);
    }
  },
  sgd(parameter, gradient, rate, size) {
    for (let i = 0; i < size; i++) parameter.data[i] = at(parameter, i) - rate * at(gradient, i);
  },
};
