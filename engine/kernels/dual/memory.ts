/** Dual kernels: reserving tensors, filling, copying and gathering, tangents and all. */
import type { MemoryKernels } from '../interface/memory.ts';
import { dual, type DualTensor } from './tensor.ts';

export function createMemoryKernels(): MemoryKernels {
  let allocated = 0;
  return {
    allocate(size): DualTensor {
      const tensor = { data: new Float64Array(size), tangent: new Float64Array(size), offset: allocated, size };
      allocated += size;
      return tensor;
    },
    slice(of, start, size): DualTensor {
      if (start < 0 || start + size > of.size)
        throw new RangeError(`slice of ${size} from ${start} does not fit in a tensor of ${of.size}`);
      const { data, tangent, offset } = dual(of);
      const part = (of: Float64Array): Float64Array => of.subarray(start, start + size);
      return { data: part(data), tangent: part(tangent), offset: offset + start, size };
    },
    fill(x, value) {
      x.data.fill(value);
      dual(x).tangent.fill(0);
    },
    copy(from, to) {
      to.data.set(from.data.subarray(0, from.size));
      dual(to).tangent.set(dual(from).tangent.subarray(0, from.size));
    },
    gatherRows(source, indices, rows, columns, out) {
      const [a, b] = [dual(source), dual(out)];
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          const from = indices[r]! * columns + c;
          b.data[r * columns + c] = a.data[from]!;
          b.tangent[r * columns + c] = a.tangent[from]!;
        }
    },
  };
}
