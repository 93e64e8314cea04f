/** Fast kernels: reserving tensors, filling, copying and gathering. The arithmetic is in ../assembly. */
import type { MemoryKernels } from '../../interface/memory.ts';
import { F32, address } from '../address.ts';
import type { Arena } from '../arena.ts';

export interface MemoryExports {
  fill(x: number, value: number, size: number): void;
  copy(from: number, to: number, size: number): void;
  gatherRows(source: number, indices: number, rows: number, columns: number, out: number): void;
}

export const createMemoryKernels = (wasm: MemoryExports, arena: Arena): MemoryKernels => ({
  allocate: (size) => arena.allocate(size),
  slice(of, start, size) {
    if (start < 0 || start + size > of.size)
      throw new RangeError(`slice of ${size} from ${start} does not fit in a tensor of ${of.size}`);
    return arena.view(of.offset + start * F32, size);
  },
  fill(x, value) {
    wasm.fill(x.offset, value, x.size);
  },
  copy(from, to) {
    wasm.copy(from.offset, address(to, from.size), from.size);
  },
  gatherRows(source, indices, rows, columns, out) {
    const list = arena.integers(indices, rows, Math.floor(source.size / columns), 'row indices'); // not for people: in an error of the program
    wasm.gatherRows(source.offset, list, rows, columns, address(out, rows * columns));
  },
});
