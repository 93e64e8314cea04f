/** Instances of the built modules: the exports that a kernel set or a helping thread calls. */
import type { KernelExports } from './exports.ts';

/** Built modules of one kernel set; see pairs.ts for the second, which hosts may lack. */
export interface Modules {
  kernels: WebAssembly.Module;
  pairs: WebAssembly.Module | null;
}

/** What the second module exports, see assembly/pairs.ts. */
export type PairsExports = Pick<
  KernelExports,
  'multiply' | 'setConvolution' | 'convolve' | 'convolveInputGradient' | 'convolveWeightGradient'
>;

/** Bytes of the scratch space of one thread, as in assembly/memory.ts. */
export const SCRATCH_BYTES = 14 * 65_536;

/** The kernels of the second module, working in `memory`. */
export const instantiatePairs = (module: WebAssembly.Module, memory: WebAssembly.Memory, scratch = 0): PairsExports =>
  new WebAssembly.Instance(module, { env: { memory, scratch } }).exports as unknown as PairsExports;

/**
 * The exports of fresh instances that work in `memory`, with those of the second module in place of theirs. Threads that
 * share a memory have different places, counted from 0, and so scratch space of their own.
 */
export function instantiate({ kernels, pairs }: Modules, memory: WebAssembly.Memory, place = 0): KernelExports {
  const scratch = place * SCRATCH_BYTES;
  const { exports } = new WebAssembly.Instance(kernels, { env: { memory, log: Math.log, scratch } });
  const all = exports as unknown as KernelExports;
  all.initialize();
  return pairs ? { ...all, ...instantiatePairs(pairs, memory, scratch) } : { ...all };
}
