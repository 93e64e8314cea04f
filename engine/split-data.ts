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
  /** Row of each sample in the dataset. */
  rows: Int32Array;
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
  /** Scales and lays out samples of any dataset of the same shape as those of the parts. */
  prepare(features: Float32Array): Float32Array;
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
  const arrange = channelsLast(spec, dataset.info.shape);
  const prepare = (raw: Float32Array): Float32Array =>
    arrange(applyScaling(scaler, raw, columns, new Float32Array(raw.length)));
  const load = (part: Part): PartData => {
    const rows = indices[part];
    // Batch and population statistics are taken over stretches: in a sorted dataset these would hold one class each.
    stream(spec.seed, `arrangement/${part}`).shuffle(rows);
    const picked = new Float32Array(rows.length * columns);
    rows.forEach((row, i) => {
      picked.set(dataset.features.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    const features = kernels.allocate(Math.max(1, picked.length));
    features.data.set(arrange(applyScaling(scaler, picked, columns, picked)));
    return {
      samples: rows.length,
      rows: Int32Array.from(rows),
      features,
      labels: dataset.labels.length === 0 ? new Int32Array() : Int32Array.from(rows, (row) => dataset.labels[row]!),
      targets:
        dataset.targets.length === 0 ? new Float32Array() : Float32Array.from(rows, (row) => dataset.targets[row]!),
    };
  };
  return {
    columns,
    scaling: storedScaling(scaler),
    prepare,
    parts: { train: load('train'), validation: load('validation'), test: load('test') },
  };
}

/**
 * Images of several channels are stored channel by channel, as most programs have them; layers that look at images want
 * the channels of a position beside each other. Dense networks take the numbers in the order in which they are stored.
 */
function channelsLast({ model }: RunSpec, shape: readonly number[]): (features: Float32Array) => Float32Array {
  const [channels = 1, height = 1, width = 1] = shape;
  if (model.kind === 'mlp' || shape.length !== 3 || channels === 1) return (features) => features;
  const positions = height * width;
  return (features) => {
    const out = new Float32Array(features.length);
    for (let start = 0; start < features.length; start += channels * positions)
      for (let c = 0; c < channels; c++)
        for (let p = 0; p < positions; p++) out[start + p * channels + c] = features[start + c * positions + p]!;
    return out;
  };
}
