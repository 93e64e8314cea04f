/** The part of the kernel interface for reserving tensors, filling, copying and gathering. */
import type { Tensor } from './tensor.ts';

export interface MemoryKernels {
  /** Reserves `size` zeros. Called while a model is compiled, never during a step. */
  allocate(size: number): Tensor;
  /** A view of `size` numbers of `of` from element `start`. */
  slice(of: Tensor, start: number, size: number): Tensor;
  fill(x: Tensor, value: number): void;
  copy(from: Tensor, to: Tensor): void;
  /** Copies the rows `indices[0..rows)` of `source` (n x columns) to `out` (rows x columns). `indices` is an int32 view. */
  gatherRows(source: Tensor, indices: Int32Array, rows: number, columns: number, out: Tensor): void;
}
