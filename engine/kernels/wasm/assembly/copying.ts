/** Filling, copying and gathering. */
import { bytes, storeLanes } from './memory';

export function fill(x: usize, value: f32, size: i32): void {
  const v = f32x4.splat(value);
  const end = x + bytes(size & ~3);
  for (; x < end; x += 16) v128.store(x, v);
  storeLanes(x, v, size & 3);
}

export function copy(from: usize, to: usize, size: i32): void {
  memory.copy(to, from, bytes(size));
}

/** Copies rows; the caller has checked the indices. Short rows are not worth a call of the memory copier. */
export function gatherRows(source: usize, indices: usize, rows: i32, columns: i32, out: usize): void {
  const width = bytes(columns);
  if (columns >= 64) {
    for (let r = 0; r < rows; r++, out += width)
      memory.copy(out, source + <usize>load<u32>(indices + bytes(r)) * width, width);
    return;
  }
  for (let r = 0; r < rows; r++) {
    let from = source + <usize>load<u32>(indices + bytes(r)) * width;
    const end = out + bytes(columns & ~3);
    for (; out < end; out += 16, from += 16) v128.store(out, v128.load(from));
    storeLanes(out, v128.load(from), columns & 3);
    out += bytes(columns & 3);
  }
}
