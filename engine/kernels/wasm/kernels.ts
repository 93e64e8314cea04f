/**
 * The fast kernels: float32 on WebAssembly SIMD. The bindings give each kernel its addresses and check that what it reads
 * and writes lies inside its tensors, because a wrong size would quietly overwrite another one. The arithmetic is in
 * ./assembly.
 */
import type { Kernels } from '../kernels.ts';
import { coefficientKernels } from '../shared/coefficient.ts';
import { createArena, createMemory } from './arena.ts';
import { createActivationKernels } from './bindings/activation.ts';
import { createColumnKernels } from './bindings/column.ts';
import { createConvolutionKernels } from './bindings/convolution.ts';
import { createElementwiseKernels } from './bindings/elementwise.ts';
import { createGroupKernels } from './bindings/group.ts';
import { createLossKernels } from './bindings/loss.ts';
import { createMemoryKernels } from './bindings/memory.ts';
import { createOptimizerKernels } from './bindings/optimizer.ts';
import { createPoolingKernels } from './bindings/pooling.ts';
import { createProductKernels } from './bindings/product.ts';
import type { KernelExports } from './exports.ts';
import { instantiatePairs } from './pairs.ts';

/** The exports of a fresh instance of `module`, with those of `pairs` in place of theirs if given, and their memory. */
export function instantiate(
  module: WebAssembly.Module,
  pairs: WebAssembly.Module | null = null,
): { exports: KernelExports; memory: WebAssembly.Memory } {
  const memory = createMemory();
  const instance = new WebAssembly.Instance(module, { env: { memory, log: Math.log } });
  const exports = instance.exports as unknown as KernelExports;
  exports.initialize();
  return { exports: pairs ? { ...exports, ...instantiatePairs(pairs, memory) } : exports, memory };
}

/** A fresh kernel set called `name` with an arena of its own, from built modules (see pairs.ts for the second). */
export function createWasmKernels(
  name: string,
  module: WebAssembly.Module,
  pairs: WebAssembly.Module | null = null,
): Kernels {
  const { exports: wasm, memory } = instantiate(module, pairs);
  const arena = createArena(memory, wasm.ARENA_START.value as number);

  return {
    name,
    precision: 'float32',
    ...createMemoryKernels(wasm, arena),
    ...createProductKernels(wasm),
    ...createActivationKernels(wasm),
    ...createColumnKernels(wasm),
    ...createLossKernels(wasm, arena),
    ...createOptimizerKernels(wasm),
    ...createGroupKernels(wasm),
    ...createConvolutionKernels(wasm),
    ...createPoolingKernels(wasm),
    ...coefficientKernels,
    ...createElementwiseKernels(wasm),
  };
}
