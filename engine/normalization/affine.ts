/**
 * The affine map of batch normalization without its standardization: y = gamma x + beta, an ablation.
 * Backward: dx = gamma dy, dgamma = sum dy x, dbeta = sum dy.
 */
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { Layer } from '../layers/layer.ts';
import type { LayerInfo } from '../spec/describe.ts';
import { createLearnedAffine } from './learned-affine.ts';

/** An affine layer of `info.shape[0]` channels for batches of at most `capacity` rows. */
export function createAffine(
  kernels: Kernels,
  info: LayerInfo,
  learned: { scale: boolean; center: boolean },
  capacity: number,
): Layer {
  const channels = info.shape[0]!;
  const { gamma, beta, parameters } = createLearnedAffine(kernels, info.name, channels, learned);
  const output = kernels.allocate(capacity * channels);
  const dx = kernels.allocate(capacity * channels);
  const sumDy = beta?.gradient ?? kernels.allocate(channels);
  const sumDyX = gamma?.gradient ?? kernels.allocate(channels);
  let input: Tensor | null = null;
  return {
    info,
    parameters,
    state: [],
    output,
    norm: {
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
      kernels.affine(x, gamma?.value ?? null, beta?.value ?? null, output, rows, channels);
      return output;
    },
    backward(dy, rows) {
      kernels.affineGradient(dy, input!, sumDy, sumDyX, rows, channels);
      kernels.affine(dy, gamma?.value ?? null, null, dx, rows, channels);
      return dx;
    },
  };
}
