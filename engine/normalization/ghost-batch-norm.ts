/**
 * Ghost batch normalization (Hoffer, Hubara and Soudry 2017, arXiv 1705.08741, Algorithm 1): the mini-batch is cut into
 * ghost batches of `size` samples, in the order of its rows, and each is batch-normalized by itself. Over the m values of
 * a channel in one ghost batch:
 *
 *   mean = sum x / m,  variance = sum (x - mean)^2 / m,  xhat = (x - mean) / sqrt(variance + eps),  y = gamma xhat + beta
 *
 * Backward, sums over the ghost batch for dx, over the whole mini-batch for gamma and beta, which all share:
 *
 *   dx = gamma / sqrt(variance + eps) * (dy - sum dy / m - xhat sum (dy xhat) / m)
 *   dgamma = sum dy xhat,  dbeta = sum dy
 *
 * Running and population statistics are constants for the whole batch: dx = gamma / sqrt(variance + eps) * dy.
 *
 * Where `size` does not divide the mini-batch the last ghost batch holds the rest; a rest of one value a channel could
 * not be standardized, and joins the ghost batch before it. `size` of the whole mini-batch is batch normalization.
 *
 * The running statistics move once for each ghost batch, in their order, as in the paper. They average unbiased variances
 * with momentum 0.1, as in batch normalization (the paper averages deviations). Evaluations with the statistics of their
 * batch use ghost batches too; population statistics average over all ghost batches. Degenerate ghost batches: with m = 2
 * no gradient passes but what eps lets through; a channel without variance has the gain 1 / sqrt(eps).
 */
import type { ChannelStatistics, Tensor } from '../kernels/kernels.ts';
import { usesBatchStatistics, type LayerContext, type PopulationLayer } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import type { NormalizationOf } from '../spec/schema.ts';
import { createLearnedAffine } from './learned-affine.ts';
import { createRowParts } from './row-parts.ts';
import { createRunningStatistics } from './running-statistics.ts';

/** Batch normalization of every channel, over parts of the mini-batch. */
export function createGhostBatchNorm(
  { kernels, capacity, batch: trainingRows }: LayerContext,
  plan: NormalizationPlan,
  spec: NormalizationOf<'ghost-batch'>,
): PopulationLayer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const { gamma, beta, parameters } = createLearnedAffine(kernels, plan.name, channels, spec);
  const perChannel = (): Tensor => kernels.allocate(channels);
  const ghosts = Array.from({ length: Math.ceil(capacity / spec.size) }, () => ({
    mean: perChannel(),
    variance: perChannel(),
    inverse: perChannel(),
  }));
  const kept = createRunningStatistics(kernels, plan.name, channels, { momentum: spec.momentum, unbiased: true });
  const shown: ChannelStatistics = { mean: perChannel(), variance: perChannel() };
  const [inverse, zeros] = [perChannel(), perChannel()];
  const xhat = kernels.allocate(capacity * sizeOf(plan.shape));
  const learned = parameters.length > 0;
  // Without gamma and beta the standardized values are the output.
  const output = learned ? kernels.allocate(capacity * sizeOf(plan.shape)) : xhat;
  const dx = kernels.allocate(trainingRows * sizeOf(plan.shape));
  const [sumDy, sumDyXhat] = [perChannel(), perChannel()];
  const parts = createRowParts(kernels, spec.size * sizeOf(plan.shape));
  const partsOf = { x: parts(), dy: parts(), xhat: parts()(xhat), dx: parts()(dx) };
  let input: Tensor | null = null;

  /** Ghost batches of that many rows, and the rows of the i-th. */
  const count = (rows: number): number => {
    const [whole, rest] = [Math.floor(rows / spec.size), rows % spec.size];
    return Math.max(1, whole + (rest * positions > 1 ? 1 : 0));
  };
  const rowsOf = (i: number, rows: number): number => (i < count(rows) - 1 ? spec.size : rows - i * spec.size);
  let passed = 0;
  let constant = false;

  /** The gradient where the statistics are constants. */
  const constantGradient = (dy: Tensor, values: number): void => {
    kernels.affineGradient(dy, xhat, beta?.gradient ?? sumDy, gamma?.gradient ?? sumDyXhat, values, channels);
    kernels.standardizeGradient(dy, xhat, gamma?.value ?? null, inverse, zeros, zeros, dx, values, channels);
  };

  return {
    info: infoOf(plan),
    parameters,
    state: kept.state,
    output,
    norm: {
      channels,
      batchMean: shown.mean,
      batchVariance: shown.variance,
      runningMean: kept.running.mean,
      runningVariance: kept.running.variance,
      gamma: gamma?.value ?? null,
      beta: beta?.value ?? null,
    },
    get input() {
      return input;
    },
    forward(x, rows, mode) {
      input = x;
      constant = !usesBatchStatistics(mode);
      if (mode === 'running' || mode === 'precise') {
        const { mean, variance } = kept[mode];
        kernels.inverseDeviation(variance, spec.eps, inverse, channels);
        kernels.standardize(x, mean, inverse, xhat, rows * positions, channels);
      } else {
        passed = rows;
        const from = partsOf.x(x);
        for (let i = 0; i < count(rows); i++) {
          const ghost = ghosts[i]!;
          const values = rowsOf(i, rows) * positions;
          kernels.columnMoments(from[i]!, ghost, values, channels);
          if (mode === 'train') kept.update(ghost, values);
          kernels.inverseDeviation(ghost.variance, spec.eps, ghost.inverse, channels);
          kernels.standardize(from[i]!, ghost.mean, ghost.inverse, partsOf.xhat[i]!, values, channels);
        }
      }
      if (learned) kernels.affine(xhat, gamma?.value ?? null, beta?.value ?? null, output, rows * positions, channels);
      return output;
    },
    backward(dy, rows) {
      if (constant) {
        constantGradient(dy, rows * positions);
        return dx;
      }
      const from = partsOf.dy(dy);
      if (gamma !== null) kernels.fill(gamma.gradient, 0);
      if (beta !== null) kernels.fill(beta.gradient, 0);
      for (let i = 0; i < count(rows); i++) {
        const values = rowsOf(i, rows) * positions;
        const [g, z, to] = [from[i]!, partsOf.xhat[i]!, partsOf.dx[i]!];
        kernels.affineGradient(g, z, sumDy, sumDyXhat, values, channels);
        if (gamma !== null) kernels.addScaled(sumDyXhat, 1, gamma.gradient, channels);
        if (beta !== null) kernels.addScaled(sumDy, 1, beta.gradient, channels);
        const factor = gamma?.value ?? null;
        kernels.standardizeGradient(g, z, factor, ghosts[i]!.inverse, sumDy, sumDyXhat, to, values, channels);
      }
      return dx;
    },
    refreshReport() {
      for (const key of ['mean', 'variance'] as const) {
        kernels.fill(shown[key], 0);
        for (let i = 0; i < count(passed); i++)
          kernels.addScaled(ghosts[i]![key], 1 / count(passed), shown[key], channels);
      }
    },
    population: { running: kept.running, precise: kept.precise, channels },
    resetPrecise: kept.resetPrecise,
    averagePrecise(batches, rows) {
      for (let i = 0; i < count(rows); i++)
        kept.averagePrecise(ghosts[i]!, (batches - 1) * count(rows) + i + 1, rowsOf(i, rows) * positions);
    },
    get skippedBatches() {
      return kept.skippedBatches;
    },
  };
}
