/**
 * The memory of one kernel set: a shared WebAssembly memory that only grows. It is shared because growing a shared
 * memory leaves existing views valid; no other thread sees it.
 */
import type { Tensor } from '../kernels.ts';

const PAGE = 65_536;
/** Pages in 4 GiB: an address space, not a reservation of memory. */
const MAXIMUM_PAGES = 65_536;
/** A cache line. */
const ALIGNMENT = 64;
/** Kernels may read this far past a tensor. */
const PADDING = 64;

export interface Arena {
  readonly memory: WebAssembly.Memory;
  /** Reserves `size` zeros. */
  allocate(size: number): Tensor;
  /** Address of int32 copies of `indices[0..count)`, each checked to lie in [0, limit); valid until the next call. */
  integers(indices: Int32Array, count: number, limit: number, what: string): number;
}

/** A view of `size` float32 numbers from byte `offset`. */
export const viewTensor = (memory: WebAssembly.Memory, offset: number, size: number): Tensor => ({
  data: new Float32Array(memory.buffer, offset, size),
  offset,
  size,
});

/** A memory with nothing in it; `start` is set once the module that uses it says where its scratch space ends. */
export const createMemory = (): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: 2, maximum: MAXIMUM_PAGES, shared: true });

/** Hands out the memory from byte `start` on. */
export function createArena(memory: WebAssembly.Memory, start: number): Arena {
  let next = start;
  let scratch = new Int32Array(0);

  function reserve(bytes: number): number {
    const offset = next;
    const end = Math.ceil((offset + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil((end + PADDING) / PAGE) - memory.buffer.byteLength / PAGE;
    if (missing > 0) {
      try {
        memory.grow(missing);
      } catch (error) {
        const mebibytes = (count: number): string => (count / 2 ** 20).toFixed(0);
        throw new RangeError(
          `${mebibytes(bytes)} MiB do not fit beside the ${mebibytes(offset)} MiB in use: a run may use up to 4 GiB, ` +
            'as far as the machine has them. Use fewer samples, a smaller batch or smaller layers.',
          { cause: error },
        );
      }
    }
    next = end;
    return offset;
  }

  return {
    memory,
    allocate(size) {
      if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`cannot allocate ${size} numbers`);
      return viewTensor(memory, reserve(size * 4), size);
    },
    integers(indices, count, limit, what) {
      if (count > indices.length) throw new RangeError(`${count} ${what} are needed, but there are ${indices.length}`);
      if (count > scratch.length) {
        const capacity = Math.max(256, 2 ** Math.ceil(Math.log2(count)));
        const offset = reserve(capacity * 4);
        scratch = new Int32Array(memory.buffer, offset, capacity);
      }
      for (let i = 0; i < count; i++) {
        const index = indices[i] as number;
        if (index < 0 || index >= limit)
          throw new RangeError(`${what}: ${index} at position ${i} is not between 0 and ${limit - 1}`);
        scratch[i] = index;
      }
      return scratch.byteOffset;
    },
  };
}
