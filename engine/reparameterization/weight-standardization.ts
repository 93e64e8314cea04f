/**
 * Weight standardization (Qiao et al. 2019, arXiv 1903.10520): each unit's (or filter's) n weights are standardized before
 * they are used. As in the authors' PyTorch code the deviation is the unbiased one, and eps stands outside the root:
 *
 *   s = sqrt(sum (v - mean v)^2 / (n - 1)),  w = (v - mean v) / (s + eps)
 *
 * Backward, from dw:
 *
 *   dv = (dw - mean dw) / (s + eps) - w sum (dw w) / ((n - 1) s)
 *
 * v starts as the initializer's draw, whose scale does not matter: w has mean 0 and (but for eps) deviation 1, and so
 * outputs of deviation sqrt(n) for standardized inputs. It is meant for layers that a normalization follows. eps is 1e-5.
 *
 * Degenerate: where all weights of a unit are equal, w is 0 and the second part of dv is left out (as PyTorch has it), with
 * a gain of 1 / eps in the first. A single weight (n = 1) has no deviation: such layers are refused (spec/plan-builder.ts).
 */
import { initialize } from '../initializers/initializers.ts';
import type { GroupLayout, Tensor } from '../kernels/kernels.ts';
import { createParameter, type LayerContext } from '../layers/layer.ts';
import type { InitializerSpec, ReparameterizationSpec } from '../spec/schema.ts';
import type { Weight, WeightShape } from './weight.ts';

/** Weights that are standardized before use. */
export function createWeightStandardization(
  { kernels, initialization }: LayerContext,
  layer: string,
  shape: WeightShape,
  weightFactor: number,
  initializer: InitializerSpec,
  { eps }: Extract<ReparameterizationSpec, { type: 'weight-standardization' }>,
): Weight {
  const { units, fanIn } = shape;
  const rows: GroupLayout = { rows: units, positions: 1, channels: fanIn, groups: 1 };
  const v = createParameter(kernels, `${layer}.weight`, 'weight', units * fanIn);
  initialize(v.value, initializer, shape, weightFactor, initialization);
  const [effective, gradient] = [kernels.allocate(v.size), kernels.allocate(v.size)];
  const perUnit = (): Tensor => kernels.allocate(units);
  const [mean, variance, factor, sumDw, sumDwW] = [0, 1, 2, 3, 4].map(perUnit) as Five;
  return {
    parameters: [v],
    state: [],
    effective,
    gradient,
    refresh() {
      kernels.groupMoments(v.value, mean, variance, rows);
      kernels.deviationFactor(variance, fanIn, eps, factor, units);
      kernels.groupScale(v.value, mean, factor, effective, rows);
    },
    fit: null,
    backward() {
      kernels.groupSums(gradient, effective, sumDw, sumDwW, rows);
      // dv = factor dw + slope w + shift, with the coefficients in place of the sums that they come from.
      kernels.deviationGradient(variance, fanIn, factor, sumDw, sumDwW, units);
      kernels.groupCombine(gradient, factor, effective, sumDwW, sumDw, v.gradient, rows);
    },
  };
}

type Five = [Tensor, Tensor, Tensor, Tensor, Tensor];
