/**
 * Adagrad (Duchi, Hazan and Singer 2011), in PyTorch's form: g = gradient + d w,  s = s + g^2,
 * w = w - r g / (sqrt(s) + eps).
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { decayOf, remember, type Optimizer, type OptimizerOf } from './optimizer.ts';

/** With its sums at 0. */
export function createAdagrad(
  kernels: Kernels,
  parameters: readonly Parameter[],
  spec: OptimizerOf<'adagrad'>,
): Optimizer {
  const moved = parameters.map((parameter) => ({
    parameter,
    sum: remember(kernels, parameter, 'sum'),
    options: { rate: 0, eps: spec.eps, decay: decayOf(spec, parameter.role) },
  }));
  return {
    state: moved.map(({ sum }) => sum),
    update(rate) {
      for (const { parameter, sum, options } of moved) {
        const { value, gradient, size, trainable } = parameter;
        if (!trainable) continue;
        options.rate = rate;
        kernels.adagrad(value, gradient, sum.value, options, size);
      }
    },
  };
}
