/**
 * Running and population statistics of a normalizer that standardizes over the batch: how they move, and what keeps them
 * finite.
 *
 *   running = (1 - momentum) running + momentum batch      (momentum: the weight of the new batch, as in PyTorch)
 *
 * With momentum null they are the plain average over all batches so far, momentum = 1 / count. The running variance
 * averages unbiased variances (times m / (m - 1)) where `unbiased`, otherwise biased ones. Population statistics follow
 * Ioffe and Szegedy (2015), Algorithm 2: averages over many batches with frozen weights, the variance unbiased.
 */
import type { ChannelStatistics, Kernels, Tensor } from '../kernels/kernels.ts';
import type { LayerState } from '../layers/layer.ts';

export interface RunningStatistics {
  readonly running: ChannelStatistics;
  readonly precise: ChannelStatistics;
  readonly state: readonly LayerState[];
  /** Moves the running statistics towards those of a batch of `values` numbers a channel. */
  update(batch: ChannelStatistics, values: number): void;
  resetPrecise(): void;
  averagePrecise(batch: ChannelStatistics, count: number, values: number): void;
  /** Batches with a non-finite number, which were kept out. */
  readonly skippedBatches: number;
}

/** m / (m - 1); a single value has no unbiased variance, and its biased one, 0, is taken. */
const besselFactor = (values: number): number => (values > 1 ? values / (values - 1) : 1);

/** What is kept beside the mean, where it is not one variance a channel. */
export interface DispersionBuffer {
  name: string;
  size: number;
}

/**
 * Statistics for `channels`, named after `layer`: mean 0, variance 1. `spread` takes the place of the variance, its
 * numbers that of the variances below.
 */
export function createRunningStatistics(
  kernels: Kernels,
  layer: string,
  channels: number,
  { momentum, unbiased }: { momentum: number | null; unbiased: boolean },
  spread: DispersionBuffer = { name: 'running_var', size: channels },
): RunningStatistics {
  const pair = (): ChannelStatistics => ({ mean: kernels.allocate(channels), variance: kernels.allocate(spread.size) });
  const [running, next, precise] = [pair(), pair(), pair()];
  kernels.fill(running.variance, 1);
  // Batches that entered, and batches that were kept out. Whole numbers: exact in float32 up to 2^24.
  const counts: Tensor = kernels.allocate(2);
  return {
    running,
    precise,
    state: [
      { name: `${layer}.running_mean`, value: running.mean, size: channels },
      { name: `${layer}.${spread.name}`, value: running.variance, size: spread.size },
      { name: `${layer}.batches`, value: counts, size: 2 },
    ],
    update(batch, values) {
      const entered = counts.data[0]! + 1;
      const weight = momentum ?? 1 / entered;
      kernels.copy(running.mean, next.mean);
      kernels.copy(running.variance, next.variance);
      kernels.updateRunning(next.mean, batch.mean, weight, 1, channels);
      kernels.updateRunning(next.variance, batch.variance, weight, unbiased ? besselFactor(values) : 1, spread.size);
      // What is not finite would stay in the running statistics for ever. The result is looked at, not the batch: a
      // finite variance can overflow on becoming the unbiased one.
      if (!kernels.allFinite(next.mean, channels) || !kernels.allFinite(next.variance, spread.size)) {
        counts.data[1]!++;
        return;
      }
      counts.data[0] = entered;
      kernels.copy(next.mean, running.mean);
      kernels.copy(next.variance, running.variance);
    },
    resetPrecise() {
      kernels.fill(precise.mean, 0);
      kernels.fill(precise.variance, 0);
    },
    averagePrecise(batch, count, values) {
      kernels.updateRunning(precise.mean, batch.mean, 1 / count, 1, channels);
      kernels.updateRunning(precise.variance, batch.variance, 1 / count, besselFactor(values), spread.size);
    },
    get skippedBatches() {
      return counts.data[1]!;
    },
  };
}
