/** Dual kernels: what is done to numbers one by one. Sums over all of them are plain numbers, as in the reference kernels. */
import type { ElementwiseKernels } from '../interface/elementwise.ts';
import { elementwiseKernels as reference } from '../reference/elementwise.ts';
import { dual } from './tensor.ts';

export const elementwiseKernels: ElementwiseKernels = {
  ...reference,
  add(a, b, out, size) {
    const [x, y, to] = [dual(a), dual(b), dual(out)];
    for (let i = 0; i < size; i++) {
      to.data[i] = x.data[i]! + y.data[i]!;
      to.tangent[i] = x.tangent[i]! + y.tangent[i]!;
    }
  },
  multiply(a, b, out, size) {
    const [x, y, to] = [dual(a), dual(b), dual(out)];
    for (let i = 0; i < size; i++) {
      const [p, q] = [x.data[i]!, y.data[i]!];
      to.tangent[i] = x.tangent[i]! * q + p * y.tangent[i]!;
      to.data[i] = p * q;
    }
  },
  scale(x, factor, out, size) {
    const [a, to] = [dual(x), dual(out)];
    for (let i = 0; i < size; i++) {
      to.data[i] = factor * a.data[i]!;
      to.tangent[i] = factor * a.tangent[i]!;
    }
  },
  addScaled(x, factor, out, size) {
    const [a, to] = [dual(x), dual(out)];
    for (let i = 0; i < size; i++) {
      to.data[i] = to.data[i]! + factor * a.data[i]!;
      to.tangent[i] = to.tangent[i]! + factor * a.tangent[i]!;
    }
  },
};
