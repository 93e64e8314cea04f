/** Activation layer: y = f(x), element by element; backward: dx = dy f'(x). The functions are in the kernels. */
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { LayerInfo } from '../spec/describe.ts';
import type { Activation } from '../spec/schema.ts';
import type { Layer } from './layer.ts';

/** An activation of `info.shape[0]` units for batches of at most `capacity` rows. */
export function createActivation(kernels: Kernels, info: LayerInfo, kind: Activation, capacity: number): Layer {
  const columns = info.shape[0]!;
  const output = kernels.allocate(capacity * columns);
  const dx = kernels.allocate(capacity * columns);
  let input: Tensor | null = null;
  return {
    info,
    parameters: [],
    state: [],
    output,
    norm: null,
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.activate(kind, x, output, rows * columns);
      return output;
    },
    backward(dy, rows) {
      kernels.activateBackward(kind, input!, output, dy, dx, rows * columns);
      return dx;
    },
  };
}
