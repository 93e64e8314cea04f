/** What a probe gives: numbers, arrays, and everything that is needed to judge them. Not how it is computed. */
import { WordedError } from '../words/worded.ts';
import { saidOf, type Message, type Said } from '../words/words.ts';
import type { ProbeSpec } from '../spec/schema.ts';
import type { Part } from '../split-data.ts';

/** Numbers with a shape; row-major. */
export interface ProbeArray {
  /** `layer/quantity` where it belongs to a layer, e.g. `activation1/histogram`. Unique in its record. */
  name: string;
  shape: number[];
  /** For each dimension the name of the array with its coordinates, or what its index counts, e.g. `unit`. */
  axes: string[];
  data: Float64Array;
}

/** The samples that a probe looked at. */
export interface ProbeSamples {
  part: Part;
  /** Their rows in the dataset. */
  rows: Int32Array;
}

export interface ProbeRecord {
  /** The probe as it was asked for; `at` holds the one moment of this record. */
  probe: ProbeSpec;
  /** Updates done before it: it looks at the parameters after that many. */
  step: number;
  /** Name of the kernel set that computed it. */
  kernels: string;
  precision: 'float32' | 'float64';
  /** Which statistics batch normalization used; a probe that compares them names several. */
  statistics: string[];
  samples: ProbeSamples;
  /** What it cost. */
  milliseconds: number;
  /** By name: `layer/quantity`, or `quantity` for the whole network. May be non-finite. */
  numbers: Record<string, number>;
  arrays: ProbeArray[];
  /** Why there are no numbers, for a person; null where there are. */
  problem: string | null;
  /** The same as data. */
  problemSaid: Said | null;
}

/** What the function of one probe returns; the rest of a record is added by its caller. */
export interface Measurement {
  statistics: string[];
  samples: ProbeSamples;
  numbers: Record<string, number>;
  arrays: ProbeArray[];
}

/** Thrown where a probe has nothing to say of a network; the message says why, for a person. */
export class ProbeError extends WordedError {
  override readonly name = 'ProbeError';
}

/** Thrown when a probe was told to stop. */
export class ProbeStopped extends Error {
  override readonly name = 'ProbeStopped';
}

/** How a probe that takes long keeps in touch. */
export interface ProbeControl {
  /** Tells how far it is, 0 .. 1, and throws ProbeStopped when it should end. To be called at least a few times a second. */
  progress(fraction: number): void;
}

/** A list of numbers as an array of one dimension. */
export const vector = (name: string, axis: string, values: ArrayLike<number>): ProbeArray => ({
  name,
  shape: [values.length],
  axes: [axis],
  data: Float64Array.from(values),
});

/** The record of a probe that gave no numbers, and why. */
export const unmeasured = (probe: ProbeSpec, step: number, problem: Message): ProbeRecord => ({
  ...{ probe, step, kernels: '', precision: 'float32', statistics: [], milliseconds: 0, numbers: {}, arrays: [] },
  ...{ samples: { part: 'train', rows: new Int32Array() } },
  ...{ problem: problem.text, problemSaid: saidOf(problem) },
});
