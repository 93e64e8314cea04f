/** From the specification of an optimizer to the optimizer: one case for each type. */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import type { OptimizerSpec } from '../spec/schema.ts';
import { createAdagrad } from './adagrad.ts';
import { createAdam } from './adam.ts';
import { createLamb } from './lamb.ts';
import { createLars } from './lars.ts';
import type { Optimizer } from './optimizer.ts';
import { createRmsProp } from './rmsprop.ts';
import { createSgd } from './sgd.ts';

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
