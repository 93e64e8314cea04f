/** From the plan of a layer to the layer: one case for each kind. Residual blocks, which hold layers: model.ts. */
import { createNormalizer } from '../normalization/create.ts';
import type { LayerPlan, ResidualPlan } from '../spec/plan.ts';
import type { ModelSpec } from '../spec/schema.ts';
import { createActivation } from './activation.ts';
import { createDense } from './dense.ts';
import type { Layer, LayerContext } from './layer.ts';

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
    case 'max-pool':
    case 'average-pool':
    case 'global-average-pool':
    case 'flatten':
    case 'dropout':
    case 'scalar':
      throw new Error(`model: the engine cannot build layers of the kind ${plan.kind} yet.`);
    default:
      return createNormalizer(context, plan);
  }
}
