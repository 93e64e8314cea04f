/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5), in PyTorch's form:
 *
 *   g = gradient + d w,  s = alpha s + (1 - alpha) g^2,  u = g / (sqrt(s) + eps)
 *   w = w - r u;    with momentum: v = m v + u,  w = w - r v
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { decayOf, remember, type Optimizer, type OptimizerOf } from './optimizer.ts';

/** With its averages and velocities at 0. */
export function createRmsProp(
  kernels: Kernels,
  parameters: readonly Parameter[],
  spec: OptimizerOf<'rmsprop'>,
): Optimizer {
  const { alpha, eps, momentum } = spec;
  const moved = parameters.map((parameter) => ({
    parameter,
    square: remember(kernels, parameter, 'square'),
    velocity: momentum === 0 ? null : remember(kernels, parameter, 'velocity'),
    options: { rate: 0, alpha, eps, momentum, decay: decayOf(spec, parameter.role) },
  }));
  return {
    state: moved.flatMap(({ square, velocity }) => (velocity === null ? [square] : [square, velocity])),
    update(rate) {
      for (const { parameter, square, velocity, options } of moved) {
        const { value, gradient, size, trainable } = parameter;
        if (!trainable) continue;
        options.rate = rate;
        kernels.rmsProp(value, gradient, square.value, velocity?.value ?? null, options, size);
      }
    },
  };
}
