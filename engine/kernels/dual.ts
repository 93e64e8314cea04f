/**
 * The dual kernels: float64, each tensor with a tangent beside its values, which every kernel carries on exactly (forward
 * mode; Wengert 1964). Running the forward and backward pass of a network on them with a direction v as the tangent of
 * its parameters leaves H v, the Hessian times v, as the tangent of their gradients (Pearlmutter 1994, "Fast exact
 * multiplication by the Hessian"), without a change in any layer. Values have the bits of the reference kernels.
 *
 * What is only piecewise smooth (rectifiers, max pooling) is differentiated where it is smooth; at a kink the second
 * derivative counts as 0. Not for training.
 */
import { activationKernels } from './dual/activation.ts';
import { coefficientKernels } from './dual/coefficient.ts';
import { columnKernels } from './dual/column.ts';
import { convolutionKernels } from './dual/convolution.ts';
import { elementwiseKernels } from './dual/elementwise.ts';
import { groupKernels } from './dual/group.ts';
import { lossKernels } from './dual/loss.ts';
import { createMemoryKernels } from './dual/memory.ts';
import { optimizerKernels } from './dual/optimizer.ts';
import { poolingKernels } from './dual/pooling.ts';
import { productKernels } from './dual/product.ts';
import type { Kernels } from './kernels.ts';

export { dual, type DualTensor } from './dual/tensor.ts';

/** A fresh dual kernel set with an arena of its own. */
export const createDualKernels = (): Kernels => ({
  name: 'dual',
  precision: 'float64',
  ...createMemoryKernels(),
  ...productKernels,
  ...activationKernels,
  ...columnKernels,
  ...lossKernels,
  ...optimizerKernels,
  ...groupKernels,
  ...convolutionKernels,
  ...poolingKernels,
  ...elementwiseKernels,
  ...coefficientKernels,
});
