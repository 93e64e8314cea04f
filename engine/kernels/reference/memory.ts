/** Reference kernels: reserving tensors, filling, copying and gathering. */
import type { MemoryKernels } from '../interface/memory.ts';
import { at } from './at.ts';

export function createMemoryKernels(): MemoryKernels {
  let allocated = 0;
  return {
    allocate(size) {
      const tensor = { data: new Float64Array(size), offset: allocated, size };
      allocated += size;
      return tensor;
    },
    slice(of, start, size) {
      if (start < 0 || start + size > of.size)
        throw new RangeError(`slice of ${size} from ${start} does not fit in a tensor of ${of.size}`);
      return { data: of.data.subarray(start, start + size), offset: of.offset + start, size };
    },
    fill(x, value) {
      x.data.fill(value);
    },
    copy(from, to) {
      for (let i = 0; i < from.size; i++) to.data[i] = at(from, i);
    },
    gatherRows(source, indices, rows, columns, out) {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) out.data[r * columns + c] = at(source, at(indices, r) * columns + c);
    },
  };
}
