/** The order in which training visits its samples. Not for evaluation, which goes through a split from start to end. */
import { messages } from '../words/words.ts';
import { stream, type RandomState } from '../random.ts';
import type { BatchingSpec } from '../spec/schema.ts';
import { DataError } from './data-error.ts';
import { counted, listed } from '../words/numbers.ts';

const REFUSALS = messages('data.batches', {
  'no-classes': 'training.batching is class-sorted, but the dataset has no classes. Choose shuffled or sequential.',
  'larger-than-split': ({ size, samples }: { size: number; samples: number }) =>
    `training.batchSize is ${size}, but the training split has ${counted(samples, 'sample')}. Use ${samples} or less.`,
  'larger-than-classes': ({ size, samples, classes }: { size: number; samples: number; classes: readonly number[] }) =>
    `training.batchSize is ${size}, but ${classes.length === 1 ? 'class' : 'classes'} ${listed(classes.map(String))} ` +
    `(counted from 0) have only ${counted(samples, 'sample')}, which would never be seen. Use ${samples} or less, or keep ` +
    'incomplete batches.',
});

/** Where an order stands, for a run that is to continue with the same bits. */
export interface BatchesState {
  /** Positions in the training split, as they are visited in this epoch. */
  order: Int32Array;
  /** Order of the batches of this epoch. */
  sequence: Int32Array;
  /** Batches of this epoch that were given out. */
  batch: number;
  random: RandomState;
}

export interface Batches {
  /** Batches in one epoch. */
  readonly perEpoch: number;
  /** Samples in the largest batch, and in the smallest. */
  readonly largest: number;
  readonly smallest: number;
  /**
   * The next mini-batch: positions in the training split, no sample twice in one epoch. The array is filled anew by the
   * next call. An incomplete last batch is shorter, where it is kept.
   */
  next(): Int32Array;
  save(): BatchesState;
  restore(state: BatchesState): void;
}

export interface BatchesOptions {
  batching?: BatchingSpec;
  /** Class of each training sample; empty for regression. Needed for class-sorted batches. */
  labels?: Int32Array;
}

const SHUFFLED: BatchingSpec = { type: 'shuffled', dropLast: true };

/**
 * Epochs without replacement, drawn from stream `order` of the seed. With `dropLast`, samples left over when the batch size
 * does not divide them are left out of that epoch. Class-sorted batches come from groups of `classes` consecutive classes:
 * each epoch shuffles the samples of a group and the order of all batches. Throws DataError for a batch size that leaves
 * samples out of every epoch.
 */
export function createBatches(
  samples: number,
  batchSize: number,
  seed: number,
  { batching = SHUFFLED, labels = new Int32Array(0) }: BatchesOptions = {},
): Batches {
  const random = stream(seed, 'order');
  const full = batching.type === 'full';
  const size = full ? samples : batchSize;
  const groups =
    batching.type === 'class-sorted'
      ? byClasses(labels, batching.classes)
      : [{ start: 0, members: Int32Array.from({ length: samples }, (_, i) => i), classes: [] }];
  const dropLast = !full && batching.dropLast;
  requireBatches(groups, size, dropLast);

  const order = Int32Array.from(groups.flatMap(({ members }) => [...members]));
  const cuts = cut(groups, size, dropLast);
  const largest = Math.max(...cuts.map(({ length }) => length));
  const into = new Int32Array(largest);
  const views = cuts.map(({ length }) => (length === largest ? into : into.subarray(0, length)));
  const parts = groups.map(({ start, members }) => order.subarray(start, start + members.length));
  const sequence = Int32Array.from(cuts, (_, i) => i);
  let batch = cuts.length;

  const beginEpoch = (): void => {
    batch = 0;
    if (batching.type === 'sequential' || full) return;
    for (const part of parts) random.shuffle(part);
    if (batching.type === 'class-sorted') random.shuffle(sequence);
  };
  return {
    ...{ perEpoch: cuts.length, largest, smallest: Math.min(...cuts.map(({ length }) => length)) },
    next() {
      if (batch === cuts.length) beginEpoch();
      const at = sequence[batch++]!;
      const { start, length } = cuts[at]!;
      for (let i = 0; i < length; i++) into[i] = order[start + i]!;
      return views[at]!;
    },
    save: () => ({ order: order.slice(), sequence: sequence.slice(), batch, random: random.save() }),
    restore(state) {
      order.set(state.order);
      sequence.set(state.sequence);
      batch = state.batch;
      random.restore(state.random);
    },
  };
}

/** Samples that may stand in one batch, and where they begin in the order. */
interface Group {
  start: number;
  members: Int32Array;
  /** The classes of its members; none where all samples are one group. */
  classes: readonly number[];
}

function byClasses(labels: Int32Array, classes: number): Group[] {
  if (labels.length === 0) throw new DataError(REFUSALS['no-classes']());
  const distinct = [...new Set(labels)].sort((a, b) => a - b);
  const groups: Group[] = [];
  let start = 0;
  for (let first = 0; first < distinct.length; first += classes) {
    const chosen = distinct.slice(first, first + classes);
    const members = Int32Array.from(labels.keys()).filter((sample) => chosen.includes(labels[sample]!));
    groups.push({ start, members, classes: chosen });
    start += members.length;
  }
  return groups;
}

/** Every group must give a batch, or its samples would never be seen. */
function requireBatches(groups: readonly Group[], size: number, dropLast: boolean): void {
  for (const { members, classes } of groups) {
    if (members.length >= size || (!dropLast && groups.length > 1)) continue;
    const samples = members.length;
    throw new DataError(
      groups.length === 1
        ? REFUSALS['larger-than-split']({ size, samples })
        : REFUSALS['larger-than-classes']({ size, samples, classes }),
    );
  }
}

/** Stretches of the order that are batches. */
function cut(groups: readonly Group[], size: number, dropLast: boolean): { start: number; length: number }[] {
  return groups.flatMap(({ start, members }) => {
    const count = dropLast ? Math.floor(members.length / size) : Math.ceil(members.length / size);
    return Array.from({ length: count }, (_, i) => ({
      start: start + i * size,
      length: Math.min(size, members.length - i * size),
    }));
  });
}
