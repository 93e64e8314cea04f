/**
 * Kernels on the columns of a batch (rows x columns): moments, standardizing, affine maps and their gradients. Sums
 * over rows are kept in float64, so that statistics are right to a bit or two however many rows there are. The columns
 * may be some of those of a wider batch, whose rows then take `width` numbers.
 */
import { ACCUMULATORS, COLUMN_BLOCK, accumulate, bytes, high, low, release, storeLanes } from './memory';
import { madd } from './math';

/** Bytes of one float64 number for each column of a block: the second set of accumulators starts there. */
const SET: usize = <usize>COLUMN_BLOCK << 3;

@inline
function clear(vectors: i32): void {
  memory.fill(ACCUMULATORS, 0, <usize>vectors << 5);
}

/** Adds up `vectors` * 4 columns from x over all rows. */
@inline
function sumBlock(x: usize, rows: i32, stride: usize, vectors: i32): void {
  clear(vectors);
  const end = ACCUMULATORS + (<usize>vectors << 5);
  for (let r = 0; r < rows; r++, x += stride) {
    let p = x;
    for (let a = ACCUMULATORS; a < end; a += 32, p += 16) {
      const v = v128.load(p);
      accumulate(a, low(v), high(v));
    }
  }
}

/** out = sum over rows of x. */
export function sumRows(x: usize, out: usize, rows: i32, columns: i32, width: i32): void {
  const stride = bytes(width);
  for (let c = 0; c < columns; c += COLUMN_BLOCK) {
    const count = min(columns - c, COLUMN_BLOCK);
    sumBlock(x + bytes(c), rows, stride, (count + 3) >> 2);
    release(ACCUMULATORS, 1.0, out + bytes(c), count);
  }
}

/** Mean and biased variance of each column: the second pass adds squares of float64 differences from the mean. */
export function columnMoments(x: usize, mean: usize, variance: usize, rows: i32, columns: i32, width: i32): void {
  const stride = bytes(width);
  const scale = 1.0 / <f64>rows;
  for (let c = 0; c < columns; c += COLUMN_BLOCK) {
    const count = min(columns - c, COLUMN_BLOCK);
    const vectors = (count + 3) >> 2;
    let row = x + bytes(c);
    sumBlock(row, rows, stride, vectors);
    release(ACCUMULATORS, scale, mean + bytes(c), count);
    const end = ACCUMULATORS + (<usize>vectors << 5);
    for (let a = ACCUMULATORS; a < end; a += 16) v128.store(a + SET, f64x2.mul(v128.load(a), f64x2.splat(scale)));
    clear(vectors);
    for (let r = 0; r < rows; r++, row += stride) {
      let p = row;
      for (let a = ACCUMULATORS; a < end; a += 32, p += 16) {
        const v = v128.load(p);
        const lower = f64x2.sub(low(v), v128.load(a + SET));
        const upper = f64x2.sub(high(v), v128.load(a + SET, 16));
        accumulate(a, f64x2.mul(lower, lower), f64x2.mul(upper, upper));
      }
    }
    release(ACCUMULATORS, scale, variance + bytes(c), count);
  }
}

/** sumDy = sum of dy, sumDyXhat = sum of dy * xhat, over rows. */
export function affineGradient(
  dy: usize,
  xhat: usize,
  sumDy: usize,
  sumDyXhat: usize,
  rows: i32,
  columns: i32,
  width: i32,
): void {
  const stride = bytes(width);
  for (let c = 0; c < columns; c += COLUMN_BLOCK) {
    const count = min(columns - c, COLUMN_BLOCK);
    const end = ACCUMULATORS + (<usize>((count + 3) >> 2) << 5);
    memory.fill(ACCUMULATORS, 0, SET << 1);
    let offset = bytes(c);
    for (let r = 0; r < rows; r++, offset += stride) {
      let p = offset;
      for (let a = ACCUMULATORS; a < end; a += 32, p += 16) {
        const d = v128.load(dy + p);
        const h = v128.load(xhat + p);
        const lower = low(d);
        const upper = high(d);
        accumulate(a, lower, upper);
        accumulate(a + SET, f64x2.mul(lower, low(h)), f64x2.mul(upper, high(h)));
      }
    }
    release(ACCUMULATORS, 1.0, sumDy + bytes(c), count);
    release(ACCUMULATORS + SET, 1.0, sumDyXhat + bytes(c), count);
  }
}

/** xhat = (x - mean) * inverse. */
export function standardize(x: usize, mean: usize, inverse: usize, xhat: usize, rows: i32, columns: i32): void {
  const end = bytes(columns & ~3);
  const stride = bytes(columns);
  for (let r = 0; r < rows; r++, x += stride, xhat += stride) {
    let c: usize = 0;
    for (; c < end; c += 16)
      v128.store(xhat + c, f32x4.mul(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(inverse + c)));
    if (columns & 3)
      storeLanes(
        xhat + c,
        f32x4.mul(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(inverse + c)),
        columns & 3,
      );
  }
}

/** Coefficients of a block of columns, prepared once and then used for every row. */
const FIRST: usize = ACCUMULATORS;
const SECOND: usize = FIRST + (<usize>COLUMN_BLOCK << 2);
const THIRD: usize = SECOND + (<usize>COLUMN_BLOCK << 2);

/** y = gamma * x + beta; address 0 stands for a gamma of 1 or a beta of 0. */
export function affine(x: usize, gamma: usize, beta: usize, y: usize, rows: i32, columns: i32): void {
  const stride = bytes(columns);
  for (let c = 0; c < columns; c += COLUMN_BLOCK) {
    const width = min(columns - c, COLUMN_BLOCK);
    const end = bytes((width + 3) & ~3);
    for (let j: usize = 0; j < end; j += 16) {
      v128.store(FIRST + j, gamma ? v128.load(gamma + bytes(c) + j) : f32x4.splat(1.0));
      v128.store(SECOND + j, beta ? v128.load(beta + bytes(c) + j) : f32x4.splat(-0.0));
    }
    const whole = bytes(width & ~3);
    let from = x + bytes(c);
    let to = y + bytes(c);
    for (let r = 0; r < rows; r++, from += stride, to += stride) {
      let j: usize = 0;
      for (; j < whole; j += 16) v128.store(to + j, affine4(from + j, j));
      if (width & 3) storeLanes(to + j, affine4(from + j, j), width & 3);
    }
  }
}

@inline
function affine4(x: usize, column: usize): v128 {
  return f32x4.add(f32x4.mul(v128.load(FIRST + column), v128.load(x)), v128.load(SECOND + column));
}

/**
 * dx = gamma * inverse * (dy - sumDy / batch - xhat * sumDyXhat / batch); address 0 stands for a gamma of 1. `batch` counts
 * the rows that were added up, of which these are some or all.
 */
export function standardizeGradient(
  dy: usize,
  xhat: usize,
  gamma: usize,
  inverse: usize,
  sumDy: usize,
  sumDyXhat: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  batch: i32,
): void {
  const stride = bytes(columns);
  const n = f32x4.splat(<f32>batch);
  for (let c = 0; c < columns; c += COLUMN_BLOCK) {
    const width = min(columns - c, COLUMN_BLOCK);
    const end = bytes((width + 3) & ~3);
    for (let j: usize = 0; j < end; j += 16) {
      const at = bytes(c) + j;
      const inv = v128.load(inverse + at);
      v128.store(FIRST + j, gamma ? f32x4.mul(v128.load(gamma + at), inv) : inv);
      v128.store(SECOND + j, f32x4.div(v128.load(sumDy + at), n));
      v128.store(THIRD + j, f32x4.div(v128.load(sumDyXhat + at), n));
    }
    const whole = bytes(width & ~3);
    let p = bytes(c);
    for (let r = 0; r < rows; r++, p += stride) {
      let j: usize = 0;
      for (; j < whole; j += 16) v128.store(dx + p + j, gradient4(dy + p + j, xhat + p + j, j));
      if (width & 3) storeLanes(dx + p + j, gradient4(dy + p + j, xhat + p + j, j), width & 3);
    }
  }
}

@inline
function gradient4(dy: usize, xhat: usize, column: usize): v128 {
  const shifted = f32x4.sub(v128.load(dy), v128.load(SECOND + column));
  const rest = f32x4.sub(shifted, f32x4.mul(v128.load(xhat), v128.load(THIRD + column)));
  return f32x4.mul(v128.load(FIRST + column), rest);
}

/** inverse = 1 / sqrt(variance + eps). */
export function inverseDeviation(variance: usize, eps: f32, inverse: usize, columns: i32): void {
  const one = f32x4.splat(1.0);
  const e = f32x4.splat(eps);
  const end = variance + bytes(columns & ~3);
  for (; variance < end; variance += 16, inverse += 16)
    v128.store(inverse, f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(variance), e))));
  storeLanes(inverse, f32x4.div(one, f32x4.sqrt(f32x4.add(v128.load(variance), e))), columns & 3);
}

/** running = keep * running + take * batch. */
export function updateRunning(running: usize, batch: usize, keep: f32, take: f32, columns: i32): void {
  const k = f32x4.splat(keep);
  const t = f32x4.splat(take);
  const end = running + bytes(columns & ~3);
  for (; running < end; running += 16, batch += 16)
    v128.store(running, madd(k, v128.load(running), f32x4.mul(t, v128.load(batch))));
  storeLanes(running, madd(k, v128.load(running), f32x4.mul(t, v128.load(batch))), columns & 3);
}

/** y = max(x, tau); NaN stays. */
export function columnMaximum(x: usize, tau: usize, y: usize, rows: i32, columns: i32): void {
  const end = bytes(columns & ~3);
  const stride = bytes(columns);
  for (let r = 0; r < rows; r++, x += stride, y += stride) {
    let c: usize = 0;
    for (; c < end; c += 16) v128.store(y + c, f32x4.max(v128.load(x + c), v128.load(tau + c)));
    storeLanes(y + c, f32x4.max(v128.load(x + c), v128.load(tau + c)), columns & 3);
  }
}

/** Splits four dy between x and tau; adds up what tau gets and returns what x gets. */
@inline
function split4(x: usize, tau: usize, dy: usize, a: usize): v128 {
  const one = f32x4.splat(1.0);
  const v = v128.load(x);
  const t = v128.load(tau);
  const d = v128.load(dy);
  const chosen = v128.or(v128.and(f32x4.gt(v, t), one), v128.and(f32x4.eq(v, t), f32x4.splat(0.5)));
  // All ones, which read as a number are NaN.
  const share = v128.or(chosen, v128.or(f32x4.ne(v, v), f32x4.ne(t, t)));
  const rest = f32x4.mul(d, f32x4.sub(one, share));
  accumulate(a, low(rest), high(rest));
  return f32x4.mul(d, share);
}

/** Splits dy between x and tau: all to the larger, half to each where they are equal. */
export function columnMaximumGradient(
  x: usize,
  tau: usize,
  dy: usize,
  dx: usize,
  dtau: usize,
  rows: i32,
  columns: i32,
  width: i32,
): void {
  const stride = bytes(width);
  for (let c = 0; c < columns; c += COLUMN_BLOCK) {
    const count = min(columns - c, COLUMN_BLOCK);
    clear((count + 3) >> 2);
    const whole = bytes(count & ~3);
    const t = tau + bytes(c);
    let p = bytes(c);
    for (let r = 0; r < rows; r++, p += stride) {
      let a = ACCUMULATORS;
      let j: usize = 0;
      for (; j < whole; j += 16, a += 32) v128.store(dx + p + j, split4(x + p + j, t + j, dy + p + j, a));
      if (count & 3) storeLanes(dx + p + j, split4(x + p + j, t + j, dy + p + j, a), count & 3);
    }
    release(ACCUMULATORS, 1.0, dtau + bytes(c), count);
  }
}
