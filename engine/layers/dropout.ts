/**
 * Dropout (Srivastava et al. 2014), inverted: in training each number is kept with probability 1 - rate and divided by
 * it, otherwise 0; anywhere else nothing happens. Backward: the same mask on the gradient, if there was one. Masks come from stream
 * `dropout` of the seed, one draw a number.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { infoOf } from '../spec/describe.ts';
import { sizeOf, type DropoutPlan } from '../spec/plan.ts';
import type { Layer, LayerContext } from './layer.ts';

/** 2^32: draws are whole numbers below it. */
const RANGE = 0x1_0000_0000;

/** Dropout on samples of any shape. */
export function createDropout({ kernels, batch, dropout }: LayerContext, plan: DropoutPlan): Layer {
  const size = sizeOf(plan.shape);
  const kept = 1 / (1 - plan.rate);
  const threshold = plan.rate * RANGE;
  const mask = kernels.allocate(batch * size);
  const masked = kernels.allocate(batch * size);
  const dx = kernels.allocate(batch * size);
  let input: Tensor | null = null;
  let output: Tensor = masked;
  return {
    info: infoOf(plan),
    parameters: [],
    state: [],
    norm: null,
    get input() {
      return input;
    },
    get output() {
      return output;
    },
    forward(x, rows, mode) {
      input = x;
      output = x;
      if (mode !== 'train') return x;
      const { data } = mask;
      for (let i = 0; i < rows * size; i++) data[i] = dropout.int(RANGE) < threshold ? 0 : kept;
      kernels.multiply(x, mask, masked, rows * size);
      output = masked;
      return masked;
    },
    backward(dy, rows) {
      if (output !== masked) return dy;
      kernels.multiply(dy, mask, dx, rows * size);
      return dx;
    },
  };
}
