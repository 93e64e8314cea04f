/**
 * Dynamic erf (Chen et al. 2025, arXiv 2512.10938), the successor of dynamic tanh: no statistics at all; each value is
 * squashed by itself, with the error function and a learned shift inside it.
 *
 *   z = alpha x + s,  t = erf(z),  y = gamma t + beta
 *
 * Backward, with g = gamma dy:
 *
 *   dz = g 2 / sqrt(pi) exp(-z^2),  dx = alpha dz,  dalpha = sum dz x,  ds = sum dz        (over all values)
 *   dgamma = sum dy t,  dbeta = sum dy                                                     (over batch and positions)
 *
 * alpha and s are one number each for the layer and start at 0.5 and 0; gamma and beta have one number a channel and
 * start at 1 and 0. Training and inference are the same. The tails are flatter than those of tanh: where |z| is above 3
 * hardly any gradient passes.
 */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createSquashing } from './squashing.ts';

/** Dynamic erf with one learned slope and one learned shift. */
export function createDynamicErf(
  context: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'dynamic-erf'>,
): Layer {
  return createSquashing(context, plan, 'erf', spec);
}
