/** Fast kernels: matrix products, which dense layers are made of. The arithmetic is in ../assembly. */
import type { ProductKernels } from '../../interface/product.ts';
import { F32, address, optional } from '../address.ts';

export interface ProductExports {
  multiply(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    transposed: number,
    bias: number,
    c: number,
    m: number,
    n: number,
    k: number,
    more: number,
    width: number,
  ): void;
}

export const createProductKernels = (wasm: ProductExports): ProductKernels => ({
  dense(x, w, bias, out, m, n, k) {
    wasm.multiply(
      address(x, m * k),
      k * F32,
      F32,
      address(w, n * k),
      1,
      optional(bias, n),
      address(out, m * n),
      m,
      n,
      k,
      0,
      n,
    );
  },
  denseInputGradient(dy, w, dx, m, n, k) {
    wasm.multiply(address(dy, m * n), n * F32, F32, address(w, n * k), 0, 0, address(dx, m * k), m, k, n, 0, k);
  },
  denseWeightGradient(dy, x, dw, m, n, k) {
    wasm.multiply(address(dy, m * n), F32, n * F32, address(x, m * k), 0, 0, address(dw, n * k), n, k, m, 0, k);
  },
});
