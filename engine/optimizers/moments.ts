/** The running mean of gradients and of their squares that Adam and LAMB keep for each parameter. */
import type { AdamStep } from '../kernels/interface/optimizer.ts';
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { LayerState, Parameter } from '../layers/layer.ts';
import { decayOf, remember, type OptimizerOf } from './optimizer.ts';

export interface Moments {
  parameter: Parameter;
  mean: Tensor;
  square: Tensor;
  /** Counts one more update; the options of the kernel for it. Always the same object. */
  next(rate: number): AdamStep;
  state: LayerState[];
}

/** Moments at 0 for every parameter. */
export const createMoments = (
  kernels: Kernels,
  parameters: readonly Parameter[],
  spec: OptimizerOf<'adam'> | OptimizerOf<'adamw'> | OptimizerOf<'lamb'>,
  decoupled: boolean,
): Moments[] =>
  parameters.map((parameter) => {
    const { beta1, beta2, eps } = spec;
    const mean = remember(kernels, parameter, 'mean');
    const square = remember(kernels, parameter, 'square');
    // A whole number: exact in float32 up to 2^24, more than a run may have steps.
    const updates: LayerState = { name: `${parameter.name}.updates`, value: kernels.allocate(1), size: 1 };
    const options = { rate: 0, beta1, beta2, eps, decay: decayOf(spec, parameter.role), decoupled, step: 0 };
    return {
      parameter,
      mean: mean.value,
      square: square.value,
      state: [mean, square, updates],
      next(rate) {
        options.rate = rate;
        options.step = updates.value.data[0]! + 1;
        updates.value.data[0] = options.step;
        return options;
      },
    };
  });
