/** From the plan of a layer to the layer: one case for each kind. Residual blocks, which hold layers: model.ts. */
import { createNormalizer } from '../normalization/create.ts';
import type { LayerPlan, ResidualPlan } from '../spec/plan.ts';
import type { ModelSpec } from '../spec/schema.ts';
import { createActivation } from './activation.ts';
import { createConvolution } from './conv2d.ts';
import { createDense } from './dense.ts';
import { createDropout } from './dropout.ts';
import { createFlatten } from './flatten.ts';
import type { Layer, LayerContext } from './layer.ts';
import { createGlobalAverage, createPool } from './pool.ts';
import { createScalar } from './scalar.ts';

/** Builds one layer; `inputGradient` is false for the first one. */
export function createLayer(
  context: LayerContext,
  plan: Exclude<LayerPlan, ResidualPlan>,
  model: ModelSpec,
  inputGradient: boolean,
): Layer {
  switch (plan.kind) {
    case 'dense':
      return createDense(context, plan, model, inputGradient);
    case 'activation':
      return createActivation(context, plan);
    case 'conv2d':
      return createConvolution(context, plan, model, inputGradient);
    case 'max-pool':
    case 'average-pool':
      return createPool(context, plan);
    case 'global-average-pool':
      return createGlobalAverage(context, plan);
    case 'flatten':
      return createFlatten(context, plan);
    case 'dropout':
      return createDropout(context, plan);
    case 'scalar':
      return createScalar(context, plan);
    default:
      return createNormalizer(context, plan);
  }
}
