/**
 * Instance normalization (Ulyanov, Vedaldi and Lempitsky 2016, arXiv 1607.08022): each channel of each sample is
 * standardized over its n = height x width positions.
 *
 *   mean = sum x / n,  variance = sum (x - mean)^2 / n,  xhat = (x - mean) / sqrt(variance + eps),  y = gamma xhat + beta
 *
 * Backward, sums over the positions of one channel of one sample:
 *
 *   g = gamma dy,  dx = (g - sum g / n - xhat sum (g xhat) / n) / sqrt(variance + eps)
 *   dgamma = sum dy xhat,  dbeta = sum dy        (over batch and positions)
 *
 * As in PyTorch: eps 1e-5, gamma and beta (one a channel) only where asked for, no running statistics. Training and
 * inference are the same.
 *
 * Degenerate: with one position the output is beta, so spec/plan-builder.ts refuses dense layers and images of 1 x 1;
 * with two positions xhat is 1 and -1 whatever they hold, and no gradient passes but what eps lets through
 * (group-standardization.ts).
 */
import type { Layer, LayerContext } from '../layers/layer.ts';
import { channelsOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createRowNorm } from './row-norm.ts';

/** Instance normalization of images. */
export function createInstanceNorm(
  context: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'instance'>,
): Layer {
  return createRowNorm(context, plan, { ...spec, groups: channelsOf(plan.shape), centred: true, per: 'channel' });
}
