/** From the plan of a normalizer to the layer: one case for each type. */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import { createAffine } from './affine.ts';
import { createBatchNorm } from './batch-norm.ts';

/** Builds the normalization layer of a plan. */
export function createNormalizer(context: LayerContext, plan: NormalizationPlan): Layer {
  const norm = plan.normalization;
  switch (norm.type) {
    case 'batch':
      return createBatchNorm(context, plan, norm);
    case 'affine':
      return createAffine(context, plan, norm);
    default:
      throw new Error(`model.normalization.type is ${norm.type}, which the engine cannot build yet.`);
  }
}
