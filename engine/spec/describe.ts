/**
 * The network that a specification stands for, as a flat list of layers with shapes and parameter counts, without
 * building it: the form shows it while a person types. The plan behind it, which the engine compiles: plan.ts. Throws PlanError like it.
 */
import type { LayerKind } from './layer-kinds.ts';
import { flatten, type LayerPlan } from './plan.ts';
import { planModel } from './plan-networks.ts';
import type { ModelSpec } from './schema.ts';

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
