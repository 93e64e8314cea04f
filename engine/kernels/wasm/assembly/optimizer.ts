/** Updates of parameters. */
import { bytes, storeLanes } from './memory';
import { madd } from './math';

/** velocity = momentum * velocity + gradient; parameter -= rate * velocity. */
export function sgdMomentum(
  parameter: usize,
  gradient: usize,
  velocity: usize,
  rate: f32,
  momentum: f32,
  size: i32,
): void {
  const step = f32x4.splat(-rate);
  const keep = f32x4.splat(momentum);
  const end = parameter + bytes(size & ~3);
  for (; parameter < end; parameter += 16, gradient += 16, velocity += 16) {
    const v = madd(keep, v128.load(velocity), v128.load(gradient));
    v128.store(velocity, v);
    v128.store(parameter, madd(step, v, v128.load(parameter)));
  }
  const v = madd(keep, v128.load(velocity), v128.load(gradient));
  storeLanes(velocity, v, size & 3);
  storeLanes(parameter, madd(step, v, v128.load(parameter)), size & 3);
}

/** parameter -= rate * gradient. */
export function sgd(parameter: usize, gradient: usize, rate: f32, size: i32): void {
  const step = f32x4.splat(-rate);
  const end = parameter + bytes(size & ~3);
  for (; parameter < end; parameter += 16, gradient += 16)
    v128.store(parameter, madd(step, v128.load(gradient), v128.load(parameter)));
  storeLanes(parameter, madd(step, v128.load(gradient), v128.load(parameter)), size & 3);
}
