/**
 * Training, validation and test split: an exact partition of the samples, stratified by class, drawn from the seed.
 * Two rounding problems meet here: the three sizes must add up to all samples, and each class must add up to its own.
 */
import { messages } from '../words/words.ts';
import { stream } from '../random.ts';
import type { RunSpec } from '../spec/schema.ts';
import { DataError } from './data-error.ts';
import { counted } from '../words/numbers.ts';
import type { DatasetInfo } from './dataset.ts';

const REFUSALS = messages('data.split', {
  'empty-part': ({ part, share, samples }: { part: 'train' | 'validation' | 'test'; share: number; samples: number }) =>
    `The ${part} split would be empty: a share of ${share} of ${counted(samples, 'sample')} is less than one. ` +
    `Raise data.split.${part}, set it to 0${part === 'test' ? '' : ' where that is allowed'}, or use a larger dataset.`,
});

export type SplitSpec = RunSpec['data']['split'];

/** The names of the parts, in the order in which sizes are listed. */
export const PARTS = ['train', 'validation', 'test'] as const;

/** Indices of the samples of each part, ascending; together every sample exactly once. */
export interface SplitIndices {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

// 0.8 * 30 is 24.000000000000004: a share that is whole but for rounding must not count as a remainder.
const ROUNDING = 1e-9;
/** Cost of raising a cell that was whole already: only when rounding errors leave no other way. */
const WHOLE_CELL = 1000;

/** The three shares, adding up to 1 exactly enough for millions of samples. */
const sharesOf = (split: SplitSpec): number[] => {
  const sum = split.train + split.validation + split.test;
  return PARTS.map((part) => split[part] / sum);
};

/**
 * Sizes of train, validation and test for a number of samples: shares rounded down, what is left goes to the largest
 * remainders. Throws DataError where a part with a share would be empty.
 */
export function splitSizes(samples: number, split: SplitSpec): [train: number, validation: number, test: number] {
  const quotas = sharesOf(split).map((share) => samples * share);
  const sizes = quotas.map((quota) => Math.floor(quota + ROUNDING));
  const order = [0, 1, 2].sort((a, b) => quotas[b]! - sizes[b]! - (quotas[a]! - sizes[a]!));
  for (let left = samples - sizes[0]! - sizes[1]! - sizes[2]!, i = 0; left > 0; left--, i++) sizes[order[i]!]! += 1;
  PARTS.forEach((part, i) => {
    if (split[part] > 0 && sizes[i]! < 1)
      throw new DataError(REFUSALS['empty-part']({ part, share: split[part], samples }));
  });
  return [sizes[0]!, sizes[1]!, sizes[2]!];
}

/**
 * Draws the split of a dataset from stream `split` of the seed. Every class is cut in the same proportions, to within
 * one sample, but a class too small for that still gets one training sample as long as there are enough of them. Throws DataError as
 * {@link splitSizes} does.
 */
export function splitDataset(
  dataset: { info: Pick<DatasetInfo, 'samples' | 'classes'>; labels: Int32Array },
  split: SplitSpec,
  seed: number,
): SplitIndices {
  const { samples, classes } = dataset.info;
  const sizes = splitSizes(samples, split);
  const groups = classes.length === 0 ? [Int32Array.from({ length: samples }, (_, i) => i)] : byClass(dataset);
  const random = stream(seed, 'split');
  const rows = roundRows(
    groups.map((group) => group.length),
    sharesOf(split),
    sizes,
  );
  if (classes.length > 0) teachEveryClass(rows);

  const parts = sizes.map((size) => new Int32Array(size));
  const filled = [0, 0, 0];
  groups.forEach((group, c) => {
    random.shuffle(group);
    let at = 0;
    rows[c]!.forEach((count, part) => {
      parts[part]!.set(group.subarray(at, at + count), filled[part]);
      filled[part]! += count;
      at += count;
    });
  });
  for (const part of parts) part.sort();
  return { train: parts[0]!, validation: parts[1]!, test: parts[2]! };
}

/** Indices of the samples of each class. */
function byClass({ info, labels }: { info: Pick<DatasetInfo, 'classes'>; labels: Int32Array }): Int32Array[] {
  const counts = new Int32Array(info.classes.length);
  for (const label of labels) counts[label]! += 1;
  const groups = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  labels.forEach((label, sample) => {
    groups[label]![counts[label]!++] = sample;
  });
  return groups;
}

/**
 * Rounds the table "class size times share" so that rows add up to the classes and columns to `sizes`, every cell to one
 * of its two neighbouring integers. Such a table always exists: a flow with integral margins. Rows are rounded by
 * largest remainder first, then single units move between columns where that costs least.
 */
function roundRows(totals: number[], shares: number[], sizes: number[]): number[][] {
  const remainders: number[][] = [];
  const raised: boolean[][] = [];
  const rows = totals.map((total) => {
    const cells = shares.map((share) => Math.floor(total * share + ROUNDING));
    const remainder = cells.map((cell, part) => Math.max(0, total * shares[part]! - cell));
    const order = [0, 1, 2].sort((a, b) => remainder[b]! - remainder[a]!);
    const up = [false, false, false];
    for (let left = total - cells[0]! - cells[1]! - cells[2]!, i = 0; left > 0; left--, i++) {
      cells[order[i]!]! += 1;
      up[order[i]!] = true;
    }
    remainders.push(remainder);
    raised.push(up);
    return cells;
  });

  const excess = sizes.map((size, part) => rows.reduce((sum, cells) => sum + cells[part]!, 0) - size);
  /** Cost of the cheapest unit to move from one column to another, and the row it is in. */
  const cheapest = (from: number, to: number): { row: number; cost: number } => {
    const best = { row: -1, cost: Infinity };
    rows.forEach((_, row) => {
      const { [from]: isRaised, [to]: isTaken } = raised[row]!;
      if (isRaised !== true || isTaken === true) return;
      const remainder = remainders[row]![to]!;
      const cost = remainders[row]![from]! - remainder + (remainder > ROUNDING ? 0 : WHOLE_CELL);
      if (cost < best.cost) Object.assign(best, { row, cost });
    });
    return best;
  };
  const move = (from: number, to: number): void => {
    const { row } = cheapest(from, to);
    rows[row]![from]! -= 1;
    rows[row]![to]! += 1;
    raised[row]![from] = false;
    raised[row]![to] = true;
    excess[from]! -= 1;
    excess[to]! += 1;
  };
  for (;;) {
    const from = excess.findIndex((value) => value > 0);
    const to = excess.findIndex((value) => value < 0);
    if (from < 0 || to < 0) return rows;
    const via = 3 - from - to;
    const direct = cheapest(from, to).cost;
    const detour = cheapest(from, via).cost + cheapest(via, to).cost;
    if (direct <= detour) move(from, to);
    else {
      move(from, via);
      move(via, to);
    }
  }
}

/** Gives each class without a training sample one, in exchange for one of a class that has several. */
function teachEveryClass(rows: number[][]): void {
  for (const row of rows) {
    const [taught, validated, tested] = row as [number, number, number];
    if (taught > 0 || validated + tested < 1) continue;
    const part = validated >= tested ? 1 : 2;
    const donor = rows.reduce((best, other) => (other[0]! > best[0]! ? other : best));
    if (donor[0]! < 2) return;
    row[0] = 1;
    row[part]! -= 1;
    donor[0]! -= 1;
    donor[part]! += 1;
  }
}
