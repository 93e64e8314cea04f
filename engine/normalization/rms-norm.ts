/**
 * RMS normalization (Zhang and Sennrich 2019, arXiv 1910.07467): each sample is divided by the root mean square of its n
 * values, the units of a dense layer or channels x height x width of an image. Nothing is subtracted, and there is no beta.
 *
 *   v = sum x^2 / n,  xhat = x / sqrt(v + eps),  y = gamma xhat
 *
 * Backward, sums over the sample:
 *
 *   g = gamma dy,  dx = (g - xhat sum (g xhat) / n) / sqrt(v + eps),  dgamma = sum dy xhat (over the batch)
 *
 * gamma has one number an element of the sample. eps is 2^-23, the spacing of float32 at 1, as in PyTorch's RMSNorm; it
 * stands inside the root. Training and inference are the same.
 *
 * Degenerate: one unit is its sign times gamma, and no gradient passes but what eps lets through.
 */
import type { Layer, LayerContext } from '../layers/layer.ts';
import type { NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createRowNorm } from './row-norm.ts';

/** RMS normalization of whole samples. */
export function createRmsNorm(context: LayerContext, plan: NormalizationPlan, spec: NormalizationOf<'rms'>): Layer {
  return createRowNorm(context, plan, { ...spec, center: false, groups: 1, centred: false, per: 'element' });
}
