/**
 * Updates of parameters, in the forms of OptimizerKernels. Address 0 stands for no velocity. Each loop goes over whole
 * vectors and the last few numbers apart: a test of the length at each store made it three times slower.
 */
import { bytes, store4 } from './memory';
import { madd } from './math';

/** gradient + decay * parameter. */
@inline
function decayed(parameter: usize, gradient: usize, decay: v128): v128 {
  return madd(decay, v128.load(parameter), v128.load(gradient));
}

/** One vector of sgdMomentum, of which `left` numbers count. */
@inline
function momentum4(
  parameter: usize,
  gradient: usize,
  velocity: usize,
  step: v128,
  keep: v128,
  pull: v128,
  nesterov: bool,
  left: i32,
): void {
  const g = decayed(parameter, gradient, pull);
  const v = madd(keep, v128.load(velocity), g);
  store4(velocity, v, left);
  store4(parameter, madd(step, nesterov ? madd(keep, v, g) : v, v128.load(parameter)), left);
}

export function sgdMomentum(
  parameter: usize,
  gradient: usize,
  velocity: usize,
  rate: f32,
  momentum: f32,
  size: i32,
  decay: f32,
  nesterov: bool,
): void {
  const step = f32x4.splat(-rate);
  const keep = f32x4.splat(momentum);
  const pull = f32x4.splat(decay);
  if (nesterov) {
    for (; size >= 4; size -= 4, parameter += 16, gradient += 16, velocity += 16)
      momentum4(parameter, gradient, velocity, step, keep, pull, true, 4);
    momentum4(parameter, gradient, velocity, step, keep, pull, true, size);
  } else {
    for (; size >= 4; size -= 4, parameter += 16, gradient += 16, velocity += 16)
      momentum4(parameter, gradient, velocity, step, keep, pull, false, 4);
    momentum4(parameter, gradient, velocity, step, keep, pull, false, size);
  }
}

@inline
function sgd4(parameter: usize, gradient: usize, step: v128, pull: v128, left: i32): void {
  store4(parameter, madd(step, decayed(parameter, gradient, pull), v128.load(parameter)), left);
}

export function sgd(parameter: usize, gradient: usize, rate: f32, size: i32, decay: f32): void {
  const step = f32x4.splat(-rate);
  const pull = f32x4.splat(decay);
  for (; size >= 4; size -= 4, parameter += 16, gradient += 16) sgd4(parameter, gradient, step, pull, 4);
  sgd4(parameter, gradient, step, pull, size);
}

export function rmsProp(
  parameter: usize,
  gradient: usize,
  square: usize,
  velocity: usize,
  size: i32,
  rate: f32,
  keep: f32,
  take: f32,
  eps: f32,
  momentum: f32,
  decay: f32,
): void {
  const step = f32x4.splat(-rate);
  const pull = f32x4.splat(decay);
  for (; size > 0; size -= 4, parameter += 16, gradient += 16, square += 16) {
    const g = decayed(parameter, gradient, pull);
    const s = madd(f32x4.splat(keep), v128.load(square), f32x4.mul(f32x4.mul(f32x4.splat(take), g), g));
    store4(square, s, size);
    let update = f32x4.div(g, f32x4.add(f32x4.sqrt(s), f32x4.splat(eps)));
    if (velocity) {
      update = madd(f32x4.splat(momentum), v128.load(velocity), update);
      store4(velocity, update, size);
      velocity += 16;
    }
    store4(parameter, madd(step, update, v128.load(parameter)), size);
  }
}

/** Shares of the means that are kept and of the gradient that is taken, and the corrections for their start. */
let keep1: f32 = 0;
let take1: f32 = 0;
let correct1: f32 = 0;
let keep2: f32 = 0;
let take2: f32 = 0;
let correct2: f32 = 0;
let epsilon: f32 = 0;

export function setAdam(
  keep1_: f32,
  take1_: f32,
  correct1_: f32,
  keep2_: f32,
  take2_: f32,
  correct2_: f32,
  epsilon_: f32,
): void {
  keep1 = keep1_;
  take1 = take1_;
  correct1 = correct1_;
  keep2 = keep2_;
  take2 = take2_;
  correct2 = correct2_;
  epsilon = epsilon_;
}

/** Moves both means towards g and returns their quotient. */
@inline
function adamQuotient(mean: usize, square: usize, g: v128, left: i32): v128 {
  const m = madd(f32x4.splat(keep1), v128.load(mean), f32x4.mul(f32x4.splat(take1), g));
  const s = madd(f32x4.splat(keep2), v128.load(square), f32x4.mul(f32x4.mul(f32x4.splat(take2), g), g));
  store4(mean, m, left);
  store4(square, s, left);
  const root = madd(f32x4.sqrt(s), f32x4.splat(correct2), f32x4.splat(epsilon));
  return f32x4.div(f32x4.mul(m, f32x4.splat(correct1)), root);
}

@inline
function adam4(
  parameter: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  step: v128,
  pull: v128,
  keep: v128,
  left: i32,
): void {
  const quotient = adamQuotient(mean, square, decayed(parameter, gradient, pull), left);
  store4(parameter, madd(step, quotient, f32x4.mul(keep, v128.load(parameter))), left);
}

/** parameter = kept * parameter - rate * quotient. */
export function adam(
  parameter: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  size: i32,
  rate: f32,
  decay: f32,
  kept: f32,
): void {
  const step = f32x4.splat(-rate);
  const pull = f32x4.splat(decay);
  const keep = f32x4.splat(kept);
  for (; size >= 4; size -= 4, parameter += 16, gradient += 16, mean += 16, square += 16)
    adam4(parameter, gradient, mean, square, step, pull, keep, 4);
  adam4(parameter, gradient, mean, square, step, pull, keep, size);
}

/** direction = quotient + decay * parameter. */
export function adamDirection(
  parameter: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  direction: usize,
  size: i32,
  decay: f32,
): void {
  const pull = f32x4.splat(decay);
  for (; size > 0; size -= 4, parameter += 16, gradient += 16, mean += 16, square += 16, direction += 16) {
    const quotient = adamQuotient(mean, square, v128.load(gradient), size);
    store4(direction, madd(pull, v128.load(parameter), quotient), size);
  }
}

export function adagrad(
  parameter: usize,
  gradient: usize,
  sum: usize,
  size: i32,
  rate: f32,
  eps: f32,
  decay: f32,
): void {
  const step = f32x4.splat(-rate);
  const pull = f32x4.splat(decay);
  for (; size > 0; size -= 4, parameter += 16, gradient += 16, sum += 16) {
    const g = decayed(parameter, gradient, pull);
    const s = madd(g, g, v128.load(sum));
    store4(sum, s, size);
    const update = f32x4.div(g, f32x4.add(f32x4.sqrt(s), f32x4.splat(eps)));
    store4(parameter, madd(step, update, v128.load(parameter)), size);
  }
}
