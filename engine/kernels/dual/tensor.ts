/** Dual kernels: the tensor, which carries a tangent beside its values. */
import type { ChannelStatistics } from '../interface/column.ts';
import type { Tensor } from '../interface/tensor.ts';

/** Numbers and their derivatives along the direction in which everything is differentiated. */
export interface DualTensor extends Tensor {
  readonly data: Float64Array;
  /** d data / dt; as long as `data`. Whoever writes to `data` by hand leaves the tangent as it is: zero unless set. */
  readonly tangent: Float64Array;
}

/** The same tensor with its tangent. Throws where it comes from another kernel set. */
export function dual(x: Tensor): DualTensor {
  if (!('tangent' in x))
    throw new TypeError('A tensor of other kernels was given to the dual kernels: it has no tangent');
  return x as DualTensor;
}

/** As {@link dual}, where there may be none. */
export const dualOrNull = (x: Tensor | null): DualTensor | null => (x === null ? null : dual(x));

/** Mean and variance with their tangents. */
export const dualStatistics = ({ mean, variance }: ChannelStatistics): { mean: DualTensor; variance: DualTensor } => ({
  mean: dual(mean),
  variance: dual(variance),
});

/** Whether the first `size` tangents are all 0: then whole products can be left out. */
export function isConstant({ tangent }: DualTensor, size: number): boolean {
  for (let i = 0; i < size; i++) if (tangent[i] !== 0) return false;
  return true;
}
