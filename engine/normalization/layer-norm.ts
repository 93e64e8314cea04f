/**
 * Layer normalization (Ba, Kiros and Hinton 2016, arXiv 1607.06450): each sample is standardized over all its n values,
 * the units of a dense layer or channels x height x width of an image.
 *
 *   mean = sum x / n,  variance = sum (x - mean)^2 / n,  xhat = (x - mean) / sqrt(variance + eps),  y = gamma xhat + beta
 *
 * Backward, sums over the sample:
 *
 *   g = gamma dy,  dx = (g - sum g / n - xhat sum (g xhat) / n) / sqrt(variance + eps)
 *   dgamma = sum dy xhat,  dbeta = sum dy        (over the batch)
 *
 * gamma and beta have one number an element of the sample, as in PyTorch's LayerNorm over the whole shape; eps 1e-5 is
 * PyTorch's (Keras: 1e-3). They start at 1 and 0: the paper's supplement prints them the other way round, which would
 * give a constant 1. Training and inference are the same.
 *
 * Degenerate: with one unit the output is beta; with two units xhat is 1 and -1 whatever they hold, and no gradient
 * passes but what eps lets through (group-standardization.ts).
 */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createRowNorm } from './row-norm.ts';

/** Layer normalization of whole samples. */
export function createLayerNorm(context: LayerContext, plan: NormalizationPlan, spec: NormalizationOf<'layer'>): Layer {
  return createRowNorm(context, plan, { ...spec, groups: 1, centred: true, per: 'element' });
}
