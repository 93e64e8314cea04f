/**
 * The memory of one kernel set: a WebAssembly memory that only grows, in place. Not a shared one unless threads share it
 * (team/team.ts), although views of that would survive growth: the collector does not count shared memories, and a thread
 * that trains run after run would keep them all.
 */
import type { Tensor } from '../interface/tensor.ts';

const PAGE = 65_536;
/** Pages in 4 GiB: an address space, not a reservation of memory. */
export const MAXIMUM_PAGES = 65_536;
/** A cache line. */
const ALIGNMENT = 64;
/** Kernels may read this far past a tensor. */
const PADDING = 64;

export interface Arena {
  /** Reserves `size` zeros. */
  allocate(size: number): Tensor;
  /** The `size` numbers from byte `offset`. */
  view(offset: number, size: number): Tensor;
  /** Address of int32 copies of `indices[0..count)`, each checked to lie in [0, limit); valid until the next call. */
  integers(indices: Int32Array, count: number, limit: number, what: string): number;
}

/** A memory with nothing in it. */
export const createMemory = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 8, maximum: MAXIMUM_PAGES });

/** Hands out the memory from byte `start` on. What is there by now may hold numbers of a set that is not used any more. */
export function createArena(memory: WebAssembly.Memory, start: number): Arena {
  let buffer = memory.buffer;
  const used = buffer.byteLength;
  let next = start;
  /** Int32 numbers for the kernels; offset and capacity are kept apart because a detached view forgets them. */
  let scratch = new Int32Array(buffer, 0, 0);
  let scratchOffset = start;
  let scratchCapacity = 0;

  function reserve(bytes: number): number {
    const offset = next;
    const end = Math.ceil((offset + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil((end + PADDING) / PAGE) - buffer.byteLength / PAGE;
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
      buffer = memory.buffer;
    }
    if (offset < used) new Uint8Array(buffer, offset, Math.min(end, used) - offset).fill(0);
    next = end;
    return offset;
  }

  function view(offset: number, size: number): Tensor {
    let data = new Float32Array(buffer, offset, size);
    return {
      offset,
      size,
      get data() {
        // Growing detaches the views there are.
        if (data.buffer !== buffer) data = new Float32Array(buffer, offset, size);
        return data;
      },
    };
  }

  return {
    view,
    allocate(size) {
      if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`cannot allocate ${size} numbers`);
      return view(reserve(size * 4), size);
    },
    integers(indices, count, limit, what) {
      if (count > indices.length) throw new RangeError(`${count} ${what} are needed, but there are ${indices.length}`);
      if (count > scratchCapacity) {
        scratchCapacity = Math.max(256, 2 ** Math.ceil(Math.log2(count)));
        scratchOffset = reserve(scratchCapacity * 4);
      }
      if (scratch.buffer !== buffer || scratch.length !== scratchCapacity)
        scratch = new Int32Array(buffer, scratchOffset, scratchCapacity);
      for (let i = 0; i < count; i++) {
        const index = indices[i] as number;
        if (index < 0 || index >= limit)
          throw new RangeError(`${what}: ${index} at position ${i} is not between 0 and ${limit - 1}`);
        scratch[i] = index;
      }
      return scratchOffset;
    },
  };
}
