/**
 * LARS (You, Gitman and Ginsburg 2017, arXiv 1708.03888): momentum with a rate of its own for each weight matrix,
 *
 *   q = trust |w| / (|gradient| + d |w|),  v = m v + q (gradient + d w),  w = w - r v
 *
 * Biases, gammas and betas take q = 1, as implementations have it, and so do weights where a norm is 0.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { decayOf, remember, type Optimizer, type OptimizerOf } from './optimizer.ts';

/** With its velocities at 0. */
export function createLars(kernels: Kernels, parameters: readonly Parameter[], spec: OptimizerOf<'lars'>): Optimizer {
  const { momentum, trust } = spec;
  const moved = parameters.map((parameter) => ({
    parameter,
    decay: decayOf(spec, parameter.role),
    velocity: remember(kernels, parameter, 'velocity'),
  }));
  /** q (gradient + d w) of one parameter after the other. */
  const scaled = kernels.allocate(Math.max(1, ...parameters.map(({ size }) => size)));
  return {
    state: moved.map(({ velocity }) => velocity),
    update(rate) {
      for (const { parameter, decay, velocity } of moved) {
        const { value, gradient, size, role, trainable } = parameter;
        if (!trainable) continue;
        const weights = Math.sqrt(kernels.sumOfSquares(value, size));
        const slope = Math.sqrt(kernels.sumOfSquares(gradient, size));
        const adapts = role === 'weight' && weights > 0 && slope > 0;
        const share = adapts ? (trust * weights) / (slope + decay * weights) : 1;
        kernels.scale(gradient, share, scaled, size);
        kernels.addScaled(value, share * decay, scaled, size);
        kernels.sgdMomentum(value, scaled, velocity.value, rate, momentum, size);
      }
    },
  };
}
