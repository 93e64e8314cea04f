/**
 * The network that a specification stands for, as a list of layers with shapes and parameter counts, without building
 * it: the form shows it while a person types. The compiled network must agree (a test compares both).
 */
import type { RunSpec } from './schema.ts';

/** One layer of the network. */
export interface LayerInfo {
  /** Unique in the network: `dense1`, `norm1`, `activation1`, ..., `dense4`. */
  name: string;
  kind: 'input' | 'dense' | 'batch-norm' | 'affine' | 'activation';
  /** Shape of one sample after the layer. */
  shape: number[];
  /** Learned numbers in the layer. */
  parameters: number;
}

/**
 * True where the bias of a hidden dense layer would be cancelled by the mean subtraction that follows it (Ioffe and
 * Szegedy 2015, section 3.2), so that the layer has none.
 */
export const biasIsRedundant = (model: RunSpec['model']): boolean =>
  model.normalization.type === 'batch' && model.normalization.placement === 'before-activation';

/** Layers from the input on. `shape` is that of one sample, `outputs` the number of classes or targets. */
export function describeModel(model: RunSpec['model'], shape: readonly number[], outputs: number): LayerInfo[] {
  const inputs = shape.reduce((a, b) => a * b, 1);
  const layers: LayerInfo[] = [{ name: 'input', kind: 'input', shape: [...shape], parameters: 0 }];
  let width = inputs;
  model.hidden.forEach((units, index) => {
    const number = index + 1;
    const push = (name: string, kind: LayerInfo['kind'], parameters: number): void => {
      layers.push({ name: `${name}${number}`, kind, shape: [units], parameters });
    };
    const normalize = (at: 'before-activation' | 'after-activation'): void => {
      const norm = model.normalization;
      if (norm.type === 'none' || norm.placement !== at) return;
      const learned = (norm.scale ? units : 0) + (norm.center ? units : 0);
      push('norm', norm.type === 'batch' ? 'batch-norm' : 'affine', learned);
    };
    push('dense', 'dense', width * units + (biasIsRedundant(model) ? 0 : units));
    normalize('before-activation');
    push('activation', 'activation', 0);
    normalize('after-activation');
    width = units;
  });
  const last = model.hidden.length + 1;
  layers.push({ name: `dense${last}`, kind: 'dense', shape: [outputs], parameters: width * outputs + outputs });
  return layers;
}

/** Learned numbers in the whole network. */
export const countParameters = (layers: readonly LayerInfo[]): number =>
  layers.reduce((sum, layer) => sum + layer.parameters, 0);
