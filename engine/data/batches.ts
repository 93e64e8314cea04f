/** The order in which training visits its samples. Not for evaluation, which goes through a split from start to end. */
import { stream } from '../random.ts';
import { DataError } from './data-error.ts';

export interface Batches {
  /** Batches in one epoch. */
  readonly perEpoch: number;
  /**
   * The next mini-batch: positions in the training split, no sample twice in one epoch. Always the same array, filled
   * anew: use it before the next call.
   */
  next(): Int32Array;
}

/**
 * Shuffled epochs without replacement from stream `order` of the seed. A new order each epoch; the samples left over
 * when `batchSize` does not divide `samples` are left out of that epoch. `into` may supply the array of batchSize
 * elements that is filled. Throws DataError when there are fewer samples than one batch needs.
 */
export function createBatches(
  samples: number,
  batchSize: number,
  seed: number,
  into: Int32Array = new Int32Array(batchSize),
): Batches {
  if (batchSize > samples)
    throw new DataError(
      `training.batchSize is ${batchSize}, but the training split has ${samples} samples. Use ${samples} or less.`,
    );
  const random = stream(seed, 'order');
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  const perEpoch = Math.floor(samples / batchSize);
  let batch = perEpoch;
  return {
    perEpoch,
    next() {
      if (batch === perEpoch) {
        random.shuffle(order);
        batch = 0;
      }
      const start = batch++ * batchSize;
      for (let i = 0; i < batchSize; i++) into[i] = order[start + i]!;
      return into;
    },
  };
}
