/**
 * Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter 2019), in PyTorch's form, at update t:
 *
 *   m = beta1 m + (1 - beta1) g,  s = beta2 s + (1 - beta2) g^2
 *   w = w - r (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + eps)
 *
 * Adam takes g = gradient + d w; AdamW takes the plain gradient and first shrinks the weights: w = (1 - r d) w. A
 * parameter that was frozen for a while counts its own updates.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { createMoments } from './moments.ts';
import type { Optimizer, OptimizerOf } from './optimizer.ts';

/** With its moments at 0. */
export function createAdam(
  kernels: Kernels,
  parameters: readonly Parameter[],
  spec: OptimizerOf<'adam'> | OptimizerOf<'adamw'>,
): Optimizer {
  const moved = createMoments(kernels, parameters, spec, spec.type === 'adamw');
  return {
    state: moved.flatMap(({ state }) => state),
    update(rate) {
      for (const { parameter, mean, square, next } of moved) {
        if (!parameter.trainable) continue;
        kernels.adam(parameter.value, parameter.gradient, mean, square, next(rate), parameter.size);
      }
    },
  };
}
