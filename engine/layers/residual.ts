/**
 * Residual block (He et al. 2016): y = branch(x) + shortcut(x), the shortcut being the identity where it has no layers.
 * Backward: both get dy, and their gradients add up.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { infoOf } from '../spec/describe.ts';
import { sizeOf, type ResidualPlan } from '../spec/plan.ts';
import { backwardChain, forwardChain } from './chain.ts';
import type { Layer, LayerContext } from './layer.ts';

/** A block around layers that are built already; their parameters stay theirs. */
export function createResidual(
  { kernels, capacity, batch }: LayerContext,
  plan: ResidualPlan,
  branch: readonly Layer[],
  shortcut: readonly Layer[],
): Layer {
  const size = sizeOf(plan.shape);
  const inputs = sizeOf(plan.inputShape);
  const output = kernels.allocate(capacity * size);
  const dx = kernels.allocate(batch * inputs);
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
    forward(x, rows, mode) {
      input = x;
      const y = forwardChain(branch, x, rows, mode);
      kernels.add(y, forwardChain(shortcut, x, rows, mode), output, rows * size);
      return output;
    },
    backward(dy, rows) {
      // Layers inside a block always give the gradient of their input.
      const fromBranch = backwardChain(branch, dy, rows)!;
      kernels.add(fromBranch, backwardChain(shortcut, dy, rows)!, dx, rows * inputs);
      return dx;
    },
  };
}
