/**
 * Group normalization (Wu and He 2018, arXiv 1803.08494): the channels are split into G groups of neighbours, and each
 * group of each sample is standardized over its channels and positions, n = channels / G x height x width values.
 *
 *   mean = sum x / n,  variance = sum (x - mean)^2 / n,  xhat = (x - mean) / sqrt(variance + eps),  y = gamma xhat + beta
 *
 * Backward, sums over the group:
 *
 *   g = gamma dy,  dx = (g - sum g / n - xhat sum (g xhat) / n) / sqrt(variance + eps)
 *   dgamma = sum dy xhat,  dbeta = sum dy        (over batch and positions)
 *
 * gamma and beta have one number a channel; eps 1e-5 as in PyTorch. The paper has G = 32, made for hundreds of channels;
 * here it is 4. G = 1 takes the statistics of layer normalization, G = channels those of instance normalization.
 * Training and inference are the same.
 *
 * Degenerate: with one value a group (dense layers with G = units) the output is beta; with two values xhat is 1 and -1
 * whatever they hold, and no gradient passes but what eps lets through (group-standardization.ts).
 */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createRowNorm } from './row-norm.ts';

/** Group normalization; `groups` divides the channels (spec/plan-builder.ts sees to it). */
export function createGroupNorm(context: LayerContext, plan: NormalizationPlan, spec: NormalizationOf<'group'>): Layer {
  return createRowNorm(context, plan, { ...spec, centred: true, per: 'channel' });
}
