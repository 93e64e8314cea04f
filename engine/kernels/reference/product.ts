/** Reference kernels: matrix products, which dense layers are made of. */
import type { ProductKernels } from '../interface/product.ts';
import { at } from './at.ts';

export const productKernels: ProductKernels = {
  dense(x, w, bias, out, m, n, k) {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        let sum = bias ? at(bias, j) : 0;
        for (let p = 0; p < k; p++) sum += at(x, i * k + p) * at(w, j * k + p);
        out.data[i * n + j] = sum;
      }
  },
  denseInputGradient(dy, w, dx, m, n, k) {
    for (let i = 0; i < m; i++)
      for (let p = 0; p < k; p++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += at(dy, i * n + j) * at(w, j * k + p);
        dx.data[i * k + p] = sum;
      }
  },
  denseWeightGradient(dy, x, dw, m, n, k) {
    for (let j = 0; j < n; j++)
      for (let p = 0; p < k; p++) {
        let sum = 0;
        for (let i = 0; i < m; i++) sum += at(dy, i * n + j) * at(x, i * k + p);
        dw.data[j * k + p] = sum;
      }
  },
};
