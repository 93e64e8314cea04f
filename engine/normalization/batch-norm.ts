/**
 * Batch normalization (Ioffe and Szegedy 2015, arXiv 1502.03167), for one activation over a mini-batch of m values:
 *
 *   mean = sum x / m,  variance = sum (x - mean)^2 / m            (biased)
 *   xhat = (x - mean) / sqrt(variance + eps),  y = gamma xhat + beta
 *
 * Backward, the statistics being part of the function (section 3; the paper's equations combined):
 *
 *   dgamma = sum dy xhat,  dbeta = sum dy
 *   dx = gamma / sqrt(variance + eps) * (dy - dbeta / m - xhat dgamma / m)
 *
 * Running statistics follow PyTorch: running = (1 - momentum) running + momentum batch, the variance unbiased (times
 * m / (m - 1)). Population statistics ("precise") follow the paper's Algorithm 2: averages over many training batches
 * with frozen weights, the variance unbiased as well.
 */
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { Layer, Mode } from '../layers/layer.ts';
import type { LayerInfo } from '../spec/describe.ts';
import type { NormalizationSpec } from '../spec/schema.ts';
import { createLearnedAffine } from './learned-affine.ts';

/** A batch normalization layer with the averages of Algorithm 2. */
export interface BatchNorm extends Layer {
  /** Forgets the population averages. */
  resetPrecise(): void;
  /** Adds the statistics of the last batch, of `rows` samples, as the `count`-th of the population averages. */
  averagePrecise(count: number, rows: number): void;
}

/** True for layers that have population statistics to recompute. */
export const isBatchNorm = (layer: Layer): layer is BatchNorm => layer.info.kind === 'batch-norm';

/** A layer of `info.shape[0]` channels for batches of at most `capacity` rows. */
export function createBatchNorm(
  kernels: Kernels,
  info: LayerInfo,
  spec: Extract<NormalizationSpec, { type: 'batch' }>,
  capacity: number,
): BatchNorm {
  const channels = info.shape[0]!;
  const { gamma, beta, parameters } = createLearnedAffine(kernels, info.name, channels, spec);
  const perChannel = (): Tensor => kernels.allocate(channels);
  const batch = { mean: perChannel(), variance: perChannel() };
  const running = { mean: perChannel(), variance: perChannel() };
  const next = { mean: perChannel(), variance: perChannel() };
  const precise = { mean: perChannel(), variance: perChannel() };
  kernels.fill(running.variance, 1);
  const inverse = perChannel();
  const xhat = kernels.allocate(capacity * channels);
  const learned = parameters.length > 0;
  // Without gamma and beta the standardized values are the output.
  const output = learned ? kernels.allocate(capacity * channels) : xhat;
  const dx = kernels.allocate(capacity * channels);
  const sumDy = beta?.gradient ?? perChannel();
  const sumDyXhat = gamma?.gradient ?? perChannel();
  let input: Tensor | null = null;

  const updateRunning = (rows: number): void => {
    kernels.copy(running.mean, next.mean);
    kernels.copy(running.variance, next.variance);
    kernels.updateRunning(next.mean, batch.mean, spec.momentum, 1, channels);
    kernels.updateRunning(next.variance, batch.variance, spec.momentum, rows / (rows - 1), channels);
    // What is not finite would stay in the running statistics for ever. The result is looked at, not the batch: a finite
    // variance can overflow on becoming the unbiased one.
    if (!kernels.allFinite(next.mean, channels) || !kernels.allFinite(next.variance, channels)) return;
    kernels.copy(next.mean, running.mean);
    kernels.copy(next.variance, running.variance);
  };

  const statistics = (x: Tensor, rows: number, mode: Mode): { mean: Tensor; variance: Tensor } => {
    switch (mode) {
      case 'train':
      case 'batch':
        kernels.columnMoments(x, batch, rows, channels);
        if (mode === 'train') updateRunning(rows);
        return batch;
      case 'running':
        return running;
      case 'precise':
        return precise;
      default:
        return mode satisfies never;
    }
  };

  return {
    info,
    parameters,
    state: [
      { name: `${info.name}.running_mean`, value: running.mean, size: channels },
      { name: `${info.name}.running_var`, value: running.variance, size: channels },
    ],
    output,
    norm: {
      batchMean: batch.mean,
      batchVariance: batch.variance,
      runningMean: running.mean,
      runningVariance: running.variance,
      gamma: gamma?.value ?? null,
      beta: beta?.value ?? null,
    },
    get input() {
      return input;
    },
    forward(x, rows, mode) {
      input = x;
      const { mean, variance } = statistics(x, rows, mode);
      kernels.inverseDeviation(variance, spec.eps, inverse, channels);
      kernels.standardize(x, mean, inverse, xhat, rows, channels);
      if (learned) kernels.affine(xhat, gamma?.value ?? null, beta?.value ?? null, output, rows, channels);
      return output;
    },
    backward(dy, rows) {
      kernels.affineGradient(dy, xhat, sumDy, sumDyXhat, rows, channels);
      kernels.standardizeGradient(dy, xhat, gamma?.value ?? null, inverse, sumDy, sumDyXhat, dx, rows, channels);
      return dx;
    },
    resetPrecise() {
      kernels.fill(precise.mean, 0);
      kernels.fill(precise.variance, 0);
    },
    averagePrecise(count, rows) {
      kernels.updateRunning(precise.mean, batch.mean, 1 / count, 1, channels);
      kernels.updateRunning(precise.variance, batch.variance, 1 / count, rows / (rows - 1), channels);
    },
  };
}
