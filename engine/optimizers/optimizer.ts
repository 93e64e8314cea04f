/** What an optimizer offers, and which one a specification asks for. */
import type { Kernels } from '../kernels/kernels.ts';
import type { LayerState, Parameter, ParameterRole } from '../layers/layer.ts';
import type { OptimizerSpec } from '../spec/schema.ts';
import { createAdagrad } from './adagrad.ts';
import { createAdam } from './adam.ts';
import { createLamb } from './lamb.ts';
import { createLars } from './lars.ts';
import { createRmsProp } from './rmsprop.ts';
import { createSgd } from './sgd.ts';

export interface Optimizer {
  /** Moves every parameter that is not frozen along its gradient, with this learning rate. */
  update(rate: number): void;
  /** What it remembers between updates; names begin with that of the parameter. */
  readonly state: readonly LayerState[];
}

/** The optimizer of a specification, with all that it remembers at 0. */
export function createOptimizer(kernels: Kernels, parameters: readonly Parameter[], spec: OptimizerSpec): Optimizer {
  switch (spec.type) {
    case 'sgd':
      return createSgd(kernels, parameters, spec);
    case 'rmsprop':
      return createRmsProp(kernels, parameters, spec);
    case 'adam':
    case 'adamw':
      return createAdam(kernels, parameters, spec);
    case 'adagrad':
      return createAdagrad(kernels, parameters, spec);
    case 'lars':
      return createLars(kernels, parameters, spec);
    case 'lamb':
      return createLamb(kernels, parameters, spec);
    default:
      return spec satisfies never;
  }
}

/** The options of one optimizer. */
export type OptimizerOf<T extends OptimizerSpec['type']> = Extract<OptimizerSpec, { type: T }>;

/** Weight decay for a parameter of that role. */
export function decayOf({ weightDecay, decayNormalization, decayBias }: OptimizerSpec, role: ParameterRole): number {
  switch (role) {
    case 'weight':
      return weightDecay;
    case 'bias':
      return decayBias ? weightDecay : 0;
    case 'normalization':
      return decayNormalization ? weightDecay : 0;
    default:
      return role satisfies never;
  }
}

/** One remembered number for each of a parameter's, under the parameter's name and `what`. */
export const remember = (kernels: Kernels, { name, size }: Parameter, what: string): LayerState => ({
  name: `${name}.${what}`,
  value: kernels.allocate(size),
  size,
});
