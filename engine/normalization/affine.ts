/**
 * The affine map of batch normalization without its standardization: y = gamma x + beta, an ablation.
 * Backward: dx = gamma dy, dgamma = sum dy x, dbeta = sum dy.
 */
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createLearnedAffine } from './learned-affine.ts';

/** An affine layer with one factor and one shift a channel. */
export function createAffine(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  learned: NormalizationOf<'affine'>,
): Layer {
  const channels = channelsOf(plan.shape);
  const positions = positionsOf(plan.shape);
  const { gamma, beta, parameters } = createLearnedAffine(kernels, plan.name, channels, learned);
  const output = kernels.allocate(capacity * positions * channels);
  const dx = kernels.allocate(batch * positions * channels);
  const sumDy = beta?.gradient ?? kernels.allocate(channels);
  const sumDyX = gamma?.gradient ?? kernels.allocate(channels);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters,
    state: [],
    output,
    norm: {
      channels,
      batchMean: null,
      batchVariance: null,
      runningMean: null,
      runningVariance: null,
      gamma: gamma?.value ?? null,
      beta: beta?.value ?? null,
    },
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.affine(x, gamma?.value ?? null, beta?.value ?? null, output, rows * positions, channels);
      return output;
    },
    backward(dy, rows) {
      kernels.affineGradient(dy, input!, sumDy, sumDyX, rows * positions, channels);
      kernels.affine(dy, gamma?.value ?? null, null, dx, rows * positions, channels);
      return dx;
    },
  };
}
