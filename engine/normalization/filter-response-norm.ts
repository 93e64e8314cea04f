/**
 * Filter response normalization with the thresholded linear unit (Singh and Krishnan 2020, arXiv 1911.09737): each
 * channel of each sample is divided by the root mean square of its n = height x width positions; nothing is subtracted.
 *
 *   nu2 = sum x^2 / n,  xhat = x / sqrt(nu2 + |eps|),  y = gamma xhat + beta,  z = max(y, tau)
 *
 * The unit z takes the place of the activation; without `threshold` the layer ends with y. Backward, sums over the
 * positions of one channel of one sample for g, over batch and positions for what is learned:
 *
 *   dy = dz where y > tau, else 0;  dtau = sum of the dz that dy does not get
 *   g = gamma dy,  dx = (g - xhat sum (g xhat) / n) / sqrt(nu2 + |eps|)
 *   dgamma = sum dy xhat,  dbeta = sum dy
 *
 * gamma, beta and tau have one number a channel and start at 1, 0 and 0 (a rectifier). eps is 1e-6, as in the paper for
 * more than one position; a constant here, so that |eps| is eps. Training and inference are the same.
 *
 * Degenerate: with one position (dense layers) xhat is the sign of x, and no gradient passes but what eps lets through:
 * g eps / (x^2 + eps)^1.5. The paper (section 3.3) learns eps there, from 1e-4 on; here it has to be set.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { createParameter, type Layer, type LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createGroupStandardization } from './group-standardization.ts';

/** Filter response normalization, with a learned threshold in place of the activation where asked for. */
export function createFilterResponseNorm(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'filter-response'>,
): Layer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const groups = { positions, channels, groups: channels };
  const standardization = createGroupStandardization(kernels, capacity, groups, { eps: spec.eps, centred: false });
  const affine = createAffineMap(kernels, plan, 'channel', { scale: true, center: true });
  const tau = spec.threshold ? createParameter(kernels, `${plan.name}.tau`, 'normalization', channels) : null;
  const [xhat, y] = [0, 1].map(() => kernels.allocate(capacity * sizeOf(plan.shape))) as [Tensor, Tensor];
  const z = tau === null ? y : kernels.allocate(capacity * sizeOf(plan.shape));
  const dx = kernels.allocate(batch * sizeOf(plan.shape));
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: tau === null ? affine.parameters : [...affine.parameters, tau],
    state: [],
    output: z,
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
      affine.forward(xhat, y, rows);
      if (tau !== null) kernels.columnMaximum(y, tau.value, z, rows * positions, channels);
      return z;
    },
    backward(dz, rows) {
      if (tau !== null) kernels.columnMaximumGradient(y, tau.value, dz, dx, tau.gradient, rows * positions, channels);
      const dxhat = affine.backward(tau === null ? dz : dx, xhat, dx, rows);
      standardization.backward(dxhat, xhat, dx, rows);
      return dx;
    },
  };
}
