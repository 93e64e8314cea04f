/**
 * The network that a specification stands for, as a flat list of layers with shapes and parameter counts, without
 * building it: the form shows it while a person types. The plan behind it, which the engine compiles: plan.ts. Throws PlanError like it.
 */
import { flatten, type LayerPlan } from './plan.ts';
import { planModel } from './plan-networks.ts';
import type { ModelSpec } from './schema.ts';

/** What a layer is; normalizers have names of their own (plan.ts). */
export const LAYER_KINDS = [
  'input',
  'dense',
  'conv2d',
  'max-pool',
  'average-pool',
  'global-average-pool',
  'flatten',
  'dropout',
  'residual',
  'scalar',
  'activation',
  'batch-norm',
  'layer-norm',
  'instance-norm',
  'group-norm',
  'rms-norm',
  'batch-renorm',
  'ghost-batch-norm',
  'filter-response-norm',
  'switchable-norm',
  'decorrelated-batch-norm',
  'dynamic-tanh',
  'dynamic-erf',
  'affine',
] as const;
export type LayerKind = (typeof LAYER_KINDS)[number];

/** One layer of the network. */
export interface LayerInfo {
  /** Unique in the network: `dense1`, `norm1`, `block2.conv1`, ... */
  name: string;
  kind: LayerKind;
  /** Shape of one sample after the layer: [units], or [channels, height, width]. */
  shape: number[];
  /** Learned numbers in the layer itself; those of a residual block are counted with the layers inside it. */
  parameters: number;
}

/** Layers from the input on. `shape` is that of one sample, `outputs` the number of classes or targets. */
export function describeModel(model: ModelSpec, shape: readonly number[], outputs: number): LayerInfo[] {
  const input: LayerInfo = { name: 'input', kind: 'input', shape: [...shape], parameters: 0 };
  return [input, ...flatten(planModel(model, shape, outputs)).map(infoOf)];
}

/** What is shown of one layer of a plan. */
export const infoOf = ({ name, kind, shape, parameters }: LayerPlan): LayerInfo => ({ name, kind, shape, parameters });

/** Learned numbers in the whole network. */
export const countParameters = (layers: readonly LayerInfo[]): number =>
  layers.reduce((sum, layer) => sum + layer.parameters, 0);
