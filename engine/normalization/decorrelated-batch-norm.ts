/**
 * Decorrelated batch normalization (Huang et al. 2018, arXiv 1804.08450) with iterative normalization (Huang et al. 2019,
 * arXiv 1904.03441): groups of `groupSize` channels are whitened over the m values of a mini-batch, not only standardized.
 *
 *   mu = sum x / m,  S = sum (x - mu)(x - mu)' / m + eps I
 *   xhat = W (x - mu),  W = S^(-1/2) by T Newton iterations (inverse-square-root.ts),  y = gamma xhat + beta
 *
 * ZCA whitening: W is symmetric and changes the channels as little as whitening can. Principal components (PCA) would swap
 * their axes from batch to batch. Backward, for g = gamma dy, exact through the iterations:
 *
 *   dgamma = sum dy xhat,  dbeta = sum dy
 *   dW = sum g (x - mu)'  gives dS,  dc = W' g + (dS + dS') (x - mu) / m,  dx = dc - sum dc / m
 *
 * Running and population statistics are constants: dx = W' g.
 *
 * Groups are neighbouring channels; the last one may be smaller. Defaults: groups of 16 as in the first paper, T = 5 and
 * eps 1e-5 as in the second. With T = 5 directions that hold little of a group's variance are not brought up to 1, on purpose.
 *
 * The running statistics are the mean and the covariance (unbiased, without eps), from which W is computed for inference,
 * by the same T iterations. The second paper averages W itself; but the average of inverse roots is not the inverse root
 * of the average, and the diagonal of the covariance is the running variance of batch normalization, in the same units
 * (Huang et al. 2020, arXiv 2003.12327, discuss both). Momentum 0.1 is the weight of the new batch.
 *
 * Degenerate batches: with m = 1 the output is beta; with m up to the size of a group, S has no full rank, and what passes
 * of the gradient is what eps lets through and T leaves. A channel without variance has at most the gain 1.5^T / sqrt(trace
 * of S), where batch normalization has 1 / sqrt(eps).
 *
 * W is kept as a matrix of all channels with a block for each group, so that the products are those of dense layers.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { usesBatchStatistics, type LayerContext, type Mode, type PopulationLayer } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createInverseSquareRoot } from './inverse-square-root.ts';
import { createRunningStatistics } from './running-statistics.ts';

/** Whitens groups of channels over the batch. */
export function createDecorrelatedBatchNorm(
  { kernels, capacity, batch: trainingRows }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'decorrelated-batch'>,
): PopulationLayer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const affine = createAffineMap(kernels, plan, 'channel', spec);
  const perChannel = (): Tensor => kernels.allocate(channels);
  const square = (): Tensor => kernels.allocate(channels * channels);
  const groups = Array.from({ length: Math.ceil(channels / spec.groupSize) }, (_, g) => {
    const start = g * spec.groupSize;
    const size = Math.min(spec.groupSize, channels - start);
    return { start, size, root: createInverseSquareRoot(size, spec.iterations) };
  });
  /** Covariances within the groups: a row of `width` numbers for each channel, in smaller groups filled up with 0. */
  const width = Math.min(spec.groupSize, channels);
  const batch = { mean: perChannel(), variance: kernels.allocate(channels * width) };
  const averaging = { momentum: spec.momentum, unbiased: true };
  const spread = { name: 'running_cov', size: channels * width };
  const kept = createRunningStatistics(kernels, plan.name, channels, averaging, spread);
  kernels.fill(kept.running.variance, 0);
  for (let c = 0; c < channels; c++) kept.running.variance.data[c * width + (c % spec.groupSize)] = 1;
  const shown = { batch: perChannel(), running: perChannel() };

  const [moments, ones] = [{ mean: batch.mean, variance: perChannel() }, perChannel()];
  kernels.fill(ones, 1);
  /** All products over the batch (of which the blocks are used), W, and (dS + dS') / m. */
  const [products, whitening, correction] = [square(), square(), square()];
  const centred = kernels.allocate(capacity * sizeOf(plan.shape));
  const xhat = kernels.allocate(capacity * sizeOf(plan.shape));
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * sizeOf(plan.shape)) : xhat;
  const [dxhat, dx] = [0, 1].map(() => kernels.allocate(trainingRows * sizeOf(plan.shape))) as [Tensor, Tensor];
  const mean = perChannel();
  let input: Tensor | null = null;
  let constant = false;

  const covariances = (x: Tensor, values: number): void => {
    kernels.columnMoments(x, moments, values, channels);
    kernels.standardize(x, batch.mean, ones, centred, values, channels);
    kernels.denseWeightGradient(centred, centred, products, values, channels, channels);
    const [from, to] = [products.data, batch.variance.data];
    for (const { start, size } of groups)
      for (let i = start; i < start + size; i++)
        for (let j = 0; j < size; j++) to[i * width + j] = from[i * channels + start + j]! / values;
  };

  /** Fills W from the covariances of the groups. */
  const whiten = ({ data: from }: Tensor): void => {
    const to = whitening.data;
    for (const { start, size, root } of groups) {
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) root.s[i * size + j] = from[(start + i) * width + j]! + (i === j ? spec.eps : 0);
      root.forward();
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) to[(start + i) * channels + start + j] = root.w[i * size + j]!;
    }
  };

  /** Fills W, and `centred` with x - mu. */
  const statistics = (x: Tensor, values: number, mode: Mode): void => {
    switch (mode) {
      case 'train':
      case 'batch':
        covariances(x, values);
        if (mode === 'train') kept.update(batch, values);
        whiten(batch.variance);
        return;
      case 'running':
      case 'precise':
        kernels.standardize(x, kept[mode].mean, ones, centred, values, channels);
        whiten(kept[mode].variance);
        return;
      default:
        return mode satisfies never;
    }
  };

  /** From dW in `products` to (dS + dS') / m in `correction`. */
  const gradientOfCovariances = (values: number): void => {
    const [from, to] = [products.data, correction.data];
    for (const { start, size, root } of groups) {
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) root.dw[i * size + j] = from[(start + i) * channels + start + j]!;
      root.backward();
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++)
          to[(start + i) * channels + start + j] = (root.ds[i * size + j]! + root.ds[j * size + i]!) / values;
    }
  };

  return {
    info: infoOf(plan),
    parameters: affine.parameters,
    state: kept.state,
    output,
    norm: {
      channels,
      batchMean: batch.mean,
      batchVariance: shown.batch,
      runningMean: kept.running.mean,
      runningVariance: shown.running,
      ...affine.report,
    },
    get input() {
      return input;
    },
    forward(x, rows, mode) {
      input = x;
      const values = rows * positions;
      constant = !usesBatchStatistics(mode);
      statistics(x, values, mode);
      kernels.dense(centred, whitening, null, xhat, values, channels, channels);
      affine.forward(xhat, output, rows);
      return output;
    },
    backward(dy, rows) {
      const values = rows * positions;
      const g = affine.backward(dy, xhat, dxhat, rows);
      kernels.denseInputGradient(g, whitening, dx, values, channels, channels);
      if (constant) return dx;
      kernels.denseWeightGradient(g, centred, products, values, channels, channels);
      gradientOfCovariances(values);
      // The gradient of xhat is not needed any more; its place takes the second part of dc.
      kernels.dense(centred, correction, null, dxhat, values, channels, channels);
      kernels.addScaled(dxhat, 1, dx, values * channels);
      kernels.sumRows(dx, mean, values, channels);
      for (let c = 0; c < channels; c++) mean.data[c]! /= values;
      kernels.standardize(dx, mean, ones, dx, values, channels);
      return dx;
    },
    refreshReport() {
      for (let c = 0; c < channels; c++) {
        const diagonal = c * width + (c % spec.groupSize);
        shown.batch.data[c] = batch.variance.data[diagonal]!;
        shown.running.data[c] = kept.running.variance.data[diagonal]!;
      }
    },
    population: { running: kept.running, precise: kept.precise, channels },
    resetPrecise: kept.resetPrecise,
    averagePrecise: (count, rows) => kept.averagePrecise(batch, count, rows * positions),
    get skippedBatches() {
      return kept.skippedBatches;
    },
  };
}
