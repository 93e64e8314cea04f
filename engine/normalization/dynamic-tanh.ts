/**
 * Dynamic tanh (Zhu et al. 2025, arXiv 2503.10622): no statistics at all; each value is squashed by itself.
 *
 *   t = tanh(alpha x),  y = gamma t + beta
 *
 * Backward, with g = gamma dy:
 *
 *   dz = g (1 - t^2),  dx = alpha dz,  dalpha = sum dz x        (over all values)
 *   dgamma = sum dy t,  dbeta = sum dy                          (over batch and positions)
 *
 * alpha is one number for the layer and starts at 0.5, as in the paper outside large language models; gamma and beta have
 * one number a channel and start at 1 and 0. Training and inference are the same. Where |alpha x| is large the output is
 * beta + gamma or beta - gamma and no gradient passes: the scale of the layer below matters, as it does not with statistics.
 */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createSquashing } from './squashing.ts';

/** Dynamic tanh with one learned slope. */
export function createDynamicTanh(
  context: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'dynamic-tanh'>,
): Layer {
  return createSquashing(context, plan, 'tanh', { ...spec, shift: null });
}
