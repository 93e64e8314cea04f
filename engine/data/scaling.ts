/** Input scaling: fitted on the training split, applied to all. */
import type { ScalingSpec } from '../spec/schema.ts';
import { DataError } from './data-error.ts';

/** A fitted scaling: scaled = (x - shift) * factor, per feature (length 1 where one value serves all features). */
export interface FittedScaling {
  method: ScalingSpec['method'];
  shift: number[];
  factor: number[];
  /** Features with zero variance in the training split; they are centred and left unscaled. */
  zeroVariance: number;
}

/** Columns of `features` (rows x columns, row-major) for the given rows; all rows where none are given. */
interface TrainingRows {
  features: Float32Array;
  columns: number;
  rows?: Int32Array;
}

const rowCount = ({ features, columns, rows }: TrainingRows): number => rows?.length ?? features.length / columns;

/**
 * Fits a scaling on the rows of the training split; sums run in float64. Variances are biased (divided by the number of
 * rows). A feature without variance, or a range without extent, is centred and keeps its scale.
 */
export function fitScaling(spec: ScalingSpec, training: TrainingRows): FittedScaling {
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
      return { method, ...(spec.per === 'all' ? standardizeAll(training) : standardizeEach(training)), zeroVariance };
    case 'per-sample':
    case 'pca':
    case 'zca':
    case 'affine':
      throw new DataError(`data.scaling.method is ${method}, which the engine cannot apply yet.`);
    default:
      return method satisfies never;
  }
}

/** Scales `features` (rows x columns) into `out`, which may be `features` itself; returns `out`. */
export function applyScaling(
  { shift, factor }: FittedScaling,
  features: Float32Array,
  columns: number,
  out: Float32Array = new Float32Array(features.length),
): Float32Array {
  const shifts = Float64Array.from({ length: columns }, (_, c) => shift[shift.length === 1 ? 0 : c]!);
  const factors = Float64Array.from({ length: columns }, (_, c) => factor[factor.length === 1 ? 0 : c]!);
  for (let start = 0; start < features.length; start += columns)
    for (let c = 0; c < columns; c++) out[start + c] = (features[start + c]! - shifts[c]!) * factors[c]!;
  return out;
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

function standardizeEach(training: TrainingRows): { shift: number[]; factor: number[] } {
  const means = columnMeans(training);
  const variances = squares(training, means);
  return { shift: [...means], factor: Array.from(variances, factorOf) };
}

function standardizeAll(training: TrainingRows): { shift: number[]; factor: number[] } {
  const mean = average(columnMeans(training));
  const variance = average(squares(training, new Float64Array(training.columns).fill(mean)));
  return { shift: [mean], factor: [factorOf(variance)] };
}

const average = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
