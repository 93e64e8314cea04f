/** The learned numbers of a network, or their gradients, as one list: to walk along a direction, to come back, to compare. */
import type { Parameter } from '../layers/layer.ts';

/** Copies the numbers of all parameters, one after the other. */
export function readAll(parameters: readonly Parameter[], what: 'value' | 'gradient'): Float64Array {
  const all = new Float64Array(parameters.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const parameter of parameters) {
    all.set(parameter[what].data.subarray(0, parameter.size), at);
    at += parameter.size;
  }
  return all;
}

/** Sets all parameters, in the order of {@link readAll}. */
export function writeAll(parameters: readonly Parameter[], values: Float64Array): void {
  let at = 0;
  for (const { value, size } of parameters) {
    value.data.set(values.subarray(at, at + size));
    at += size;
  }
}

/** The l2 norm, summed in float64 whatever the numbers are: the gradients of deep networks have squares too small for float32. */
export function norm(values: Iterable<number>): number {
  let squares = 0;
  for (const value of values) squares += value ** 2;
  return Math.sqrt(squares);
}

/** The l2 norm of a - b. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(squares);
}

/** start + factor x direction. */
export const along = (start: Float64Array, direction: Float64Array, factor: number): Float64Array =>
  start.map((value, i) => value + factor * direction[i]!);
