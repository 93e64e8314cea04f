/**
 * Batch renormalization (Ioffe 2017, arXiv 1702.03275, Algorithm 1): batch normalization, corrected towards the running
 * statistics mu and sigma, so that training and inference compute nearly the same. Over a mini-batch of m values:
 *
 *   mu_B = sum x / m,  sigma_B = sqrt(eps + sum (x - mu_B)^2 / m)
 *   r = clip(sigma_B / sigma, 1 / rmax, rmax),  d = clip((mu_B - mu) / sigma, -dmax, dmax)        (constants)
 *   z = (x - mu_B) / sigma_B,  xhat = r z + d,  y = gamma xhat + beta
 *
 * Backward: r and d count as constants, the statistics of the batch do not:
 *
 *   dgamma = sum dy xhat,  dbeta = sum dy
 *   dx = gamma r / sigma_B (dy - sum dy / m - z sum (dy z) / m)
 *
 * Then mu and sigma move: mu += momentum (mu_B - mu), sigma += momentum (sigma_B - sigma). As in the paper sigma averages
 * deviations, not variances, with eps already in them; momentum is 0.01. Inference: y = gamma (x - mu) / sigma + beta, and
 * dx = gamma / sigma dy.
 *
 * The first `warmup` steps have rmax = 1 and dmax = 0, which is batch normalization; over the next `ramp` steps both grow
 * linearly to rMax and dMax (the paper: 3 after 40,000 steps and 5 after 25,000, starting from 5,000). Evaluations with
 * the statistics of their batch take r = 1 and d = 0.
 *
 * Degenerate batches: with m = 1, z is 0 and the output gamma d + beta, which tells samples apart but passes no gradient;
 * with m = 2, z is 1 or -1, and no gradient passes but what eps lets through. A channel without variance has the gain
 * r / sqrt(eps). Running statistics: running-statistics.ts.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { usesBatchStatistics, type LayerContext, type Mode, type PopulationLayer } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createLearnedAffine } from './learned-affine.ts';
import { createRunningStatistics } from './running-statistics.ts';

const clip = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Batch renormalization of every channel. */
export function createBatchRenorm(
  { kernels, capacity, batch: trainingRows }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'batch-renorm'>,
): PopulationLayer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const { gamma, beta, parameters } = createLearnedAffine(kernels, plan.name, channels, spec);
  const perChannel = (): Tensor => kernels.allocate(channels);
  const batch = { mean: perChannel(), variance: perChannel() };
  /** mu_B and sigma_B, which the running ones move towards. */
  const moving = { mean: batch.mean, variance: perChannel() };
  const averaging = { momentum: spec.momentum, unbiased: false };
  const spread = { name: 'running_std', size: channels };
  const kept = createRunningStatistics(kernels, plan.name, channels, averaging, spread);
  const [mu, sigma] = [kept.running.mean, kept.running.variance];
  const shownVariance = perChannel();
  const inverse = perChannel();
  const [r, d] = [perChannel(), perChannel()];
  /** y = factor z + shift: what r, d, gamma and beta come to. */
  const [factor, shift] = [perChannel(), perChannel()];
  const z = kernels.allocate(capacity * sizeOf(plan.shape));
  const output = kernels.allocate(capacity * sizeOf(plan.shape));
  const dx = kernels.allocate(trainingRows * sizeOf(plan.shape));
  const [sumDy, sumDyZ, zeros] = [perChannel(), perChannel(), perChannel()];
  const bounds = { r: 1, d: 0 };
  setBounds(1);
  let input: Tensor | null = null;
  let constant = false;

  function setBounds(step: number): void {
    const grown = step <= spec.warmup ? 0 : spec.ramp === 0 ? 1 : Math.min(1, (step - spec.warmup) / spec.ramp);
    bounds.r = 1 + grown * (spec.rMax - 1);
    bounds.d = grown * spec.dMax;
  }

  /** Returns the mean to subtract; fills `inverse`, r and d. */
  const statistics = (x: Tensor, values: number, mode: Mode): Tensor => {
    kernels.fill(r, 1);
    kernels.fill(d, 0);
    switch (mode) {
      case 'train':
      case 'batch':
        kernels.columnMoments(x, batch, values, channels);
        kernels.inverseDeviation(batch.variance, spec.eps, inverse, channels);
        if (mode === 'train') {
          correct();
          kept.update(moving, values);
        }
        return batch.mean;
      case 'running':
        kernels.quotient(null, sigma, inverse, channels);
        return mu;
      case 'precise':
        kernels.inverseDeviation(kept.precise.variance, spec.eps, inverse, channels);
        return kept.precise.mean;
      default:
        return mode satisfies never;
    }
  };

  const correct = (): void => {
    for (let c = 0; c < channels; c++) {
      const deviation = 1 / inverse.data[c]!;
      moving.variance.data[c] = deviation;
      r.data[c] = clip(deviation / sigma.data[c]!, 1 / bounds.r, bounds.r);
      d.data[c] = clip((batch.mean.data[c]! - mu.data[c]!) / sigma.data[c]!, -bounds.d, bounds.d);
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
      runningMean: mu,
      runningVariance: shownVariance,
      gamma: gamma?.value ?? null,
      beta: beta?.value ?? null,
    },
    get input() {
      return input;
    },
    beginStep: setBounds,
    forward(x, rows, mode) {
      input = x;
      const values = rows * positions;
      constant = !usesBatchStatistics(mode);
      kernels.standardize(x, statistics(x, values, mode), inverse, z, values, channels);
      kernels.weightedSum(gamma?.value ?? null, r, null, null, factor, channels);
      kernels.weightedSum(gamma?.value ?? null, d, null, beta?.value ?? null, shift, channels);
      kernels.affine(z, factor, shift, output, values, channels);
      return output;
    },
    backward(dy, rows) {
      const values = rows * positions;
      kernels.affineGradient(dy, z, sumDy, sumDyZ, values, channels);
      if (beta !== null) kernels.copy(sumDy, beta.gradient);
      if (gamma !== null) kernels.weightedSum(r, sumDyZ, d, sumDy, gamma.gradient, channels);
      const [mean, slope] = constant ? [zeros, zeros] : [sumDy, sumDyZ];
      kernels.standardizeGradient(dy, z, factor, inverse, mean, slope, dx, values, channels);
      return dx;
    },
    refreshReport() {
      for (let c = 0; c < channels; c++) shownVariance.data[c] = sigma.data[c]! ** 2 - spec.eps;
    },
    population: { running: kept.running, precise: kept.precise, channels },
    resetPrecise: kept.resetPrecise,
    averagePrecise: (count, rows) => kept.averagePrecise(batch, count, rows * positions),
    get skippedBatches() {
      return kept.skippedBatches;
    },
  };
}
