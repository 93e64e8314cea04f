/**
 * Stochastic gradient descent in PyTorch's form, with weight decay d, momentum m and learning rate r:
 *
 *   g = gradient + d w,  v = m v + g,  w = w - r v;    Nesterov: w = w - r (g + m v);    without momentum: w = w - r g
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { decayOf, remember, type Optimizer, type OptimizerOf } from './optimizer.ts';

/** With its velocities at 0. */
export function createSgd(kernels: Kernels, parameters: readonly Parameter[], spec: OptimizerOf<'sgd'>): Optimizer {
  const { momentum, nesterov } = spec;
  const moved = parameters.map((parameter) => ({
    parameter,
    decay: decayOf(spec, parameter.role),
    velocity: momentum === 0 ? null : remember(kernels, parameter, 'velocity'),
  }));
  return {
    state: moved.flatMap(({ velocity }) => velocity ?? []),
    update(rate) {
      for (const { parameter, decay, velocity } of moved) {
        const { value, gradient, size, trainable } = parameter;
        if (!trainable) continue;
        if (velocity === null) kernels.sgd(value, gradient, rate, size, decay);
        else kernels.sgdMomentum(value, gradient, velocity.value, rate, momentum, size, decay, nesterov);
      }
    },
  };
}
