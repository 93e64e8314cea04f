/** The part of the kernel interface for what is done to numbers one by one, and sums over all of them. */
import type { Tensor } from './tensor.ts';

export interface ElementwiseKernels {
  /** out = a + b. out may alias either. */
  add(a: Tensor, b: Tensor, out: Tensor, size: number): void;
  /** out = a * b. out may alias either. */
  multiply(a: Tensor, b: Tensor, out: Tensor, size: number): void;
  /** out = factor * x. out may alias x. */
  scale(x: Tensor, factor: number, out: Tensor, size: number): void;
  /** out = out + factor * x. */
  addScaled(x: Tensor, factor: number, out: Tensor, size: number): void;
  /** Sum of the squares of `size` numbers: the squared l2 norm. Not finite when a number is not. */
  sumOfSquares(x: Tensor, size: number): number;
  /** True when all `size` numbers are finite. */
  allFinite(x: Tensor, size: number): boolean;
}
