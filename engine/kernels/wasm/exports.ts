/** What the built WebAssembly module exports; the sources are in ./assembly. Addresses are bytes, sizes count numbers. */
import type { ActivationExports } from './bindings/activation.ts';
import type { ColumnExports } from './bindings/column.ts';
import type { ConvolutionExports } from './bindings/convolution.ts';
import type { ElementwiseExports } from './bindings/elementwise.ts';
import type { GroupExports } from './bindings/group.ts';
import type { LossExports } from './bindings/loss.ts';
import type { MemoryExports } from './bindings/memory.ts';
import type { OptimizerExports } from './bindings/optimizer.ts';
import type { PoolingExports } from './bindings/pooling.ts';
import type { ProductExports } from './bindings/product.ts';

export interface KernelExports
  extends
    MemoryExports,
    ProductExports,
    ActivationExports,
    ColumnExports,
    LossExports,
    OptimizerExports,
    GroupExports,
    ConvolutionExports,
    PoolingExports,
    ElementwiseExports {
  /** Must be called before any other kernel. */
  initialize(): void;
  fusesMultiplyAdd(x: number): number;
}
