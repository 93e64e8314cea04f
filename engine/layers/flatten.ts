/** Flatten: an image becomes a row of numbers, in the order in which they lie already. Nothing is computed or copied. */
import type { Tensor } from '../kernels/kernels.ts';
import { infoOf } from '../spec/describe.ts';
import type { FlattenPlan } from '../spec/plan.ts';
import type { Layer, LayerContext } from './layer.ts';

/** A layer that gives its input. */
export function createFlatten({ kernels }: LayerContext, plan: FlattenPlan): Layer {
  let input: Tensor | null = null;
  const before = kernels.allocate(0);
  return {
    info: infoOf(plan),
    parameters: [],
    state: [],
    norm: null,
    get input() {
      return input;
    },
    get output() {
      return input ?? before;
    },
    forward(x) {
      input = x;
      return x;
    },
    backward: (dy) => dy,
  };
}
