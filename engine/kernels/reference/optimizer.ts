/** Reference kernels: updates of parameters. */
import type { AdamStep, OptimizerKernels } from '../interface/optimizer.ts';
import type { Tensor } from '../interface/tensor.ts';
import { at } from './at.ts';

/** Moves the two means of Adam at `i` towards g; returns their quotient, both corrected for their start. */
function adamQuotient(mean: Tensor, square: Tensor, i: number, g: number, o: AdamStep): number {
  const m = o.beta1 * at(mean, i) + (1 - o.beta1) * g;
  const v = o.beta2 * at(square, i) + (1 - o.beta2) * g * g;
  mean.data[i] = m;
  square.data[i] = v;
  return m / (1 - o.beta1 ** o.step) / (Math.sqrt(v) / Math.sqrt(1 - o.beta2 ** o.step) + o.eps);
}

export const optimizerKernels: OptimizerKernels = {
  sgdMomentum(parameter, gradient, velocity, rate, momentum, size, decay = 0, nesterov = false) {
    for (let i = 0; i < size; i++) {
      const g = at(gradient, i) + decay * at(parameter, i);
      velocity.data[i] = momentum * at(velocity, i) + g;
      parameter.data[i] = at(parameter, i) - rate * (nesterov ? g + momentum * at(velocity, i) : at(velocity, i));
    }
  },
  sgd(parameter, gradient, rate, size, decay = 0) {
    for (let i = 0; i < size; i++)
      parameter.data[i] = at(parameter, i) - rate * (at(gradient, i) + decay * at(parameter, i));
  },
  rmsProp(parameter, gradient, square, velocity, { rate, alpha, eps, momentum, decay }, size) {
    for (let i = 0; i < size; i++) {
      const g = at(gradient, i) + decay * at(parameter, i);
      square.data[i] = alpha * at(square, i) + (1 - alpha) * g * g;
      let update = g / (Math.sqrt(at(square, i)) + eps);
      if (velocity) {
        update += momentum * at(velocity, i);
        velocity.data[i] = update;
      }
      parameter.data[i] = at(parameter, i) - rate * update;
    }
  },
  adam(parameter, gradient, mean, square, options, size) {
    const { rate, decay, decoupled } = options;
    for (let i = 0; i < size; i++) {
      const p = at(parameter, i);
      const g = at(gradient, i) + (decoupled ? 0 : decay * p);
      const kept = decoupled ? p * (1 - rate * decay) : p;
      parameter.data[i] = kept - rate * adamQuotient(mean, square, i, g, options);
    }
  },
  adamDirection(parameter, gradient, mean, square, direction, options, size) {
    for (let i = 0; i < size; i++)
      direction.data[i] = adamQuotient(mean, square, i, at(gradient, i), options) + options.decay * at(parameter, i);
  },
  adagrad(parameter, gradient, sum, { rate, eps, decay }, size) {
    for (let i = 0; i < size; i++) {
      const g = at(gradient, i) + decay * at(parameter, i);
      sum.data[i] = at(sum, i) + g * g;
      parameter.data[i] = at(parameter, i) - (rate * g) / (Math.sqrt(at(sum, i)) + eps);
    }
  },
};
