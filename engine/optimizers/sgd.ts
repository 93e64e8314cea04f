/**
 * Stochastic gradient descent, with momentum in PyTorch's form: v = momentum v + g, w = w - rate v.
 * Without momentum: w = w - rate g.
 */
import type { Kernels } from '../kernels/kernels.ts';
import type { LayerState, Parameter } from '../layers/layer.ts';
import type { OptimizerSpec } from '../spec/schema.ts';

export interface Optimizer {
  /** Moves every parameter along its gradient. */
  update(): void;
  /** What it remembers between updates. */
  readonly state: readonly LayerState[];
}

/** An optimizer over `parameters`, with its velocities at 0. */
export function createSgd(kernels: Kernels, parameters: readonly Parameter[], spec: OptimizerSpec): Optimizer {
  if (spec.type !== 'sgd') throw new Error(`optimizer.type is ${spec.type}, which the engine cannot build yet.`);
  const { learningRate, momentum } = spec;
  if (momentum === 0)
    return {
      state: [],
      update() {
        for (const { value, gradient, size } of parameters) kernels.sgd(value, gradient, learningRate, size);
      },
    };
  const velocities = parameters.map(({ size }) => kernels.allocate(size));
  return {
    state: parameters.map(({ name, size }, i) => ({ name: `${name}.velocity`, value: velocities[i]!, size })),
    update() {
      parameters.forEach(({ value, gradient, size }, i) => {
        kernels.sgdMomentum(value, gradient, velocities[i]!, learningRate, momentum, size);
      });
    },
  };
}
