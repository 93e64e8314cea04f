/** From the plan of a normalizer to the layer: one case for each type. */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import { createAffine } from './affine.ts';
import { createBatchNorm } from './batch-norm.ts';
import { createFilterResponseNorm } from './filter-response-norm.ts';
import { createGroupNorm } from './group-norm.ts';
import { createInstanceNorm } from './instance-norm.ts';
import { createLayerNorm } from './layer-norm.ts';
import { createRmsNorm } from './rms-norm.ts';
import { createSwitchableNorm } from './switchable-norm.ts';

/** Builds the normalization layer of a plan. */
export function createNormalizer(context: LayerContext, plan: NormalizationPlan): Layer {
  const norm = plan.normalization;
  switch (norm.type) {
    case 'batch':
      return createBatchNorm(context, plan, norm);
    case 'layer':
      return createLayerNorm(context, plan, norm);
    case 'instance':
      return createInstanceNorm(context, plan, norm);
    case 'group':
      return createGroupNorm(context, plan, norm);
    case 'rms':
      return createRmsNorm(context, plan, norm);
    case 'filter-response':
      return createFilterResponseNorm(context, plan, norm);
    case 'switchable':
      return createSwitchableNorm(context, plan, norm);
    case 'affine':
      return createAffine(context, plan, norm);
    default:
      throw new Error(`model.normalization.type is ${norm.type}, which the engine cannot build yet.`);
  }
}
