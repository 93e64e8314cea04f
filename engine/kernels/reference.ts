/**
 * The reference kernels: float64, one plain loop for each formula. They are the specification of {@link Kernels}, what
 * gradient checks and exact identities run on, and what the fast kernels are tested against. Not meant to be fast.
 */
import type { Kernels } from './kernels.ts';
import { activationKernels } from './reference/activation.ts';
import { columnKernels } from './reference/column.ts';
import { convolutionKernels } from './reference/convolution.ts';
import { elementwiseKernels } from './reference/elementwise.ts';
import { groupKernels } from './reference/group.ts';
import { lossKernels } from './reference/loss.ts';
import { createMemoryKernels } from './reference/memory.ts';
import { optimizerKernels } from './reference/optimizer.ts';
import { poolingKernels } from './reference/pooling.ts';
import { productKernels } from './reference/product.ts';
import { coefficientKernels } from './shared/coefficient.ts';

export { SCALED_TANH } from './reference/activation.ts';

/** A fresh reference kernel set with an arena of its own. */
export const createReferenceKernels = (): Kernels => ({
  name: 'reference',
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
  ...coefficientKernels,
  ...elementwiseKernels,
});
