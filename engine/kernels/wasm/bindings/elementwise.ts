/** Fast kernels: what is done to numbers one by one, and sums over all of them. The arithmetic is in ../assembly. */
import type { ElementwiseKernels } from '../../interface/elementwise.ts';
import { address } from '../address.ts';

export interface ElementwiseExports {
  sumOfSquares(x: number, size: number): number;
  allFinite(x: number, size: number): number;
}

export const createElementwiseKernels = (wasm: ElementwiseExports): ElementwiseKernels => ({
  sumOfSquares: (x, size) => wasm.sumOfSquares(address(x, size), size),
  allFinite: (x, size) => wasm.allFinite(address(x, size), size) !== 0,
});
