/** How far the running statistics of the normalization layers are from those of the batches, in the last records. */
import { keepsRunning } from '../../../engine/spec/normalized-model.ts';
import { median } from '../../../engine/statistics/order.ts';
import type { NormMatrix } from '../../contract/norms.ts';
import type { Evidence } from './evidence.ts';

/** One layer. */
export interface Lag {
  layer: string;
  /** Median over channels and records of |running mean - batch mean| / sqrt(batch variance). */
  z: number;
  /** Median of running variance / batch variance. */
  varianceRatio: number;
}

/** Records at the end that are looked at; one alone depends on one mini-batch. */
const LAST_RECORDS = 5;

/** The layer whose running mean is furthest away; null where no layer keeps running statistics. */
export function worstLag({ run, norm }: Evidence): Lag | null {
  if (!keepsRunning(run.spec.model)) return null;
  const lags = run.norms.flatMap(({ layer }): Lag[] => {
    const [batchMean, batchVariance, runningMean, runningVariance] = (
      ['batchMean', 'batchVariance', 'runningMean', 'runningVariance'] as const
    ).map((field) => lastRecords(norm(layer, field)));
    const z: number[] = [];
    const ratios: number[] = [];
    batchVariance!.forEach((variance, i) => {
      if (!(variance > 0)) return;
      z.push(Math.abs(runningMean![i]! - batchMean![i]!) / Math.sqrt(variance));
      ratios.push(runningVariance![i]! / variance);
    });
    const numbers = z.filter((value) => !Number.isNaN(value));
    if (numbers.length === 0) return [];
    return [{ layer, z: median(numbers), varianceRatio: median(ratios.filter((value) => !Number.isNaN(value))) }];
  });
  return lags.sort((a, b) => b.z - a.z)[0] ?? null;
}

const lastRecords = ({ values, channels }: NormMatrix): Float32Array => values.subarray(-LAST_RECORDS * channels);
