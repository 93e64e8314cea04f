/** Activation layer: y = f(x), element by element; backward: dx = dy f'(x). The functions are in the kernels. */
import type { Tensor } from '../kernels/kernels.ts';
import { infoOf } from '../spec/describe.ts';
import { sizeOf, type ActivationPlan } from '../spec/plan.ts';
import type { Layer, LayerContext } from './layer.ts';

/** An activation of any shape. */
export function createActivation({ kernels, capacity, batch }: LayerContext, plan: ActivationPlan): Layer {
  const columns = sizeOf(plan.shape);
  const kind = plan.activation;
  const output = kernels.allocate(capacity * columns);
  const dx = kernels.allocate(batch * columns);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
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
