/** What a dataset is in memory and what is known about it. Not for reading files: see the readers beside this file. */

/** Facts about a dataset that fit on a card; stored in the registry and with each run. */
export interface DatasetInfo {
  name: string;
  /** SHA-256 (hex) over the canonical contents: shape, features, targets, class names. */
  hash: string;
  task: 'classification' | 'regression';
  samples: number;
  /** Shape of one sample: [2] for points in the plane, [28, 28] for images. */
  shape: number[];
  /** Class names, in the order of their labels; empty for regression. */
  classes: string[];
  /** Feature names where the source has them (columns of a table), otherwise empty. */
  features: string[];
  /** Where it comes from, for a person: "built in, seed 1", "IDX, t10k-images-idx3-ubyte.gz", ... */
  source: string;
}

/** A dataset in memory. Arrays sit on SharedArrayBuffers where they go to several workers. */
export interface Dataset {
  info: DatasetInfo;
  /** samples x product(shape), row-major. */
  features: Float32Array;
  /** Class index of each sample; empty for regression. */
  labels: Int32Array;
  /** Target of each sample; empty for classification. */
  targets: Float32Array;
}

/** Numbers in one sample. */
export const featureCount = (info: Pick<DatasetInfo, 'shape'>): number => info.shape.reduce((a, b) => a * b, 1);

/** A dataset before its contents are hashed. */
export type UnhashedDataset = Omit<Dataset, 'info'> & { info: Omit<DatasetInfo, 'hash'> };

/** Samples of each class, in the order of the classes; empty for regression. */
export function classCounts({ info, labels }: Pick<UnhashedDataset, 'info' | 'labels'>): number[] {
  const counts = new Array<number>(info.classes.length).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

/** Zeros in memory that threads share, so that handing a dataset to a worker copies nothing. */
export const sharedFloat32 = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

/** Like {@link sharedFloat32}, for labels. */
export const sharedInt32 = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4));
