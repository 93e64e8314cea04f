/**
 * Tiles of a matrix product that are 16 columns wide, for hosts that join neighbouring vectors: two of these four fill a
 * register of 256 bits. Elsewhere they do not fit in the registers. See tiles.ts for what the parameters mean.
 *
 * Keep the innermost loops as they are: V8 joins operations only in pairs whose loads and stores lie 16 bytes apart, and
 * aborts when a joined vector is passed on to a function.
 */
import { madd } from './math';

/** `count` tiles of 6 x 16 numbers below each other. */
export function tiles6x16(a: usize, aRow: usize, aStep: usize, aTile: usize, count: i32, b: usize, steps: i32, start: usize, startRow: usize, c: usize, cRow: usize): void {
const end = b + <usize>steps * 64;
for (; count > 0; count--, a += aTile, start += 6 * startRow, c += 6 * cRow) {
let a0 = a;
let a1 = a + aRow;
let a2 = a + 2 * aRow;
let a3 = a + 3 * aRow;
let a4 = a + 4 * aRow;
let a5 = a + 5 * aRow;
let p0 = v128.load(start);
let q0 = v128.load(start, 16);
let r0 = v128.load(start, 32);
let s0 = v128.load(start, 48);
let p1 = v128.load(start + startRow);
let q1 = v128.load(start + startRow, 16);
let r1 = v128.load(start + startRow, 32);
let s1 = v128.load(start + startRow, 48);
let p2 = v128.load(start + 2 * startRow);
let q2 = v128.load(start + 2 * startRow, 16);
let r2 = v128.load(start + 2 * startRow, 32);
let s2 = v128.load(start + 2 * startRow, 48);
let p3 = v128.load(start + 3 * startRow);
let q3 = v128.load(start + 3 * startRow, 16);
let r3 = v128.load(start + 3 * startRow, 32);
let s3 = v128.load(start + 3 * startRow, 48);
let p4 = v128.load(start + 4 * startRow);
let q4 = v128.load(start + 4 * startRow, 16);
let r4 = v128.load(start + 4 * startRow, 32);
let s4 = v128.load(start + 4 * startRow, 48);
let p5 = v128.load(start + 5 * startRow);
let q5 = v128.load(start + 5 * startRow, 16);
let r5 = v128.load(start + 5 * startRow, 32);
let s5 = v128.load(start + 5 * startRow, 48);
for (let x = b; x < end; x += 64) {
const b0 = v128.load(x);
const b1 = v128.load(x, 16);
const b2 = v128.load(x, 32);
const b3 = v128.load(x, 48);
let v = v128.load_splat<f32>(a0);
p0 = madd(v, b0, p0);
q0 = madd(v, b1, q0);
r0 = madd(v, b2, r0);
s0 = madd(v, b3, s0);
v = v128.load_splat<f32>(a1);
p1 = madd(v, b0, p1);
q1 = madd(v, b1, q1);
r1 = madd(v, b2, r1);
s1 = madd(v, b3, s1);
v = v128.load_splat<f32>(a2);
p2 = madd(v, b0, p2);
q2 = madd(v, b1, q2);
r2 = madd(v, b2, r2);
s2 = madd(v, b3, s2);
v = v128.load_splat<f32>(a3);
p3 = madd(v, b0, p3);
q3 = madd(v, b1, q3);
r3 = madd(v, b2, r3);
s3 = madd(v, b3, s3);
v = v128.load_splat<f32>(a4);
p4 = madd(v, b0, p4);
q4 = madd(v, b1, q4);
r4 = madd(v, b2, r4);
s4 = madd(v, b3, s4);
v = v128.load_splat<f32>(a5);
p5 = madd(v, b0, p5);
q5 = madd(v, b1, q5);
r5 = madd(v, b2, r5);
s5 = madd(v, b3, s5);
a0 += aStep;
a1 += aStep;
a2 += aStep;
a3 += aStep;
a4 += aStep;
a5 += aStep;
}
v128.store(c, p0);
v128.store(c, q0, 16);
v128.store(c, r0, 32);
v128.store(c, s0, 48);
v128.store(c + cRow, p1);
v128.store(c + cRow, q1, 16);
v128.store(c + cRow, r1, 32);
v128.store(c + cRow, s1, 48);
v128.store(c + 2 * cRow, p2);
v128.store(c + 2 * cRow, q2, 16);
v128.store(c + 2 * cRow, r2, 32);
v128.store(c + 2 * cRow, s2, 48);
v128.store(c + 3 * cRow, p3);
v128.store(c + 3 * cRow, q3, 16);
v128.store(c + 3 * cRow, r3, 32);
v128.store(c + 3 * cRow, s3, 48);
v128.store(c + 4 * cRow, p4);
v128.store(c + 4 * cRow, q4, 16);
v128.store(c + 4 * cRow, r4, 32);
v128.store(c + 4 * cRow, s4, 48);
v128.store(c + 5 * cRow, p5);
v128.store(c + 5 * cRow, q5, 16);
v128.store(c + 5 * cRow, r5, 32);
v128.store(c + 5 * cRow, s5, 48);
}}

/** The same in tiles of 4 x 16 for any number of rows; in the last tile the last row is repeated as needed. */
export function tiles4x16(a: usize, aRow: usize, aStep: usize, aTile: usize, rows: i32, b: usize, steps: i32, start: usize, startRow: usize, c: usize, cRow: usize): void {
const end = b + <usize>steps * 64;
for (; rows > 0; rows -= 4, a += aTile, start += 4 * startRow, c += 4 * cRow) {
const last = <usize>min(rows, 4) - 1; const i1 = min<usize>(1, last); const i2 = min<usize>(2, last);
let a0 = a;
let a1 = a + i1 * aRow;
let a2 = a + i2 * aRow;
let a3 = a + last * aRow;
let p0 = v128.load(start);
let q0 = v128.load(start, 16);
let r0 = v128.load(start, 32);
let s0 = v128.load(start, 48);
let p1 = v128.load(start + i1 * startRow);
let q1 = v128.load(start + i1 * startRow, 16);
let r1 = v128.load(start + i1 * startRow, 32);
let s1 = v128.load(start + i1 * startRow, 48);
let p2 = v128.load(start + i2 * startRow);
let q2 = v128.load(start + i2 * startRow, 16);
let r2 = v128.load(start + i2 * startRow, 32);
let s2 = v128.load(start + i2 * startRow, 48);
let p3 = v128.load(start + last * startRow);
let q3 = v128.load(start + last * startRow, 16);
let r3 = v128.load(start + last * startRow, 32);
let s3 = v128.load(start + last * startRow, 48);
for (let x = b; x < end; x += 64) {
const b0 = v128.load(x);
const b1 = v128.load(x, 16);
const b2 = v128.load(x, 32);
const b3 = v128.load(x, 48);
let v = v128.load_splat<f32>(a0);
p0 = madd(v, b0, p0);
q0 = madd(v, b1, q0);
r0 = madd(v, b2, r0);
s0 = madd(v, b3, s0);
v = v128.load_splat<f32>(a1);
p1 = madd(v, b0, p1);
q1 = madd(v, b1, q1);
r1 = madd(v, b2, r1);
s1 = madd(v, b3, s1);
v = v128.load_splat<f32>(a2);
p2 = madd(v, b0, p2);
q2 = madd(v, b1, q2);
r2 = madd(v, b2, r2);
s2 = madd(v, b3, s2);
v = v128.load_splat<f32>(a3);
p3 = madd(v, b0, p3);
q3 = madd(v, b1, q3);
r3 = madd(v, b2, r3);
s3 = madd(v, b3, s3);
a0 += aStep;
a1 += aStep;
a2 += aStep;
a3 += aStep;
}
v128.store(c, p0);
v128.store(c, q0, 16);
v128.store(c, r0, 32);
v128.store(c, s0, 48);
v128.store(c + i1 * cRow, p1);
v128.store(c + i1 * cRow, q1, 16);
v128.store(c + i1 * cRow, r1, 32);
v128.store(c + i1 * cRow, s1, 48);
v128.store(c + i2 * cRow, p2);
v128.store(c + i2 * cRow, q2, 16);
v128.store(c + i2 * cRow, r2, 32);
v128.store(c + i2 * cRow, s2, 48);
v128.store(c + last * cRow, p3);
v128.store(c + last * cRow, q3, 16);
v128.store(c + last * cRow, r3, 32);
v128.store(c + last * cRow, s3, 48);
}}
