/** The three parts of a dataset, scaled and laid out in a kernel set's arena, ready for passes through a network. */
import { applyScaling, channelsOf, fitScaling, storedScaling, type FittedScaling } from './data/scaling.ts';
import { featureCount, type Dataset } from './data/dataset.ts';
import { PARTS, splitDataset, type SplitIndices } from './data/split.ts';
import type { Kernels, Tensor } from './kernels/kernels.ts';
import { stream } from './random.ts';
import type { RunSpec } from './spec/schema.ts';

export type Part = (typeof PARTS)[number];

/** The samples of one part, in a random order, so that any stretch of them is a fair sample, also of a dataset sorted by class. */
export interface PartData {
  samples: number;
  /** samples x columns. */
  features: Tensor;
  /** Class of each sample; empty for regression. */
  labels: Int32Array;
  /** Target of each sample; empty for classification. */
  targets: Float32Array;
}

export interface SplitData {
  columns: number;
  parts: Record<Part, PartData>;
  scaling: FittedScaling;
}

/**
 * Splits `dataset`, fits the scaling on the training part and applies it to all three; arranges each part by a stream of
 * the seed. Throws DataError.
 */
export function splitData(kernels: Kernels, dataset: Dataset, spec: RunSpec): SplitData {
  const columns = featureCount(dataset.info);
  const indices: SplitIndices = splitDataset(dataset, spec.data.split, spec.seed);
  const scaler = fitScaling(spec.data.scaling, {
    ...{ features: dataset.features, columns, rows: indices.train },
    channels: channelsOf(dataset.info.shape),
  });
  const load = (part: Part): PartData => {
    const rows = indices[part];
    // Batch and population statistics are taken over stretches: in a sorted dataset these would hold one class each.
    stream(spec.seed, `arrangement/${part}`).shuffle(rows);
    const picked = new Float32Array(rows.length * columns);
    rows.forEach((row, i) => {
      picked.set(dataset.features.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    const features = kernels.allocate(Math.max(1, picked.length));
    features.data.set(applyScaling(scaler, picked, columns, picked));
    return {
      samples: rows.length,
      features,
      labels: dataset.labels.length === 0 ? new Int32Array() : Int32Array.from(rows, (row) => dataset.labels[row]!),
      targets:
        dataset.targets.length === 0 ? new Float32Array() : Float32Array.from(rows, (row) => dataset.targets[row]!),
    };
  };
  return {
    columns,
    scaling: storedScaling(scaler),
    parts: { train: load('train'), validation: load('validation'), test: load('test') },
  };
}
