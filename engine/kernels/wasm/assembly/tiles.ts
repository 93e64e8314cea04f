/**
 * Tiles of a matrix product that are 8 columns wide: the innermost loops. A tile stores all of its columns. Everything
 * around them is in product.ts.
 */
import { madd } from './math';

/**
 * `count` tiles of 6 x 8 numbers below each other, starting from those at `start` (a bias row, zeros, or the sums so
 * far). Tiles of the left factor lie `aTile` bytes apart.
 */
export function tiles6x8(a: usize, aRow: usize, aStep: usize, aTile: usize, count: i32, b: usize, steps: i32, start: usize, startRow: usize, c: usize, cRow: usize): void {
const end = b + <usize>steps * 32;
for (; count > 0; count--, a += aTile, start += 6 * startRow, c += 6 * cRow) {
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
for (let p = b; p < end; p += 32) {
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
v128.store(c, l0);
v128.store(c, r0, 16);
v128.store(c + cRow, l1);
v128.store(c + cRow, r1, 16);
v128.store(c + 2 * cRow, l2);
v128.store(c + 2 * cRow, r2, 16);
v128.store(c + 3 * cRow, l3);
v128.store(c + 3 * cRow, r3, 16);
v128.store(c + 4 * cRow, l4);
v128.store(c + 4 * cRow, r4, 16);
v128.store(c + 5 * cRow, l5);
v128.store(c + 5 * cRow, r5, 16);
}}

/** The same in tiles of 4 x 8 for any number of rows; in the last tile the last row is repeated as needed. */
export function tiles4x8(a: usize, aRow: usize, aStep: usize, aTile: usize, rows: i32, b: usize, steps: i32, start: usize, startRow: usize, c: usize, cRow: usize): void {
const end = b + <usize>steps * 32;
for (; rows > 0; rows -= 4, a += aTile, start += 4 * startRow, c += 4 * cRow) {
const last = <usize>min(rows, 4) - 1; const i1 = min<usize>(1, last); const i2 = min<usize>(2, last);
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
for (let p = b; p < end; p += 32) {
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
v128.store(c, l0);
v128.store(c, r0, 16);
v128.store(c + i1 * cRow, l1);
v128.store(c + i1 * cRow, r1, 16);
v128.store(c + i2 * cRow, l2);
v128.store(c + i2 * cRow, r2, 16);
v128.store(c + last * cRow, l3);
v128.store(c + last * cRow, r3, 16);
}}
