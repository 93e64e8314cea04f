/** Copies of parts of both factors of a matrix product, in the order in which its tiles read them. */
import { EDGE, LEFT, bytes, storeLanes } from './memory';

/** Copies tiles of a left factor whose rows lie beside each other, so that a tile is read in order. */
export function packLeft(a: usize, stride: usize, sixes: i32, rest: i32, steps: i32): void {
  let to = LEFT;
  for (let t = 0; t < sixes; t++, a += 24) {
    let from = a;
    for (const end = to + 24 * <usize>steps; to < end; to += 24, from += stride) {
      v128.store(to, v128.load(from));
      store<u64>(to, load<u64>(from, 16), 16);
    }
  }
  for (; rest > 0; rest -= 4, a += 16) {
    let from = a;
    for (const end = to + 16 * <usize>steps; to < end; to += 16, from += stride) v128.store(to, v128.load(from));
  }
}

/** Copies 8 columns of `steps` rows. Reads past the last column; what it finds there ends in columns nobody stores. */
export function packRows8(b: usize, stride: usize, steps: i32, panel: usize): void {
  const end = panel + <usize>steps * 32;
  for (; panel < end; panel += 32, b += stride) {
    v128.store(panel, v128.load(b));
    v128.store(panel, v128.load(b, 16), 16);
  }
}

/** Copies 16 columns of `steps` rows. */
export function packRows16(b: usize, stride: usize, steps: i32, panel: usize): void {
  const end = panel + <usize>steps * 64;
  for (; panel < end; panel += 64, b += stride) {
    v128.store(panel, v128.load(b));
    v128.store(panel, v128.load(b, 16), 16);
    v128.store(panel, v128.load(b, 32), 32);
    v128.store(panel, v128.load(b, 48), 48);
  }
}

/**
 * Turns the rows of a panel (fewer at the edge, where the last is repeated) into columns, in blocks of 4 x 4. A row of
 * the panel takes `step` bytes.
 */
export function packTransposed(b: usize, stride: usize, rows: i32, steps: i32, panel: usize, step: usize): void {
  const last = rows - 1;
  for (let first = 0; bytes(first) < step; first += 4) {
    let r0 = b + <usize>min(first, last) * stride;
    let r1 = b + <usize>min(first + 1, last) * stride;
    let r2 = b + <usize>min(first + 2, last) * stride;
    let r3 = b + <usize>min(first + 3, last) * stride;
    let to = panel + bytes(first);
    for (let p = 0; p < steps; p += 4, r0 += 16, r1 += 16, r2 += 16, r3 += 16, to += 4 * step) {
      const v0 = v128.load(r0);
      const v1 = v128.load(r1);
      const v2 = v128.load(r2);
      const v3 = v128.load(r3);
      const t0 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
      const t1 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
      const t3 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(t0, t2, 0, 2));
      v128.store(to + step, v128.shuffle<i64>(t0, t2, 1, 3));
      v128.store(to + 2 * step, v128.shuffle<i64>(t1, t3, 0, 2));
      v128.store(to + 3 * step, v128.shuffle<i64>(t1, t3, 1, 3));
    }
  }
}

/** Copies the first `columns` numbers of each row of EDGE, whose rows take `step` bytes, to where they belong. */
export function copyEdge(c: usize, cRow: usize, rows: i32, columns: i32, step: usize): void {
  let from = EDGE;
  for (; rows > 0; rows--, c += cRow, from += step) {
    let column = 0;
    for (; column + 4 <= columns; column += 4) v128.store(c + bytes(column), v128.load(from + bytes(column)));
    storeLanes(c + bytes(column), v128.load(from + bytes(column)), columns - column);
  }
}
