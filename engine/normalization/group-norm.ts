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
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createGroupStandardization } from './group-standardization.ts';

/** Group normalization; `groups` divides the channels (spec/plan-builder.ts sees to it). */
export function createGroupNorm(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'group'>,
): Layer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const groups = { positions, channels, groups: spec.groups };
  const standardization = createGroupStandardization(kernels, capacity, groups, { eps: spec.eps, centred: true });
  const affine = createAffineMap(kernels, plan, 'channel', spec);
  const xhat = kernels.allocate(capacity * sizeOf(plan.shape));
  // Without gamma and beta the standardized values are the output.
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * sizeOf(plan.shape)) : xhat;
  const dx = kernels.allocate(batch * sizeOf(plan.shape));
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: affine.parameters,
    state: [],
    output,
    norm: {
      channels,
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
      standardization.forward(x, xhat, rows);
      affine.forward(xhat, output, rows);
      return output;
    },
    backward(dy, rows) {
      const dxhat = affine.backward(dy, xhat, dx, rows);
      standardization.backward(dxhat, xhat, dx, rows);
      return dx;
    },
  };
}
