/** What a loss offers: its mean over a batch, and the gradient of that mean. Which one is asked for: create.ts. */
import type { Tensor } from '../kernels/kernels.ts';
import type { LossSpec } from '../spec/schema.ts';

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
