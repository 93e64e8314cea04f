/** From the specification of a loss to the loss: one case for each type. */
import type { Kernels } from '../kernels/kernels.ts';
import type { LossSpec } from '../spec/schema.ts';
import { createBinaryCrossEntropy } from './binary-cross-entropy.ts';
import { createCrossEntropy } from './cross-entropy.ts';
import { createHuber } from './huber.ts';
import type { Loss } from './loss.ts';
import { createMeanSquaredError } from './mean-squared-error.ts';

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
