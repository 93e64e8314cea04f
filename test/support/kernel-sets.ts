/** The kernel sets a suite runs over, with the relative error each may have against numbers computed in float64. */
import { loadKernels } from '../../engine/kernels/load.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';

export const KERNEL_SETS: { name: 'reference' | 'wasm'; tolerance: number }[] = [
  { name: 'reference', tolerance: 1e-9 },
  { name: 'wasm', tolerance: 1e-4 },
];

export const load = (name: 'reference' | 'wasm'): Promise<Kernels> => loadKernels(name);

/** Largest difference between two lists, relative to the largest number of the second (at least 1). */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let size = 1;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs(actual[i]! - expected[i]!);
    difference = Number.isNaN(gap) ? Infinity : Math.max(difference, gap);
    size = Math.max(size, Math.abs(expected[i]!));
  }
  return difference / size;
}

/** A tensor holding `values`. */
export function tensor(kernels: Kernels, values: ArrayLike<number>): ReturnType<Kernels['allocate']> {
  const t = kernels.allocate(values.length);
  t.data.set(Array.from(values));
  return t;
}
