/** What every layer of a compiled network offers. Each layer is one file: forward and backward beside each other. */
import type { Tensor } from '../kernels/kernels.ts';
import type { LayerInfo } from '../spec/describe.ts';

/**
 * How statistics over a batch are used. `train`: those of the batch, and the running ones are updated; `batch`: those of
 * the batch, nothing is updated; `running`: the running ones; `precise`: population statistics recomputed with frozen
 * weights. Layers without statistics treat all four alike.
 */
export type Mode = 'train' | 'batch' | 'running' | 'precise';

/** Learned numbers with their gradient, both of `size`. */
export interface Parameter {
  /** `dense1.weight`, `norm1.gamma`, ... */
  name: string;
  value: Tensor;
  gradient: Tensor;
  size: number;
}

/** Numbers that belong to a layer and must be saved, but are not learned. */
export interface LayerState {
  name: string;
  value: Tensor;
  size: number;
}

/** What a normalization layer shows of itself, one number a channel; null where the layer has no such thing. */
export interface NormReport {
  batchMean: Tensor | null;
  batchVariance: Tensor | null;
  runningMean: Tensor | null;
  runningVariance: Tensor | null;
  gamma: Tensor | null;
  beta: Tensor | null;
}

export interface Layer {
  readonly info: LayerInfo;
  readonly parameters: readonly Parameter[];
  readonly state: readonly LayerState[];
  /** Output of the last forward pass: capacity x columns, of which the first `rows` are valid. */
  readonly output: Tensor;
  /** Input of the last forward pass. */
  readonly input: Tensor | null;
  readonly norm: NormReport | null;
  /** x: rows x columns in, returns {@link output}. */
  forward(x: Tensor, rows: number, mode: Mode): Tensor;
  /**
   * dy: rows x columns out, from a forward pass in mode `train`. Overwrites the parameters' gradients and returns the
   * gradient of the input, or null where nobody asked for it.
   */
  backward(dy: Tensor, rows: number): Tensor | null;
}
