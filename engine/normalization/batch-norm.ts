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
 * Running and population statistics are constants: dx = gamma / sqrt(variance + eps) * dy. With detached statistics (an
 * ablation: the paper's section 2 says why it must not be) those of the batch count as constants too.
 *
 * Convolutions share one gamma and beta a channel (section 3.2): every position of every sample is one of the m values.
 * Degenerate batches: with m = 1 the standardized value is 0 and the output beta; with m = 2 it is 1 or -1 whatever the
 * input, and no gradient passes but what eps lets through. Running statistics: running-statistics.ts.
 */
import type { ChannelStatistics, Tensor } from '../kernels/kernels.ts';
import { usesBatchStatistics, type LayerContext, type Mode, type PopulationLayer } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createLearnedAffine } from './learned-affine.ts';
import { createRunningStatistics } from './running-statistics.ts';

/** Batch normalization of every channel. */
export function createBatchNorm(
  { kernels, capacity, batch: trainingRows }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'batch'>,
): PopulationLayer {
  const channels = channelsOf(plan.shape);
  const positions = positionsOf(plan.shape);
  const { gamma, beta, parameters } = createLearnedAffine(kernels, plan.name, channels, spec);
  const perChannel = (): Tensor => kernels.allocate(channels);
  const batch = { mean: perChannel(), variance: perChannel() };
  const unbiased = spec.runningVariance === 'unbiased';
  const kept = createRunningStatistics(kernels, plan.name, channels, { momentum: spec.momentum, unbiased });
  const { running, precise } = kept;
  const inverse = perChannel();
  const xhat = kernels.allocate(capacity * positions * channels);
  const learned = parameters.length > 0;
  // Without gamma and beta the standardized values are the output.
  const output = learned ? kernels.allocate(capacity * positions * channels) : xhat;
  const dx = kernels.allocate(trainingRows * positions * channels);
  const sumDy = beta?.gradient ?? perChannel();
  const sumDyXhat = gamma?.gradient ?? perChannel();
  const zeros = perChannel();
  let input: Tensor | null = null;
  let inputValues = 0;
  let frozen = false;
  let constant = false;

  const statistics = (x: Tensor, values: number, mode: Mode): ChannelStatistics => {
    switch (mode) {
      case 'train':
        if (frozen) return running;
        kernels.columnMoments(x, batch, values, channels);
        kept.update(batch, values);
        return batch;
      case 'batch':
        kernels.columnMoments(x, batch, values, channels);
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
    info: infoOf(plan),
    parameters,
    state: kept.state,
    output,
    norm: {
      channels,
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
    beginStep(step) {
      frozen = spec.freezeStatisticsAt !== null && step >= spec.freezeStatisticsAt;
      const learns = spec.freezeAffineAt === null || step < spec.freezeAffineAt;
      for (const parameter of parameters) parameter.trainable = learns;
    },
    forward(x, rows, mode) {
      input = x;
      const values = rows * positions;
      inputValues = values;
      constant = (frozen && mode === 'train') || !usesBatchStatistics(mode) || spec.gradient === 'detached';
      const { mean, variance } = statistics(x, values, mode);
      kernels.inverseDeviation(variance, spec.eps, inverse, channels);
      kernels.standardize(x, mean, inverse, xhat, values, channels);
      if (learned) kernels.affine(xhat, gamma?.value ?? null, beta?.value ?? null, output, values, channels);
      return output;
    },
    backward(dy, rows) {
      const values = rows * positions;
      kernels.affineGradient(dy, xhat, sumDy, sumDyXhat, values, channels);
      const [mean, slope] = constant ? [zeros, zeros] : [sumDy, sumDyXhat];
      kernels.standardizeGradient(dy, xhat, gamma?.value ?? null, inverse, mean, slope, dx, values, channels);
      return dx;
    },
    refreshReport() {
      // Frozen, training does not need the statistics of the batch; whoever looks does.
      if (frozen && input !== null) kernels.columnMoments(input, batch, inputValues, channels);
    },
    population: { running: kept.running, precise: kept.precise, channels },
    resetPrecise: kept.resetPrecise,
    averagePrecise: (count, rows) => kept.averagePrecise(batch, count, rows * positions),
    get skippedBatches() {
      return kept.skippedBatches;
    },
  };
}
