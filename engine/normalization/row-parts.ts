/**
 * Parts of a batch that start at every `step`-th number, for kernels that work on some of its rows. The views are made
 * once for each tensor, because a training step must not make any: layers hand the same tensors on in every step.
 */
import type { Kernels, Tensor } from '../kernels/kernels.ts';

/** Gives the views of one tensor, each from a part's first number to the end of the tensor. */
export type RowParts = (of: Tensor) => readonly Tensor[];

/** Makes what remembers the parts of the last tensor that it was asked for. */
export function createRowParts(kernels: Kernels, step: number): () => RowParts {
  return () => {
    let last: Tensor | null = null;
    let parts: Tensor[] = [];
    return (of) => {
      if (of !== last) {
        parts = [];
        for (let start = 0; start < of.size; start += step) parts.push(kernels.slice(of, start, of.size - start));
        last = of;
      }
      return parts;
    };
  };
}
