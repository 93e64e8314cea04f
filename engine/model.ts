/** Compiles the model of a specification into layers with reserved tensors. Not for training: see train.ts. */
import { initialize, weightDeviation } from './initializers/initializers.ts';
import type { Kernels, Tensor } from './kernels/kernels.ts';
import { createActivation } from './layers/activation.ts';
import { createDense } from './layers/dense.ts';
import type { Layer, Mode, Parameter } from './layers/layer.ts';
import { createAffine } from './normalization/affine.ts';
import { createBatchNorm } from './normalization/batch-norm.ts';
import type { Random } from './random.ts';
import { describeModel, type LayerInfo } from './spec/describe.ts';
import type { RunSpec } from './spec/schema.ts';

/** A compiled network. Nothing allocates after {@link compileModel}. */
export interface Model {
  /** From the input on; the input itself is not a layer. */
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];
  /** Numbers the last layer gives for a sample. */
  readonly outputs: number;
  /** x: rows x inputs; returns rows x outputs. */
  forward(x: Tensor, rows: number, mode: Mode): Tensor;
  /** Fills all gradients, given that of the outputs, after a forward pass in mode `train`. */
  backward(dy: Tensor, rows: number): void;
}

export interface ModelShape {
  /** Shape of one sample. */
  shape: readonly number[];
  /** Classes, or targets for regression. */
  outputs: number;
  /** Most rows in one pass. */
  capacity: number;
}

/** Builds the network; weights are drawn from `random`, layer by layer from the input on. */
export function compileModel(
  kernels: Kernels,
  spec: RunSpec['model'],
  { shape, outputs, capacity }: ModelShape,
  random: Random,
): Model {
  const [input, ...infos] = describeModel(spec, shape, outputs);
  let width = input!.shape.reduce((a, b) => a * b, 1);
  const layers = infos.map((info, index) => {
    const layer = createLayer(kernels, spec, info, { inputs: width, capacity, first: index === 0 });
    if (info.kind === 'dense') {
      const fanOut = info.shape[0]!;
      initialize(layer.parameters[0]!.value, weightDeviation(spec.initializer, width, fanOut), random);
      width = fanOut;
    }
    return layer;
  });
  return {
    layers,
    parameters: layers.flatMap((layer) => layer.parameters),
    outputs,
    forward(x, rows, mode) {
      let y = x;
      for (const layer of layers) y = layer.forward(y, rows, mode);
      return y;
    },
    backward(dy, rows) {
      let gradient: Tensor | null = dy;
      for (let i = layers.length - 1; i >= 0 && gradient !== null; i--) gradient = layers[i]!.backward(gradient, rows);
    },
  };
}

function createLayer(
  kernels: Kernels,
  spec: RunSpec['model'],
  info: LayerInfo,
  { inputs, capacity, first }: { inputs: number; capacity: number; first: boolean },
): Layer {
  const norm = spec.normalization;
  switch (info.kind) {
    case 'dense': {
      const outputs = info.shape[0]!;
      const bias = info.parameters > inputs * outputs;
      return createDense(kernels, info, { inputs, outputs, bias, capacity, inputGradient: !first });
    }
    case 'activation':
      return createActivation(kernels, info, spec.activation, capacity);
    case 'batch-norm':
      if (norm.type !== 'batch') break;
      return createBatchNorm(kernels, info, norm, capacity);
    case 'affine':
      if (norm.type !== 'affine') break;
      return createAffine(kernels, info, norm, capacity);
    case 'input':
      break;
    default:
      info.kind satisfies never;
  }
  throw new Error(`The layer ${info.name} does not belong to this model.`);
}
