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
import type { Tensor } from '../kernels/kernels.ts';
import { createParameter, type Layer, type LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';

/** Dynamic erf with one learned slope and one learned shift. */
export function createDynamicErf(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'dynamic-erf'>,
): Layer {
  const size = sizeOf(plan.shape);
  const affine = createAffineMap(kernels, plan, 'channel', spec);
  const alpha = createParameter(kernels, `${plan.name}.alpha`, 'normalization', 1);
  const shift = createParameter(kernels, `${plan.name}.shift`, 'normalization', 1);
  kernels.fill(alpha.value, spec.alpha);
  kernels.fill(shift.value, spec.shift);
  const t = kernels.allocate(capacity * size);
  // Without gamma and beta the squashed values are the output.
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * size) : t;
  const dx = kernels.allocate(batch * size);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: [...affine.parameters, alpha, shift],
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
      kernels.scaledActivation('erf', x, alpha.value, shift.value, t, rows * size);
      affine.forward(t, output, rows);
      return output;
    },
    backward(dy, rows) {
      const g = affine.backward(dy, t, dx, rows);
      const [a, s] = [alpha.value, shift.value];
      kernels.scaledActivationBackward('erf', input!, a, s, t, g, dx, alpha.gradient, shift.gradient, rows * size);
      return dx;
    },
  };
}
