/** How the training inputs of a run are distributed, before and after its input scaling. Not the scaling itself. */
import type { RunSpec, ScalingSpec } from '../spec/schema.ts';
import { DataError } from './data-error.ts';
import { featureCount, type Dataset } from './dataset.ts';
import { featureHistogram, shiftHistogram, type Counted } from './histogram.ts';
import { applyScaling, channelsOf, fitScaling, type Scaler } from './scaling.ts';
import { splitDataset } from './split.ts';

export interface InputsQuestion {
  dataset: Dataset;
  scaling: ScalingSpec;
  split: RunSpec['data']['split'];
  seed: number;
}

export interface Inputs {
  before: Counted;
  after: Counted;
  /** Features without variance in the training split. */
  zeroVariance: number;
}

/** The inputs, or which part of the question cannot be and why. */
export type InputsAnswer = { inputs: Inputs } | { refused: { path: 'split' | 'scaling.method'; message: string } };

const IDENTITY = { shift: [0], factor: [1] };
/** Samples whose inputs are counted after a scaling that mixes features: enough for a picture, in a moment. */
const MIXED_SAMPLES = 1000;

/** Answers one question after the other; whitening may take seconds. */
export function createInputs(): (question: InputsQuestion) => InputsAnswer {
  /** Split and unscaled histogram of the last one asked for: a form asks again with each change of the scaling. */
  let latest: { key: string; rows: Int32Array; before: Counted } | null = null;
  const trainingInputs = ({ dataset, split, seed }: InputsQuestion): NonNullable<typeof latest> => {
    const key = JSON.stringify([dataset.info.hash, split, seed]);
    if (latest?.key === key) return latest;
    const rows = splitDataset(dataset, split, seed).train;
    const before = featureHistogram(dataset.features, featureCount(dataset.info), rows, IDENTITY);
    return (latest = { key, rows, before });
  };

  return (question) => {
    const { dataset, scaling } = question;
    let path: 'split' | 'scaling.method' = 'split';
    try {
      const { rows, before } = trainingInputs(question);
      path = 'scaling.method';
      const columns = featureCount(dataset.info);
      const channels = channelsOf(dataset.info.shape);
      const fitted = fitScaling(scaling, { features: dataset.features, columns, rows, channels });
      const after = shiftHistogram(before, fitted) ?? histogramAfter(dataset.features, columns, rows, fitted);
      return { inputs: { before, after, zeroVariance: fitted.zeroVariance } };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { refused: { path, message: error.message } };
    }
  };
}

function histogramAfter(features: Float32Array, columns: number, rows: Int32Array, fitted: Scaler): Counted {
  if (fitted.matrix === undefined && fitted.method !== 'per-sample')
    return featureHistogram(features, columns, rows, fitted);
  const count = Math.min(rows.length, MIXED_SAMPLES);
  const scaled = new Float32Array(count * columns);
  for (let i = 0; i < count; i++) {
    const from = rows[Math.floor((i * rows.length) / count)]! * columns;
    scaled.set(features.subarray(from, from + columns), i * columns);
  }
  applyScaling(fitted, scaled, columns, scaled);
  const all = Int32Array.from({ length: count }, (_, i) => i);
  return featureHistogram(scaled, columns, all, IDENTITY);
}
