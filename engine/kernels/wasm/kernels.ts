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
import { instantiate, SCRATCH_BYTES, type Modules } from './instance.ts';

/** A kernel set called `name` on these exports, with tensors in `memory` from byte `start` on. */
export function createKernelSet(name: string, wasm: KernelExports, memory: WebAssembly.Memory, start: number): Kernels {
  const arena = createArena(memory, start);
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

/** A fresh kernel set called `name` with a memory of its own. */
export function createWasmKernels(name: string, modules: Modules): Kernels {
  const memory = createMemory();
  return createKernelSet(name, instantiate(modules, memory), memory, SCRATCH_BYTES);
}
