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
import type { Tensor } from '../kernels/kernels.ts';
import { createParameter, type Layer, type LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';

/** Dynamic tanh with one learned slope. */
export function createDynamicTanh(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'dynamic-tanh'>,
): Layer {
  const size = sizeOf(plan.shape);
  const affine = createAffineMap(kernels, plan, 'channel', spec);
  const alpha = createParameter(kernels, `${plan.name}.alpha`, 'normalization', 1);
  kernels.fill(alpha.value, spec.alpha);
  const t = kernels.allocate(capacity * size);
  // Without gamma and beta the squashed values are the output.
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * size) : t;
  const dx = kernels.allocate(batch * size);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: [...affine.parameters, alpha],
    state: [],
    output,
    norm: {
      channels: channelsOf(plan.shape),
      batchMean: null,
      batchVariance: null,
      runningMean: null,
      runningVariance: null,
      ...affine.report,
    },
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.scaledActivation('tanh', x, alpha.value, null, t, rows * size);
      affine.forward(t, output, rows);
      return output;
    },
    backward(dy, rows) {
      const g = affine.backward(dy, t, dx, rows);
      kernels.scaledActivationBackward('tanh', input!, alpha.value, null, t, g, dx, alpha.gradient, null, rows * size);
      return dx;
    },
  };
}
