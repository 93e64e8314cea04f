/**
 * Dense layer: y = x W' + b, W of shape outputs x inputs.
 * Backward: dx = dy W, dW = dy' x, db = the column sums of dy.
 */
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { LayerInfo } from '../spec/describe.ts';
import type { Layer, Parameter } from './layer.ts';

export interface DenseOptions {
  inputs: number;
  outputs: number;
  bias: boolean;
  /** Most rows of a batch. */
  capacity: number;
  /** False for the first layer: nobody needs the gradient of the data. */
  inputGradient: boolean;
}

/** A dense layer with zero weights and biases; an initializer fills them. */
export function createDense(kernels: Kernels, info: LayerInfo, options: DenseOptions): Layer {
  const { inputs, outputs, bias, capacity, inputGradient } = options;
  const parameter = (name: string, size: number): Parameter => ({
    name: `${info.name}.${name}`,
    value: kernels.allocate(size),
    gradient: kernels.allocate(size),
    size,
  });
  const weight = parameter('weight', outputs * inputs);
  const shift = bias ? parameter('bias', outputs) : null;
  const output = kernels.allocate(capacity * outputs);
  const dx = inputGradient ? kernels.allocate(capacity * inputs) : null;
  let input: Tensor | null = null;
  return {
    info,
    parameters: shift === null ? [weight] : [weight, shift],
    state: [],
    output,
    norm: null,
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.dense(x, weight.value, shift === null ? null : shift.value, output, rows, outputs, inputs);
      return output;
    },
    backward(dy, rows) {
      kernels.denseWeightGradient(dy, input!, weight.gradient, rows, outputs, inputs);
      if (shift !== null) kernels.sumRows(dy, shift.gradient, rows, outputs);
      if (dx !== null) kernels.denseInputGradient(dy, weight.value, dx, rows, outputs, inputs);
      return dx;
    },
  };
}
