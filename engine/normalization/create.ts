/** From the plan of a normalizer to the layer: one case for each type. */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import { createAffine } from './affine.ts';
import { createBatchNorm } from './batch-norm.ts';
import { createBatchRenorm } from './batch-renorm.ts';
import { createDecorrelatedBatchNorm } from './decorrelated-batch-norm.ts';
import { createDynamicErf } from './dynamic-erf.ts';
import { createDynamicTanh } from './dynamic-tanh.ts';
import { createFilterResponseNorm } from './filter-response-norm.ts';
import { createGhostBatchNorm } from './ghost-batch-norm.ts';
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
    case 'batch-renorm':
      return createBatchRenorm(context, plan, norm);
    case 'ghost-batch':
      return createGhostBatchNorm(context, plan, norm);
    case 'decorrelated-batch':
      return createDecorrelatedBatchNorm(context, plan, norm);
    case 'dynamic-tanh':
      return createDynamicTanh(context, plan, norm);
    case 'dynamic-erf':
      return createDynamicErf(context, plan, norm);
    default:
      return norm satisfies never;
  }
}
