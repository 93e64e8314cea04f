/** Loss functions and accuracy. Losses are added up in float64. */
import { bytes, high, laneMask, low, storeLanes } from './memory';
import { exp } from './math';

/** The host's Math.log. */
@external('env', 'log')
declare function log(x: f64): f64;

@inline
function largestLane(v: v128): f32 {
  const pair = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

/** Mean softmax cross-entropy; writes probabilities. Labels are int32 and checked by the caller. */
export function softmaxCrossEntropy(logits: usize, labels: usize, out: usize, rows: i32, classes: i32): f64 {
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
    const chosen = <f64>load<f32>(logits + bytes(load<i32>(labels + bytes(r)))) - <f64>largest;
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

/** out = (probabilities - onehot) / rows. */
export function softmaxCrossEntropyGradient(
  probabilities: usize,
  labels: usize,
  out: usize,
  rows: i32,
  classes: i32,
): void {
  const stride = bytes(classes);
  const end = bytes(classes & ~3);
  const n = f32x4.splat(<f32>rows);
  for (let r = 0; r < rows; r++, probabilities += stride, out += stride) {
    const label = bytes(load<i32>(labels + bytes(r)));
    const chosen = load<f32>(probabilities + label);
    let c: usize = 0;
    for (; c < end; c += 16) v128.store(out + c, f32x4.div(v128.load(probabilities + c), n));
    if (classes & 3) storeLanes(out + c, f32x4.div(v128.load(probabilities + c), n), classes & 3);
    store<f32>(out + label, (chosen - 1.0) / <f32>rows);
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
