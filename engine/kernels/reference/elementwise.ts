/** Reference kernels: what is done to numbers one by one, and sums over all of them. */
import type { ElementwiseKernels } from '../interface/elementwise.ts';
import { at } from './at.ts';

export const elementwiseKernels: ElementwiseKernels = {
  add(a, b, out, size) {
    for (let i = 0; i < size; i++) out.data[i] = at(a, i) + at(b, i);
  },
  multiply(a, b, out, size) {
    for (let i = 0; i < size; i++) out.data[i] = at(a, i) * at(b, i);
  },
  scale(x, factor, out, size) {
    for (let i = 0; i < size; i++) out.data[i] = factor * at(x, i);
  },
  addScaled(x, factor, out, size) {
    for (let i = 0; i < size; i++) out.data[i] = at(out, i) + factor * at(x, i);
  },
  sumOfSquares(x, size) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += at(x, i) ** 2;
    return sum;
  },
  allFinite(x, size) {
    for (let i = 0; i < size; i++) if (!Number.isFinite(at(x, i))) return false;
    return true;
  },
};
