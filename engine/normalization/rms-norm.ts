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
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createGroupStandardization } from './group-standardization.ts';

/** RMS normalization of whole samples. */
export function createRmsNorm(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'rms'>,
): Layer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const groups = { positions, channels, groups: 1 };
  const standardization = createGroupStandardization(kernels, capacity, groups, { eps: spec.eps, centred: false });
  const affine = createAffineMap(kernels, plan, 'element', { scale: spec.scale, center: false });
  const xhat = kernels.allocate(capacity * sizeOf(plan.shape));
  // Without gamma the scaled values are the output.
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
