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
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createGroupStandardization } from './group-standardization.ts';

/** Instance normalization of images. */
export function createInstanceNorm(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'instance'>,
): Layer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const groups = { positions, channels, groups: channels };
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
