/**
 * Matrix product: one routine for the three products of a dense layer, which differ only in strides and in how panels
 * are packed. After Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication": panels of the
 * right factor are packed so that they are read in order and stay in the first-level cache; tiles of the result stay in
 * registers. The left factor is read where it lies, because each of its numbers is broadcast and its layout costs
 * little; only where its rows lie beside each other and it is used often, tiles of it are packed too.
 *
 * Each number of the result is one chain of additions in the order of p, whatever the blocking and the shape: blocking
 * over p goes on from the stored sum.
 */
import { EDGE, LEFT, PANELS, ZEROS, bytes } from './memory';
import { copyEdge, packLeft, packRows16, packRows8, packTransposed } from './packing';
import { tiles4x8, tiles6x8 } from './tiles';
import { tiles4x16, tiles6x16 } from './tiles-pairs';

/** Columns of a panel. With pairs of vectors, a panel of 8 serves where no more are left. */
const PANEL: i32 = PAIRS ? 16 : 8;
/** Steps of p in a block: a panel takes 8 KiB, or 16 with pairs. */
const BLOCK_P: i32 = 256;
/** Panels packed at a time: for all but the first, a tile's rows of the left factor come from the first-level cache. */
const GROUP: i32 = 2;
/** Columns of the result from which on packing the left factor pays. */
const WIDE: i32 = 128;
/** Rows of the result for which packed panels are used before the next block of rows packs them again. */
const BLOCK_ROWS: i32 = 288;

/**
 * c (m x n) = a (m x k) times b (k x n) plus `bias` (n; address 0 for none). Strides in bytes: a number of `a` lies at
 * a + i * aRow + p * aStep. `b` is row-major k x n, or n x k when `transposed`; `c` is row-major. Their rows of n numbers
 * may be parts of rows of `width` numbers. With `more` the chains of additions go on from the numbers that `c` holds.
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
  more: bool,
  width: i32,
): void {
  const cRow = bytes(width);
  const blocks = (k + BLOCK_P - 1) / BLOCK_P;
  // Blocks of equal length, so that the last is not a sliver; a multiple of 4 suits the transposing packer.
  const blockP = ((k + blocks - 1) / blocks + 3) & ~3;
  const panelBytes = <usize>(blockP + 4) * bytes(PANEL);
  for (let i0 = 0; i0 < m; i0 += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, m - i0);
    // Tiles of six rows keep the arithmetic units busiest; where one or two would be left, four and four waste less.
    const left = rows % 6;
    const sixes = rows / 6 - i32(rows > 6 && (left == 1 || left == 2));
    const rest = rows - sixes * 6;
    for (let p0 = 0; p0 < k; p0 += blockP) {
      const steps = min(blockP, k - p0);
      let from = a + <usize>i0 * aRow + <usize>p0 * aStep;
      let step6 = aStep;
      let step4 = aStep;
      let tile6 = 6 * aRow;
      let tile4 = 4 * aRow;
      if (aRow == 4 && n >= WIDE) {
        packLeft(from, aStep, sixes, rest, steps);
        from = LEFT;
        step6 = 24;
        step4 = 16;
        tile6 = step6 * <usize>steps;
        tile4 = step4 * <usize>steps;
      }
      for (let j0 = 0; j0 < n; j0 += GROUP * PANEL) {
        const jEnd = min(j0 + GROUP * PANEL, n);
        let panel = PANELS;
        for (let j = j0; j < jEnd; j += PANEL, panel += panelBytes) {
          if (transposed) {
            const from = b + bytes(j) * <usize>k + bytes(p0);
            packTransposed(from, bytes(k), min(PANEL, n - j), steps, panel, bytes(panelWidth(n - j)));
          } else if (panelWidth(n - j) == 8) packRows8(b + cRow * <usize>p0 + bytes(j), cRow, steps, panel);
          else packRows16(b + cRow * <usize>p0 + bytes(j), cRow, steps, panel);
        }
        panel = PANELS;
        for (let j = j0; j < jEnd; j += PANEL, panel += panelBytes) {
          const columns = panelWidth(n - j);
          const full = n - j >= columns;
          const c0 = c + <usize>i0 * cRow + bytes(j);
          const to = full ? c0 : EDGE;
          const toRow = full ? cRow : bytes(columns);
          const start = p0 > 0 || more ? c0 : bias ? bias + bytes(j) : ZEROS;
          const startRow = p0 > 0 || more ? cRow : 0;
          const done = <usize>sixes * 6;
          const restFrom = from + <usize>sixes * tile6;
          const restStart = start + done * startRow;
          const restTo = to + done * toRow;
          if (columns == 8) {
            tiles6x8(from, aRow, step6, tile6, sixes, panel, steps, start, startRow, to, toRow);
            tiles4x8(restFrom, aRow, step4, tile4, rest, panel, steps, restStart, startRow, restTo, toRow);
          } else {
            tiles6x16(from, aRow, step6, tile6, sixes, panel, steps, start, startRow, to, toRow);
            tiles4x16(restFrom, aRow, step4, tile4, rest, panel, steps, restStart, startRow, restTo, toRow);
          }
          if (!full) copyEdge(c0, cRow, rows, n - j, bytes(columns));
        }
      }
    }
  }
}

@inline
function panelWidth(columns: i32): i32 {
  return PAIRS && columns > 8 ? 16 : 8;
}
