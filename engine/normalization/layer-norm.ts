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
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createGroupStandardization } from './group-standardization.ts';

/** Layer normalization of whole samples. */
export function createLayerNorm(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'layer'>,
): Layer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const groups = { positions, channels, groups: 1 };
  const standardization = createGroupStandardization(kernels, capacity, groups, { eps: spec.eps, centred: true });
  const affine = createAffineMap(kernels, plan, 'element', spec);
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
    refreshReport: affine.refreshReport,
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
