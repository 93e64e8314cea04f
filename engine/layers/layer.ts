/** What every layer of a compiled network offers. Each layer is one file: forward and backward beside each other. */
import type { ChannelStatistics, Kernels, Tensor } from '../kernels/kernels.ts';
import type { Random } from '../random.ts';
import type { LayerInfo } from '../spec/describe.ts';

/**
 * How statistics over a batch are used. `train`: those of the batch, and the running ones are updated; `batch`: those of
 * the batch, nothing is updated; `running`: the running ones; `precise`: population statistics recomputed with frozen
 * weights. Layers without statistics treat all four alike; dropout works in `train` only.
 */
export type Mode = 'train' | 'batch' | 'running' | 'precise';

/** Whether a pass in this mode takes its statistics from its own batch. */
export const usesBatchStatistics = (mode: Mode): boolean => mode === 'train' || mode === 'batch';

/** What weight decay and freezing ask of a parameter. */
export type ParameterRole = 'weight' | 'bias' | 'normalization';

/** Learned numbers with their gradient, both of `size`. */
export interface Parameter {
  /** `dense1.weight`, `norm1.gamma`, ... */
  name: string;
  role: ParameterRole;
  value: Tensor;
  gradient: Tensor;
  size: number;
  /** False while the layer is frozen: optimizers leave the parameter as it is. */
  trainable: boolean;
}

/** Reserves a learned parameter and its gradient, both zero. */
export const createParameter = (kernels: Kernels, name: string, role: ParameterRole, size: number): Parameter => ({
  name,
  role,
  value: kernels.allocate(size),
  gradient: kernels.allocate(size),
  size,
  trainable: true,
});

/** Numbers that belong to a layer and must be saved, but are not learned. */
export interface LayerState {
  name: string;
  value: Tensor;
  size: number;
}

/** What a normalization layer shows of itself, `channels` numbers each; null where the layer has no such thing. */
export interface NormReport {
  channels: number;
  batchMean: Tensor | null;
  batchVariance: Tensor | null;
  runningMean: Tensor | null;
  runningVariance: Tensor | null;
  gamma: Tensor | null;
  beta: Tensor | null;
}

/** What every layer is built with. */
export interface LayerContext {
  kernels: Kernels;
  /** Most rows (samples) of a forward pass. */
  capacity: number;
  /** Most rows of a pass in mode `train`, and of a backward pass after any mode. */
  batch: number;
  /** Draws initial weights. */
  initialization: Random;
  /** Draws what dropout leaves out. */
  dropout: Random;
}

/**
 * A batch is `rows` samples; a sample of shape [channels, height, width] lies with its channels beside each other, so
 * that the batch is a matrix of rows x height x width by channels (positions are rows to whatever works on channels).
 */
export interface Layer {
  readonly info: LayerInfo;
  readonly parameters: readonly Parameter[];
  readonly state: readonly LayerState[];
  /** Output of the last forward pass: capacity x size of a sample, of which the first `rows` samples are valid. */
  readonly output: Tensor;
  /** Input of the last forward pass. */
  readonly input: Tensor | null;
  readonly norm: NormReport | null;
  /** x: rows samples in, returns {@link output}. */
  forward(x: Tensor, rows: number, mode: Mode): Tensor;
  /**
   * dy: rows samples out, after a forward pass of the same rows. It is the gradient of what that pass computed: the
   * statistics of a batch are part of the function, running and population statistics are constants. Overwrites the
   * parameters' gradients and returns the gradient of the input, or null where nobody asked for it. May overwrite dy.
   */
  backward(dy: Tensor, rows: number): Tensor | null;
  /** Tells the layer which update comes next, counted from 1: for what changes with the steps. */
  beginStep?(step: number): void;
  /** Brings {@link norm} up to date before it is read, where that costs something. */
  refreshReport?(): void;
}

/** A layer with population statistics that can be recomputed (Ioffe and Szegedy 2015, Algorithm 2). */
export interface PopulationLayer extends Layer {
  /**
   * The running statistics and the population's, one mean a channel; the variance, one a channel too, is that of
   * decorrelation's whole covariance instead: check its size.
   */
  readonly population: { running: ChannelStatistics; precise: ChannelStatistics; channels: number };
  /** Forgets the population averages. */
  resetPrecise(): void;
  /** Adds the statistics of the last batch, of `rows` samples, as the `count`-th of the population averages. */
  averagePrecise(count: number, rows: number): void;
  /** Training batches with a non-finite number, which were kept out of the running statistics. */
  readonly skippedBatches: number;
}

export const hasPopulation = (layer: Layer): layer is PopulationLayer => 'resetPrecise' in layer;
