/** Loss functions and accuracy. Losses are added up in float64. */
import { bytes, high, laneMask, low, store4, storeLanes } from './memory';
import { exp, logOnePlusExp, sigmoid } from './math';

/** The host's Math.log. */
@external('env', 'log')
declare function log(x: f64): f64;

@inline
function largestLane(v: v128): f32 {
  const pair = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

@inline
function both(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Mean of `count` numbers less `shift`. */
function meanLess(x: usize, shift: f32, count: i32): f64 {
  let sum = 0.0;
  for (let i = 0; i < count; i++, x += 4) sum += <f64>load<f32>(x) - <f64>shift;
  return sum / <f64>count;
}

/** Mean softmax cross-entropy; writes probabilities. Labels are int32 and checked by the caller. */
export function softmaxCrossEntropy(
  logits: usize,
  labels: usize,
  out: usize,
  rows: i32,
  classes: i32,
  smoothing: f64,
): f64 {
  const stride = bytes(classes);
  const end = bytes(classes & ~3);
  const rest = classes & 3;
  const mask = laneMask(rest);
  const lowest = f32x4.splat(-Infinity);
  let loss = 0.0;
  for (let r = 0; r < rows; r++, logits += stride, out += stride) {
    // Shifting by the largest logit leaves the quotient as it is and keeps exp() in range. A NaN that is passed over
    // here comes back through exp() and the sum.
    let top = lowest;
    let c: usize = 0;
    for (; c < end; c += 16) top = f32x4.pmax(top, v128.load(logits + c));
    top = f32x4.pmax(top, v128.bitselect(v128.load(logits + c), lowest, mask));
    const largest = largestLane(top);
    const shift = f32x4.splat(largest);
    // Read before anything is written: probabilities may lie where the logits were.
    let chosen = <f64>load<f32>(logits + bytes(load<i32>(labels + bytes(r)))) - <f64>largest;
    if (smoothing > 0.0) chosen = (1.0 - smoothing) * chosen + smoothing * meanLess(logits, largest, classes);
    let first = f64x2.splat(0.0);
    let second = f64x2.splat(0.0);
    for (c = 0; c < end; c += 16) {
      const e = exp(f32x4.sub(v128.load(logits + c), shift));
      v128.store(out + c, e);
      first = f64x2.add(first, low(e));
      second = f64x2.add(second, high(e));
    }
    if (rest) {
      const e = v128.and(exp(f32x4.sub(v128.load(logits + c), shift)), mask);
      storeLanes(out + c, e, rest);
      first = f64x2.add(first, low(e));
      second = f64x2.add(second, high(e));
    }
    const both = f64x2.add(first, second);
    const sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
    const divisor = f32x4.splat(<f32>sum);
    for (c = 0; c < end; c += 16) v128.store(out + c, f32x4.div(v128.load(out + c), divisor));
    if (rest) storeLanes(out + c, f32x4.div(v128.load(out + c), divisor), rest);
    loss += log(sum) - chosen;
  }
  return loss / <f64>rows;
}

/** out = (probabilities - target) / rows; the target is (1 - smoothing) onehot + smoothing / classes. */
export function softmaxCrossEntropyGradient(
  probabilities: usize,
  labels: usize,
  out: usize,
  rows: i32,
  classes: i32,
  smoothing: f64,
): void {
  const stride = bytes(classes);
  const end = bytes(classes & ~3);
  const n = f32x4.splat(<f32>rows);
  const spread = smoothing / <f64>classes;
  const other = f32x4.splat(<f32>spread);
  const target = <f32>(1.0 - smoothing + spread);
  for (let r = 0; r < rows; r++, probabilities += stride, out += stride) {
    const label = bytes(load<i32>(labels + bytes(r)));
    const chosen = load<f32>(probabilities + label);
    let c: usize = 0;
    for (; c < end; c += 16) v128.store(out + c, f32x4.div(f32x4.sub(v128.load(probabilities + c), other), n));
    if (classes & 3) storeLanes(out + c, f32x4.div(f32x4.sub(v128.load(probabilities + c), other), n), classes & 3);
    store<f32>(out + label, (chosen - target) / <f32>rows);
  }
}

/** Mean of max(x, 0) - x target + log(1 + exp(-|x|)); max lets NaN through. */
export function binaryCrossEntropy(logits: usize, target: usize, size: i32): f64 {
  const zero = f32x4.splat(0.0);
  let sum = f64x2.splat(0.0);
  for (let left = size; left > 0; left -= 4, logits += 16, target += 16) {
    const x = v128.load(logits);
    const straight = f32x4.sub(f32x4.max(x, zero), f32x4.mul(x, v128.load(target)));
    let loss = f32x4.add(straight, logOnePlusExp(x));
    if (left < 4) loss = v128.and(loss, laneMask(left));
    sum = f64x2.add(sum, f64x2.add(low(loss), high(loss)));
  }
  return both(sum) / <f64>size;
}

/** dlogits = (sigmoid(x) - target) / size. */
export function binaryCrossEntropyGradient(logits: usize, target: usize, dlogits: usize, size: i32): void {
  const n = f32x4.splat(<f32>size);
  for (; size > 0; size -= 4, logits += 16, target += 16, dlogits += 16) {
    const slope = f32x4.sub(sigmoid(v128.load(logits)), v128.load(target));
    store4(dlogits, f32x4.div(slope, n), size);
  }
}

/** Two Huber losses of y - target. */
@inline
function huber2(y: v128, target: v128, delta: v128): v128 {
  const half = f64x2.splat(0.5);
  const z = f64x2.abs(f64x2.sub(y, target));
  const square = f64x2.mul(half, f64x2.mul(z, z));
  const line = f64x2.mul(delta, f64x2.sub(z, f64x2.mul(half, delta)));
  return v128.bitselect(square, line, f64x2.lt(z, delta));
}

/** Mean of the Huber loss. */
export function huber(y: usize, target: usize, delta: f64, size: i32): f64 {
  const d = f64x2.splat(delta);
  let sum = f64x2.splat(0.0);
  for (let left = size; left > 0; left -= 4, y += 16, target += 16) {
    const mask = laneMask(left);
    const a = v128.and(v128.load(y), mask);
    const b = v128.and(v128.load(target), mask);
    sum = f64x2.add(sum, f64x2.add(huber2(low(a), low(b), d), huber2(high(a), high(b), d)));
  }
  return both(sum) / <f64>size;
}

/** dy = (y - target, bounded by -delta and delta) / size; pmax and pmin keep NaN. */
export function huberGradient(y: usize, target: usize, delta: f32, dy: usize, size: i32): void {
  const n = f32x4.splat(<f32>size);
  const upper = f32x4.splat(delta);
  const lower = f32x4.splat(-delta);
  for (; size > 0; size -= 4, y += 16, target += 16, dy += 16) {
    const difference = f32x4.sub(v128.load(y), v128.load(target));
    store4(dy, f32x4.div(f32x4.pmin(f32x4.pmax(difference, lower), upper), n), size);
  }
}

/** Mean of (y - target)^2. */
export function meanSquaredError(y: usize, target: usize, size: i32): f64 {
  let first = f64x2.splat(0.0);
  let second = f64x2.splat(0.0);
  const end = y + bytes(size & ~3);
  for (; y < end; y += 16, target += 16) {
    const a = v128.load(y);
    const b = v128.load(target);
    const lower = f64x2.sub(low(a), low(b));
    const upper = f64x2.sub(high(a), high(b));
    first = f64x2.add(first, f64x2.mul(lower, lower));
    second = f64x2.add(second, f64x2.mul(upper, upper));
  }
  const mask = laneMask(size & 3);
  const a = v128.and(v128.load(y), mask);
  const b = v128.and(v128.load(target), mask);
  const lower = f64x2.sub(low(a), low(b));
  const upper = f64x2.sub(high(a), high(b));
  first = f64x2.add(first, f64x2.mul(lower, lower));
  second = f64x2.add(second, f64x2.mul(upper, upper));
  const both = f64x2.add(first, second);
  return (f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)) / <f64>size;
}

/** dy = 2 (y - target) / size. */
export function meanSquaredErrorGradient(y: usize, target: usize, dy: usize, size: i32): void {
  const factor = f32x4.splat(<f32>(2.0 / <f64>size));
  const end = y + bytes(size & ~3);
  for (; y < end; y += 16, target += 16, dy += 16)
    v128.store(dy, f32x4.mul(f32x4.sub(v128.load(y), v128.load(target)), factor));
  storeLanes(dy, f32x4.mul(f32x4.sub(v128.load(y), v128.load(target)), factor), size & 3);
}

/** Rows whose first largest value stands at their label; a row that holds NaN is wrong. */
export function countCorrect(scores: usize, labels: usize, rows: i32, classes: i32): i32 {
  let correct = 0;
  for (let r = 0; r < rows; r++, scores += bytes(classes)) {
    let best = 0;
    let largest = load<f32>(scores);
    let comparable = largest == largest;
    for (let c = 1; c < classes; c++) {
      const score = load<f32>(scores + bytes(c));
      if (score != score) comparable = false;
      if (score > largest) {
        largest = score;
        best = c;
      }
    }
    if (comparable && best == load<i32>(labels + bytes(r))) correct++;
  }
  return correct;
}
