/** Addresses of tensors in the memory of the fast kernels. A tensor that is too small is refused here. */
import type { Tensor } from '../interface/tensor.ts';

/** Bytes of a float32 number. */
export const F32 = 4;

/** The address of a tensor that must hold `count` numbers. */
export function address(x: Tensor, count: number): number {
  if (x.size < count) throw new RangeError(`a kernel needs ${count} numbers, but the tensor holds ${x.size}`);
  return x.offset;
}

/** Address 0 stands for an absent tensor. */
export const optional = (x: Tensor | null, count: number): number => (x ? address(x, count) : 0);
