/**
 * Switchable normalization (Luo et al. 2019, arXiv 1806.10779): standardizes with a learned mixture of the statistics of
 * instance (k = in), layer (ln) and batch normalization (bn). For channel c of sample n:
 *
 *   mean = sum_k w_k mean_k,  variance = sum_k v_k variance_k,  w = softmax(mean logits),  v = softmax(variance logits)
 *   xhat = (x - mean) / sqrt(variance + eps),  y = gamma xhat + beta
 *
 * Each mean_k and (biased) variance_k is taken over its own set of values: |I_in| = positions, |I_ln| = channels x
 * positions, |I_bn| = rows x positions. Backward, with g = gamma dy and sums over the positions of one channel of one sample:
 *
 *   dmean = -sum g / sqrt(variance + eps),  dvariance = -sum (g xhat) / 2 / (variance + eps)
 *   dx = g / sqrt(variance + eps) + sum_k [ w_k D_k dmean + 2 (x - mean_k) v_k D_k dvariance ] / |I_k|
 *   dw_k = sum dmean mean_k,  dv_k = sum dvariance variance_k    (over samples and channels; then through the softmax)
 *
 * where D_k adds up over the channels and samples that share the statistic k. Where the batch part uses running or
 * population statistics it is a constant, and drops out of dx.
 *
 * Three logits for the mean and three for the variance, all starting equal (the authors' code has 1; the softmax is that
 * of 0); gamma and beta have one number a channel. Dense layers have one value a channel and sample: instance statistics
 * would be the value itself and a variance of 0, so they are left out, as in the authors' SwitchNorm1d, and two logits are
 * learned of each kind. The authors' code takes the unbiased variance over positions; here it is the paper's biased one.
 * For inference the batch part uses running statistics (running-statistics.ts), averages of biased variances as the mixture
 * is trained with; momentum 0.1 is the weight of the new batch (the authors' code: 0.9 or 0.997 kept), eps 1e-5.
 */
import type { ChannelStatistics, GroupLayout, Tensor } from '../kernels/kernels.ts';
import { createParameter, type LayerContext, type Mode, type PopulationLayer } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createAffineMap } from './affine-map.ts';
import { createRunningStatistics } from './running-statistics.ts';

const [INSTANCE, LAYER, BATCH] = [0, 1, 2] as const;

/** Switchable normalization of images, or of dense layers without its instance part. */
export function createSwitchableNorm(
  { kernels, capacity, batch: trainingRows }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'switchable'>,
): PopulationLayer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const affine = createAffineMap(kernels, plan, 'channel', spec);
  const parts = positions > 1 ? [INSTANCE, LAYER, BATCH] : [LAYER, BATCH];
  const logits = {
    mean: createParameter(kernels, `${plan.name}.mean_logits`, 'normalization', parts.length),
    variance: createParameter(kernels, `${plan.name}.variance_logits`, 'normalization', parts.length),
  };
  const [w, v, dw, dv] = [0, 1, 2, 3].map(() => new Float64Array(3)) as Four;
  const pair = (size: number): ChannelStatistics => ({
    mean: kernels.allocate(size),
    variance: kernels.allocate(size),
  });
  const instance = positions > 1 ? pair(capacity * channels) : null;
  const layer = pair(capacity);
  const batch = pair(channels);
  const kept = createRunningStatistics(kernels, plan.name, channels, { momentum: spec.momentum, unbiased: false });
  const mixed = pair(capacity * channels);
  const inverse = kernels.allocate(capacity * channels);
  const [sumG, sumGXhat] = [kernels.allocate(trainingRows * channels), kernels.allocate(trainingRows * channels)];
  // dmean and dvariance added up over what shares them; the entries of instance statistics are sumG and sumGXhat.
  const shared = { layer: pairOfSums(trainingRows), batch: pairOfSums(channels) };
  const xhat = kernels.allocate(capacity * sizeOf(plan.shape));
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * sizeOf(plan.shape)) : xhat;
  const dx = kernels.allocate(trainingRows * sizeOf(plan.shape));
  const byChannel: GroupLayout = { rows: 0, positions, channels, groups: channels };
  const bySample: GroupLayout = { rows: 0, positions, channels, groups: 1 };
  let input: Tensor | null = null;
  /** The batch part of the last forward pass; a constant unless it is `batch`. */
  let overBatch: ChannelStatistics = batch;

  const batchPart = (x: Tensor, values: number, mode: Mode): ChannelStatistics => {
    switch (mode) {
      case 'train':
      case 'batch':
        kernels.columnMoments(x, batch, values, channels);
        if (mode === 'train') kept.update(batch, values);
        return batch;
      case 'running':
        return kept.running;
      case 'precise':
        return kept.precise;
      default:
        return mode satisfies never;
    }
  };

  return {
    info: infoOf(plan),
    parameters: [...affine.parameters, logits.mean, logits.variance],
    state: kept.state,
    output,
    norm: {
      channels,
      batchMean: batch.mean,
      batchVariance: batch.variance,
      runningMean: kept.running.mean,
      runningVariance: kept.running.variance,
      ...affine.report,
    },
    get input() {
      return input;
    },
    forward(x, rows, mode) {
      input = x;
      byChannel.rows = bySample.rows = rows;
      if (instance !== null) kernels.groupMoments(x, instance.mean, instance.variance, byChannel);
      kernels.groupMoments(x, layer.mean, layer.variance, bySample);
      overBatch = batchPart(x, rows * positions, mode);
      softmax(logits.mean.value, parts, w);
      softmax(logits.variance.value, parts, v);
      mix(w, instance?.mean ?? null, layer.mean, overBatch.mean, mixed.mean, rows);
      mix(v, instance?.variance ?? null, layer.variance, overBatch.variance, mixed.variance, rows);
      kernels.inverseDeviation(mixed.variance, spec.eps, inverse, rows * channels);
      kernels.groupScale(x, mixed.mean, inverse, xhat, byChannel);
      affine.forward(xhat, output, rows);
      return output;
    },
    backward(dy, rows) {
      byChannel.rows = rows;
      const g = affine.backward(dy, xhat, dx, rows);
      kernels.groupSums(g, xhat, sumG, sumGXhat, byChannel);
      gradientsOfStatistics(rows);
      combineStatistics(rows);
      softmaxGradient(w, dw, parts, logits.mean.gradient);
      softmaxGradient(v, dv, parts, logits.variance.gradient);
      kernels.groupCombine(g, inverse, xhat, sumGXhat, sumG, dx, byChannel);
      return dx;
    },
    population: { running: kept.running, precise: kept.precise, channels },
    resetPrecise: kept.resetPrecise,
    averagePrecise: (count, rows) => kept.averagePrecise(batch, count, rows * positions),
    get skippedBatches() {
      return kept.skippedBatches;
    },
  };

  /** into (rows x channels) = the weighted sum of the parts: rows x channels, rows, channels. */
  function mix(
    weights: Float64Array,
    instancePart: Tensor | null,
    layerPart: Tensor,
    batchPart: Tensor,
    into: Tensor,
    rows: number,
  ): void {
    const [a, b, c, to] = [instancePart?.data, layerPart.data, batchPart.data, into.data];
    for (let n = 0, i = 0; n < rows; n++)
      for (let k = 0; k < channels; k++, i++)
        to[i] = (a === undefined ? 0 : weights[INSTANCE]! * a[i]!) + weights[LAYER]! * b[n]! + weights[BATCH]! * c[k]!;
  }

  /** Puts dmean and dvariance in the places of the sums of g and g xhat, adds them up, and fills dw and dv. */
  function gradientsOfStatistics(rows: number): void {
    const [dmean, dvariance, factor] = [sumG.data, sumGXhat.data, inverse.data];
    for (const sums of [shared.layer, shared.batch]) {
      sums.mean.fill(0);
      sums.variance.fill(0);
    }
    dw.fill(0);
    dv.fill(0);
    const [meanIn, varianceIn] = [instance?.mean.data, instance?.variance.data];
    const [meanLn, varianceLn] = [layer.mean.data, layer.variance.data];
    const [meanBn, varianceBn] = [overBatch.mean.data, overBatch.variance.data];
    for (let n = 0, i = 0; n < rows; n++)
      for (let c = 0; c < channels; c++, i++) {
        const m = (dmean[i] = -dmean[i]! * factor[i]!);
        const s = (dvariance[i] = (-dvariance[i]! / 2) * factor[i]! ** 2);
        shared.layer.mean[n]! += m;
        shared.layer.variance[n]! += s;
        shared.batch.mean[c]! += m;
        shared.batch.variance[c]! += s;
        if (meanIn !== undefined) dw[INSTANCE]! += m * meanIn[i]!;
        if (varianceIn !== undefined) dv[INSTANCE]! += s * varianceIn[i]!;
        dw[LAYER]! += m * meanLn[n]!;
        dv[LAYER]! += s * varianceLn[n]!;
        dw[BATCH]! += m * meanBn[c]!;
        dv[BATCH]! += s * varianceBn[c]!;
      }
  }

  /** dx = inverse g + slope xhat + shift: x - mean_k is written as xhat / inverse + (mean - mean_k). */
  function combineStatistics(rows: number): void {
    const [shift, slope, factor, mean] = [sumG.data, sumGXhat.data, inverse.data, mixed.mean.data];
    const meanIn = instance?.mean.data;
    const [meanLn, meanBn] = [layer.mean.data, batch.mean.data];
    const [wBn, vBn] = overBatch === batch ? [w[BATCH]!, v[BATCH]!] : [0, 0];
    const [sizeIn, sizeLn, sizeBn] = [positions, channels * positions, rows * positions];
    for (let n = 0, i = 0; n < rows; n++)
      for (let c = 0; c < channels; c++, i++) {
        const ofIn = meanIn === undefined ? 0 : (2 * v[INSTANCE]! * slope[i]!) / sizeIn;
        const ofLn = (2 * v[LAYER]! * shared.layer.variance[n]!) / sizeLn;
        const ofBn = (2 * vBn * shared.batch.variance[c]!) / sizeBn;
        shift[i] =
          (w[INSTANCE]! * shift[i]!) / sizeIn +
          (w[LAYER]! * shared.layer.mean[n]!) / sizeLn +
          (wBn * shared.batch.mean[c]!) / sizeBn +
          (meanIn === undefined ? 0 : ofIn * (mean[i]! - meanIn[i]!)) +
          ofLn * (mean[i]! - meanLn[n]!) +
          ofBn * (mean[i]! - meanBn[c]!);
        slope[i] = (ofIn + ofLn + ofBn) / factor[i]!;
      }
  }
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];
const pairOfSums = (size: number) => ({ mean: new Float64Array(size), variance: new Float64Array(size) });

/** weights[parts[k]] = softmax of the logits; parts that are left out weigh 0. */
function softmax({ data }: Tensor, parts: readonly number[], weights: Float64Array): void {
  let largest = -Infinity;
  for (let k = 0; k < parts.length; k++) largest = Math.max(largest, data[k]!);
  let sum = 0;
  for (let k = 0; k < parts.length; k++) sum += weights[parts[k]!] = Math.exp(data[k]! - largest);
  for (const part of parts) weights[part]! /= sum;
}

/** gradient of logit k = weight_k (dweight_k - sum_j weight_j dweight_j). */
function softmaxGradient(
  weights: Float64Array,
  dweights: Float64Array,
  parts: readonly number[],
  { data: gradient }: Tensor,
): void {
  let sum = 0;
  for (const part of parts) sum += weights[part]! * dweights[part]!;
  for (let k = 0; k < parts.length; k++) gradient[k] = weights[parts[k]!]! * (dweights[parts[k]!]! - sum);
}
