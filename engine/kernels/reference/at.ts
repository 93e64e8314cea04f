/** Reading a tensor in the reference kernels. */
import type { Tensor } from '../interface/tensor.ts';

/** Entry of a tensor that is known to lie inside it. */
export const at = (x: Tensor | Int32Array, i: number): number => ('data' in x ? x.data[i] : x[i]) as number;
