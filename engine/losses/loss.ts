/** What a loss offers: its mean over a batch, and the gradient of that mean. */
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { LossSpec } from '../spec/schema.ts';
import { createBinaryCrossEntropy } from './binary-cross-entropy.ts';
import { createCrossEntropy } from './cross-entropy.ts';
import { createHuber } from './huber.ts';
import { createMeanSquaredError } from './mean-squared-error.ts';

/** What the samples of a batch should give: class indices, or for regression numbers. */
export interface Targets {
  labels: Int32Array;
  targets: Float32Array;
}

export interface Loss {
  /** Mean loss of `outputs` (rows x outputs); the targets' arrays hold at least `rows` samples. */
  value(outputs: Tensor, targets: Targets, rows: number): number;
  /** Gradient of the last {@link value} with respect to the same outputs. */
  gradient(outputs: Tensor, targets: Targets, rows: number): Tensor;
}

/** The options of one loss. */
export type LossOf<T extends LossSpec['type']> = Extract<LossSpec, { type: T }>;

/** The loss of a specification for `outputs` numbers a sample and at most `capacity` rows. */
export function createLoss(kernels: Kernels, spec: LossSpec, outputs: number, capacity: number): Loss {
  switch (spec.type) {
    case 'cross-entropy':
      return createCrossEntropy(kernels, spec, outputs, capacity);
    case 'binary-cross-entropy':
      return createBinaryCrossEntropy(kernels, outputs, capacity);
    case 'mean-squared-error':
      return createMeanSquaredError(kernels, spec, outputs, capacity);
    case 'huber':
      return createHuber(kernels, spec, outputs, capacity);
    default:
      return spec satisfies never;
  }
}
