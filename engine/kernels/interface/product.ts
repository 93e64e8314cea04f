/** The part of the kernel interface for matrix products, which dense layers are made of. */
import type { Tensor } from './tensor.ts';

export interface ProductKernels {
  /** out (m x n) = x (m x k) times transposed w (n x k), plus bias (n) where given: the forward pass of a dense layer. */
  dense(x: Tensor, w: Tensor, bias: Tensor | null, out: Tensor, m: number, n: number, k: number): void;
  /** dx (m x k) = dy (m x n) times w (n x k). */
  denseInputGradient(dy: Tensor, w: Tensor, dx: Tensor, m: number, n: number, k: number): void;
  /** dw (n x k) = transposed dy (m x n) times x (m x k); overwrites dw. */
  denseWeightGradient(dy: Tensor, x: Tensor, dw: Tensor, m: number, n: number, k: number): void;
}
