/** Input scaling: fitted on the training split, applied to all. */
import type { ScalingSpec } from '../spec/schema.ts';
import { applyWhitening, fitWhitening } from './whitening.ts';

/**
 * A fitted scaling: scaled = (x - shift) * factor + offset, per feature (length 1 where one value serves all features).
 * `per-sample` has nothing fitted; whitening multiplies x - shift by a matrix, which is too large to be stored with a run
 * and follows from its training split again.
 */
export interface FittedScaling {
  method: ScalingSpec['method'];
  shift: number[];
  factor: number[];
  /** Affine only; 0 where it is absent. */
  offset?: number;
  /** Features with zero variance in the training split; they are centred and left unscaled. */
  zeroVariance: number;
  /** Whitening only: variances along the principal axes of the training split, descending. */
  eigenvalues?: number[];
}

/** A fitted scaling with what it takes to apply it. */
export interface Scaler extends FittedScaling {
  /** Whitening only: columns x columns. */
  matrix?: Float64Array;
}

/** What is stored with a run: the scaling without its matrix. */
export function storedScaling({ matrix: _, ...stored }: Scaler): FittedScaling {
  return stored;
}

/** Columns of `features` (rows x columns, row-major) for the given rows; all rows where none are given. */
interface TrainingRows {
  features: Float32Array;
  columns: number;
  rows?: Int32Array;
  /** Channels of a sample, each a stretch of equally many columns; every column is one where it is not given. */
  channels?: number;
}

/** Channels of a sample: of an image [channels, height, width], 1 of [height, width], otherwise one a feature. */
export const channelsOf = (shape: readonly number[]): number => (shape.length === 2 ? 1 : shape[0]!);

const rowCount = ({ features, columns, rows }: TrainingRows): number => rows?.length ?? features.length / columns;

/**
 * Fits a scaling on the rows of the training split; sums run in float64. Variances are biased (divided by the number of
 * rows). A feature without variance, or a range without extent, is centred and keeps its scale.
 */
export function fitScaling(spec: ScalingSpec, training: TrainingRows): Scaler {
  const { method } = spec;
  const zeroVariance = countConstant(training);
  switch (method) {
    case 'none':
      return { method, shift: [0], factor: [1], zeroVariance };
    case 'range': {
      const [smallest, largest] = extent(training);
      const factor = largest > smallest ? (spec.high - spec.low) / (largest - smallest) : 1;
      return { method, shift: [smallest - spec.low / factor], factor: [factor], zeroVariance };
    }
    case 'center':
      return { method, shift: [...columnMeans(training)], factor: [1], zeroVariance };
    case 'standardize':
      return { method, ...standardize(spec.per, training), zeroVariance };
    case 'per-sample':
      return { method, shift: [0], factor: [1], zeroVariance };
    case 'affine':
      return { method, shift: [0], factor: [spec.factor], offset: spec.shift, zeroVariance };
    case 'pca':
    case 'zca': {
      const { features, columns } = training;
      const means = columnMeans(training);
      const rows = training.rows ?? Int32Array.from({ length: features.length / columns }, (_, i) => i);
      const { matrix, eigenvalues } = fitWhitening(method, spec.eps, features, rows, means);
      return { method, shift: [...means], factor: [1], zeroVariance, eigenvalues: [...eigenvalues], matrix };
    }
    default:
      return method satisfies never;
  }
}

/** Scales `features` (rows x columns) into `out`, which may be `features` itself; returns `out`. */
export function applyScaling(
  { method, shift, factor, offset = 0, matrix }: Scaler,
  features: Float32Array,
  columns: number,
  out: Float32Array = new Float32Array(features.length),
): Float32Array {
  if (matrix !== undefined) {
    applyWhitening(matrix, shift, features, out);
    return out;
  }
  if (method === 'per-sample') {
    for (let start = 0; start < features.length; start += columns) standardizeSample(features, start, columns, out);
    return out;
  }
  const shifts = Float64Array.from({ length: columns }, (_, c) => shift[shift.length === 1 ? 0 : c]!);
  const factors = Float64Array.from({ length: columns }, (_, c) => factor[factor.length === 1 ? 0 : c]!);
  for (let start = 0; start < features.length; start += columns)
    for (let c = 0; c < columns; c++) out[start + c] = (features[start + c]! - shifts[c]!) * factors[c]! + offset;
  return out;
}

/** One sample to mean 0 and variance 1 over its features; a sample without variance becomes 0. */
function standardizeSample(features: Float32Array, start: number, columns: number, out: Float32Array): void {
  let mean = 0;
  for (let i = start; i < start + columns; i++) mean += features[i]!;
  mean /= columns;
  let squared = 0;
  for (let i = start; i < start + columns; i++) squared += (features[i]! - mean) * (features[i]! - mean);
  const factor = factorOf(squared / columns);
  for (let i = start; i < start + columns; i++) out[i] = (features[i]! - mean) * factor;
}

/** Calls `visit` with the start of each training row. */
function eachRow(training: TrainingRows, visit: (start: number) => void): void {
  const { columns, rows } = training;
  const count = rowCount(training);
  for (let i = 0; i < count; i++) visit((rows === undefined ? i : rows[i]!) * columns);
}

function extent(training: TrainingRows): [smallest: number, largest: number] {
  const { features, columns } = training;
  let smallest = Infinity;
  let largest = -Infinity;
  eachRow(training, (start) => {
    for (let i = start; i < start + columns; i++) {
      const value = features[i]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  });
  return [smallest, largest];
}

function countConstant(training: TrainingRows): number {
  const { features, columns } = training;
  const varies = new Uint8Array(columns);
  let first = -1;
  eachRow(training, (start) => {
    if (first < 0) first = start;
    for (let c = 0; c < columns; c++) if (features[start + c] !== features[first + c]) varies[c] = 1;
  });
  return varies.reduce((count, value) => count - value, columns);
}

function columnMeans(training: TrainingRows): Float64Array {
  const { features, columns } = training;
  const count = rowCount(training);
  const means = new Float64Array(columns);
  eachRow(training, (start) => {
    for (let c = 0; c < columns; c++) means[c]! += features[start + c]!;
  });
  return means.map((sum) => sum / count);
}

/** Mean squared distance of each column from `means`. */
function squares(training: TrainingRows, means: Float64Array): Float64Array {
  const { features, columns } = training;
  const count = rowCount(training);
  const sums = new Float64Array(columns);
  eachRow(training, (start) => {
    for (let c = 0; c < columns; c++) {
      const distance = features[start + c]! - means[c]!;
      sums[c]! += distance * distance;
    }
  });
  return sums.map((sum) => sum / count);
}

// Equal float32 numbers have a variance of exactly 0 here: their sum in float64 does not round (below 2^29 rows).
const factorOf = (variance: number): number => (variance > 0 ? 1 / Math.sqrt(variance) : 1);

function standardize(
  per: 'feature' | 'channel' | 'all',
  training: TrainingRows,
): { shift: number[]; factor: number[] } {
  const { columns, channels = columns } = training;
  const groups = per === 'feature' ? columns : per === 'channel' ? channels : 1;
  const width = columns / groups;
  const means = averages(columnMeans(training), width);
  const variances = averages(
    squares(
      training,
      Float64Array.from({ length: columns }, (_, c) => means[Math.floor(c / width)]!),
    ),
    width,
  );
  const spread = (values: Float64Array): number[] =>
    groups === 1 ? [values[0]!] : Array.from({ length: columns }, (_, c) => values[Math.floor(c / width)]!);
  return { shift: spread(means), factor: spread(variances.map(factorOf)) };
}

/** Means of stretches of `width` values. */
const averages = (values: Float64Array, width: number): Float64Array =>
  Float64Array.from(
    { length: values.length / width },
    (_, g) => values.subarray(g * width, (g + 1) * width).reduce((a, b) => a + b, 0) / width,
  );
