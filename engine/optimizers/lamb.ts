/**
 * LAMB (You et al. 2020, arXiv 1904.00962, algorithm 2): the direction of Adam plus weight decay, u, with a rate of its
 * own for each weight matrix: w = w - r (|w| / |u|) u. Biases, gammas and betas take the ratio 1, and so do weights
 * where a norm is 0.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { createMoments } from './moments.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';

/** With its moments at 0. */
export function createLamb(kernels: Kernels, parameters: readonly Parameter[], spec: OptimizerOf<'lamb'>): Optimizer {
  const moved = createMoments(kernels, parameters, spec, true);
  /** The direction of one parameter after the other. */
  const direction = kernels.allocate(Math.max(1, ...parameters.map(({ size }) => size)));
  return {
    state: moved.flatMap(({ state }) => state),
    update(rate) {
      for (const { parameter, mean, square, next } of moved) {
        const { value, gradient, size, role, trainable } = parameter;
        if (!trainable) continue;
        kernels.adamDirection(value, gradient, mean, square, direction, next(rate), size);
        const weights = Math.sqrt(kernels.sumOfSquares(value, size));
        const length = Math.sqrt(kernels.sumOfSquares(direction, size));
        const ratio = role === 'weight' && weights > 0 && length > 0 ? weights / length : 1;
        kernels.addScaled(direction, -rate * ratio, value, size);
      }
    },
  };
}
