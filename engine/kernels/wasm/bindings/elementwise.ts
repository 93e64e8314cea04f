/** Fast kernels: what is done to numbers one by one, and sums over all of them. The arithmetic is in ../assembly. */
import type { ElementwiseKernels } from '../../interface/elementwise.ts';
import { address } from '../address.ts';

export interface ElementwiseExports {
  addNumbers(a: number, b: number, out: number, size: number): void;
  multiplyNumbers(a: number, b: number, out: number, size: number): void;
  scale(x: number, factor: number, out: number, size: number): void;
  addScaled(x: number, factor: number, out: number, size: number): void;
  sumOfSquares(x: number, size: number): number;
  allFinite(x: number, size: number): number;
}

export const createElementwiseKernels = (wasm: ElementwiseExports): ElementwiseKernels => ({
  add(a, b, out, size) {
    wasm.addNumbers(address(a, size), address(b, size), address(out, size), size);
  },
  multiply(a, b, out, size) {
    wasm.multiplyNumbers(address(a, size), address(b, size), address(out, size), size);
  },
  scale(x, factor, out, size) {
    wasm.scale(address(x, size), factor, address(out, size), size);
  },
  addScaled(x, factor, out, size) {
    wasm.addScaled(address(x, size), factor, address(out, size), size);
  },
  sumOfSquares: (x, size) => wasm.sumOfSquares(address(x, size), size),
  allFinite: (x, size) => wasm.allFinite(address(x, size), size) !== 0,
});
