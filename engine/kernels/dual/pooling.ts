/**
 * Dual kernels: pooling. Means are linear: tangents go through the same kernel as values. A maximum has the tangent of the
 * number that won.
 */
import type { Tensor } from '../interface/tensor.ts';
import type { PoolingKernels } from '../interface/pooling.ts';
import { poolingKernels as reference } from '../reference/pooling.ts';
import { dual } from './tensor.ts';

/** The tangent of a tensor as a tensor of its own. */
const tangentOf = (x: Tensor): Tensor => ({ data: dual(x).tangent, offset: x.offset, size: x.size });

export const poolingKernels: PoolingKernels = {
  maxPool(x, out, winners, g) {
    reference.maxPool(x, out, winners, g);
    const [a, to] = [dual(x), dual(out)];
    const size = g.rows * g.outHeight * g.outWidth * g.channels;
    for (let i = 0; i < size; i++) to.tangent[i] = a.tangent[winners.data[i]!]!;
  },
  maxPoolGradient(dy, winners, dx, g) {
    reference.maxPoolGradient(dy, winners, dx, g);
    reference.maxPoolGradient(tangentOf(dy), winners, tangentOf(dx), g);
  },
  averagePool(x, out, g) {
    reference.averagePool(x, out, g);
    reference.averagePool(tangentOf(x), tangentOf(out), g);
  },
  averagePoolGradient(dy, dx, g) {
    reference.averagePoolGradient(dy, dx, g);
    reference.averagePoolGradient(tangentOf(dy), tangentOf(dx), g);
  },
  globalAverage(x, out, rows, positions, channels) {
    reference.globalAverage(x, out, rows, positions, channels);
    reference.globalAverage(tangentOf(x), tangentOf(out), rows, positions, channels);
  },
  globalAverageGradient(dy, dx, rows, positions, channels) {
    reference.globalAverageGradient(dy, dx, rows, positions, channels);
    reference.globalAverageGradient(tangentOf(dy), tangentOf(dx), rows, positions, channels);
  },
};
