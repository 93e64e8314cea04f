/**
 * The kernel interface: the only numeric vocabulary that layers speak.
 *
 * Three sets implement it. `reference` (float64, plain loops) is the specification: gradient checks and exact identities
 * run on it. `wasm` (float32, SIMD) is the fast one. `dual` (float64) carries a tangent beside every number, for exact
 * Hessian-vector products; it does not train. One test suite runs over all. Matrices are row-major; a batch is
 * `rows` samples by `columns` features. No kernel allocates; outputs are written in place and may not alias inputs
 * unless a method says so. Each topic has a file in ./interface, ./reference, ./dual,
 * ./wasm/bindings; small formulas that sets share are in ./shared.
 */
import type { ActivationKernels } from './interface/activation.ts';
import type { CoefficientKernels } from './interface/coefficient.ts';
import type { ColumnKernels } from './interface/column.ts';
import type { ConvolutionKernels } from './interface/convolution.ts';
import type { ElementwiseKernels } from './interface/elementwise.ts';
import type { GroupKernels } from './interface/group.ts';
import type { LossKernels } from './interface/loss.ts';
import type { MemoryKernels } from './interface/memory.ts';
import type { OptimizerKernels } from './interface/optimizer.ts';
import type { PoolingKernels } from './interface/pooling.ts';
import type { ProductKernels } from './interface/product.ts';

export type { ChannelStatistics } from './interface/column.ts';
export type { GroupLayout } from './interface/group.ts';
export type { Tensor } from './interface/tensor.ts';

export interface Kernels
  extends
    MemoryKernels,
    ProductKernels,
    ActivationKernels,
    ColumnKernels,
    LossKernels,
    OptimizerKernels,
    GroupKernels,
    ConvolutionKernels,
    PoolingKernels,
    CoefficientKernels,
    ElementwiseKernels {
  /** `reference`, `dual`, `wasm-simd` or `wasm-relaxed-simd`: stored with a run, because bits depend on it. */
  readonly name: string;
  readonly precision: 'float32' | 'float64';
}
