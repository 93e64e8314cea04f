/**
 * Matrix product: one routine for the three products of a dense layer, which differ only in strides and in how panels
 * are packed. After Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication": panels of the
 * right factor are packed so that they are read in order and stay in the first-level cache; tiles of the result stay in
 * registers. The left factor is read where it lies: each of its numbers is broadcast, so its layout costs nothing.
 *
 * Each number of the result is one chain of additions in the order of p, whatever the blocking and the shape: blocking
 * over p goes on from the stored sum.
 */
import { PANELS, ZEROS, bytes, storeLanes } from './memory';
import { madd } from './math';

/** Columns of a panel: two vectors. */
const PANEL: i32 = 8;
/** Bytes of one step (a row of a panel). */
const STEP: usize = 32;
/** Steps of p in a block: a panel takes 8 KiB. */
const BLOCK_P: i32 = 256;
/** Panels packed at a time: for all but the first, a tile's rows of the left factor come from the first-level cache. */
const GROUP: i32 = 2;
/** Rows of the result for which packed panels are used before the next block of rows packs them again. */
const BLOCK_ROWS: i32 = 288;

/**
 * c (m x n) = a (m x k) times b (k x n) plus `bias` (n; address 0 for none). Strides in bytes: a number of `a` lies at
 * a + i * aRow + p * aStep. `b` is row-major k x n, or n x k when `transposed`; `c` is row-major.
 */
export function multiply(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  transposed: bool,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  const cRow = bytes(n);
  const blocks = (k + BLOCK_P - 1) / BLOCK_P;
  // Blocks of equal length, so that the last is not a sliver; a multiple of 4 suits the transposing packer.
  const blockP = ((k + blocks - 1) / blocks + 3) & ~3;
  const panelBytes = <usize>(blockP + 4) * STEP;
  for (let i0 = 0; i0 < m; i0 += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, m - i0);
    // Tiles of six rows keep the arithmetic units busiest; where one or two rows would be left, four and four waste less.
    const left = rows % 6;
    const sixes = rows / 6 - i32(rows > 6 && (left == 1 || left == 2));
    const rest = rows - sixes * 6;
    for (let p0 = 0; p0 < k; p0 += blockP) {
      const steps = min(blockP, k - p0);
      for (let j0 = 0; j0 < n; j0 += GROUP * PANEL) {
        const jEnd = min(j0 + GROUP * PANEL, n);
        let panel = PANELS;
        for (let j = j0; j < jEnd; j += PANEL, panel += panelBytes) {
          if (transposed) {
            packTransposed(b + bytes(j) * <usize>k + bytes(p0), bytes(k), min(PANEL, n - j), steps, panel);
          } else packRows(b + bytes(p0) * <usize>n + bytes(j), cRow, steps, panel);
        }
        panel = PANELS;
        for (let j = j0; j < jEnd; j += PANEL, panel += panelBytes) {
          const from = a + <usize>i0 * aRow + <usize>p0 * aStep;
          const to = c + <usize>i0 * cRow + bytes(j);
          const start = p0 > 0 ? to : bias ? bias + bytes(j) : ZEROS;
          const startRow = p0 > 0 ? cRow : 0;
          tiles6(from, aRow, aStep, sixes, panel, steps, start, startRow, to, cRow, n - j);
          if (rest == 0) continue;
          const done = <usize>sixes * 6;
          tiles4(
            from + done * aRow,
            aRow,
            aStep,
            rest,
            panel,
            steps,
            start + done * startRow,
            startRow,
            to + done * cRow,
            cRow,
            n - j,
          );
        }
      }
    }
  }
}

/** Copies 8 columns of `steps` rows. Reads past the last column; what it finds there ends in columns nobody stores. */
function packRows(b: usize, stride: usize, steps: i32, panel: usize): void {
  const end = panel + <usize>steps * STEP;
  for (; panel < end; panel += STEP, b += stride) {
    v128.store(panel, v128.load(b));
    v128.store(panel, v128.load(b, 16), 16);
  }
}

/** Turns 8 rows (fewer at the edge, where the last is repeated) into columns, in blocks of 4 x 4. */
function packTransposed(b: usize, stride: usize, rows: i32, steps: i32, panel: usize): void {
  const last = rows - 1;
  for (let half = 0; half < 8; half += 4) {
    let r0 = b + <usize>min(half, last) * stride;
    let r1 = b + <usize>min(half + 1, last) * stride;
    let r2 = b + <usize>min(half + 2, last) * stride;
    let r3 = b + <usize>min(half + 3, last) * stride;
    let to = panel + bytes(half);
    for (let p = 0; p < steps; p += 4, r0 += 16, r1 += 16, r2 += 16, r3 += 16, to += 4 * STEP) {
      const v0 = v128.load(r0);
      const v1 = v128.load(r1);
      const v2 = v128.load(r2);
      const v3 = v128.load(r3);
      const t0 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
      const t1 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
      const t3 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(t0, t2, 0, 2));
      v128.store(to, v128.shuffle<i64>(t0, t2, 1, 3), STEP);
      v128.store(to, v128.shuffle<i64>(t1, t3, 0, 2), 2 * STEP);
      v128.store(to, v128.shuffle<i64>(t1, t3, 1, 3), 3 * STEP);
    }
  }
}

/** Stores one row of a tile, of which `width` numbers belong to the result. */
@inline
function storeRow(to: usize, left: v128, right: v128, width: i32): void {
  if (width >= PANEL) {
    v128.store(to, left);
    v128.store(to, right, 16);
  } else storeEdge(to, left, right, width);
}

function storeEdge(to: usize, left: v128, right: v128, width: i32): void {
  if (width >= 4) {
    v128.store(to, left);
    storeLanes(to + 16, right, width - 4);
  } else storeLanes(to, left, width);
}

/**
 * `count` tiles of 6 x 8 numbers below each other, starting from those at `start` (a bias row, zeros, or the sums so
 * far).
 */
function tiles6(
  a: usize,
  aRow: usize,
  aStep: usize,
  count: i32,
  b: usize,
  steps: i32,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  width: i32,
): void {
  const end = b + <usize>steps * STEP;
  for (; count > 0; count--, a += 6 * aRow, start += 6 * startRow, c += 6 * cRow) {
    let a0 = a;
    let a1 = a + aRow;
    let a2 = a + 2 * aRow;
    let a3 = a + 3 * aRow;
    let a4 = a + 4 * aRow;
    let a5 = a + 5 * aRow;
    let l0 = v128.load(start);
    let r0 = v128.load(start, 16);
    let l1 = v128.load(start + startRow);
    let r1 = v128.load(start + startRow, 16);
    let l2 = v128.load(start + 2 * startRow);
    let r2 = v128.load(start + 2 * startRow, 16);
    let l3 = v128.load(start + 3 * startRow);
    let r3 = v128.load(start + 3 * startRow, 16);
    let l4 = v128.load(start + 4 * startRow);
    let r4 = v128.load(start + 4 * startRow, 16);
    let l5 = v128.load(start + 5 * startRow);
    let r5 = v128.load(start + 5 * startRow, 16);
    for (let p = b; p < end; p += STEP) {
      const left = v128.load(p);
      const right = v128.load(p, 16);
      let v = v128.load_splat<f32>(a0);
      l0 = madd(v, left, l0);
      r0 = madd(v, right, r0);
      v = v128.load_splat<f32>(a1);
      l1 = madd(v, left, l1);
      r1 = madd(v, right, r1);
      v = v128.load_splat<f32>(a2);
      l2 = madd(v, left, l2);
      r2 = madd(v, right, r2);
      v = v128.load_splat<f32>(a3);
      l3 = madd(v, left, l3);
      r3 = madd(v, right, r3);
      v = v128.load_splat<f32>(a4);
      l4 = madd(v, left, l4);
      r4 = madd(v, right, r4);
      v = v128.load_splat<f32>(a5);
      l5 = madd(v, left, l5);
      r5 = madd(v, right, r5);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
      a4 += aStep;
      a5 += aStep;
    }
    storeRow(c, l0, r0, width);
    storeRow(c + cRow, l1, r1, width);
    storeRow(c + 2 * cRow, l2, r2, width);
    storeRow(c + 3 * cRow, l3, r3, width);
    storeRow(c + 4 * cRow, l4, r4, width);
    storeRow(c + 5 * cRow, l5, r5, width);
  }
}

/** The same in tiles of 4 x 8 for any number of rows; in the last tile the last row is repeated as needed. */
function tiles4(
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: i32,
  b: usize,
  steps: i32,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
  width: i32,
): void {
  const end = b + <usize>steps * STEP;
  for (; rows > 0; rows -= 4, a += 4 * aRow, start += 4 * startRow, c += 4 * cRow) {
    const last = <usize>min(rows, 4) - 1;
    const i1 = min<usize>(1, last);
    const i2 = min<usize>(2, last);
    let a0 = a;
    let a1 = a + i1 * aRow;
    let a2 = a + i2 * aRow;
    let a3 = a + last * aRow;
    let l0 = v128.load(start);
    let r0 = v128.load(start, 16);
    let l1 = v128.load(start + i1 * startRow);
    let r1 = v128.load(start + i1 * startRow, 16);
    let l2 = v128.load(start + i2 * startRow);
    let r2 = v128.load(start + i2 * startRow, 16);
    let l3 = v128.load(start + last * startRow);
    let r3 = v128.load(start + last * startRow, 16);
    for (let p = b; p < end; p += STEP) {
      const left = v128.load(p);
      const right = v128.load(p, 16);
      let v = v128.load_splat<f32>(a0);
      l0 = madd(v, left, l0);
      r0 = madd(v, right, r0);
      v = v128.load_splat<f32>(a1);
      l1 = madd(v, left, l1);
      r1 = madd(v, right, r1);
      v = v128.load_splat<f32>(a2);
      l2 = madd(v, left, l2);
      r2 = madd(v, right, r2);
      v = v128.load_splat<f32>(a3);
      l3 = madd(v, left, l3);
      r3 = madd(v, right, r3);
      a0 += aStep;
      a1 += aStep;
      a2 += aStep;
      a3 += aStep;
    }
    storeRow(c, l0, r0, width);
    storeRow(c + i1 * cRow, l1, r1, width);
    storeRow(c + i2 * cRow, l2, r2, width);
    storeRow(c + last * cRow, l3, r3, width);
  }
}
