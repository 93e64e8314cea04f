/** Complete pieces of a specification for tests that build parts of the engine by hand. */
import type { LayerContext } from '../../engine/layers/layer.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { createNormalizer } from '../../engine/normalization/create.ts';
import { stream } from '../../engine/random.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import type { NormalizationPlan } from '../../engine/spec/plan.ts';
import { RunSpec, type LossSpec, type OptimizerSpec } from '../../engine/spec/schema.ts';

/** Stochastic gradient descent as the schema completes it. */
export const sgd = (learningRate: number, momentum = 0): OptimizerSpec =>
  RunSpec.parse({ optimizer: { type: 'sgd', learningRate, momentum } }).optimizer;

/** A loss with its defaults. */
export const lossOf = (type: LossSpec['type']): LossSpec => RunSpec.parse({ loss: { type } }).loss;

/** What a layer is built with, for at most `rows` samples. */
export const contextOf = (kernels: Kernels, rows: number, seed = 1): LayerContext => ({
  kernels,
  capacity: rows,
  batch: rows,
  initialization: stream(seed, 'initialization'),
  dropout: stream(seed, 'dropout'),
});

type NormalizationInput = { type: NormalizationPlan['normalization']['type'] } & Record<string, unknown>;

/** The plan of the one normalizer of a network on samples of that shape. */
export function normalizerPlan(normalization: NormalizationInput, shape: number[]): NormalizationPlan {
  const layers = [{ type: 'normalization' }];
  const { model } = RunSpec.parse({ model: { kind: 'layers', layers, normalization }, training: { batchSize: 60 } });
  return planModel(model, shape, 1)[0] as NormalizationPlan;
}

/** A normalization layer called `norm1` with the defaults of the schema where `normalization` says nothing. */
export const normalizer = (kernels: Kernels, normalization: NormalizationInput, shape: number[], rows: number) =>
  createNormalizer(contextOf(kernels, rows), normalizerPlan(normalization, shape));
