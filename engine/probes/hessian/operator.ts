/** Symmetric linear maps that are only known by their products, and arithmetic on long vectors. */
import type { Random } from '../../random.ts';

/** A symmetric `size` x `size` matrix H. */
export interface SymmetricOperator {
  readonly size: number;
  /** Writes H v to `out`; both have `size` numbers, and `out` is not v. */
  multiply(v: Float64Array, out: Float64Array): void;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** to += factor * x. */
export function addScaled(x: Float64Array, factor: number, to: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * x[i]!;
}

/** Scales x to length 1; returns the length that it had. */
export function normalize(x: Float64Array): number {
  const length = norm(x);
  for (let i = 0; i < x.length; i++) x[i]! /= length;
  return length;
}

/** Numbers that are 1 or -1, equally likely (a Rademacher vector). */
export function rademacher(size: number, random: Random): Float64Array {
  const signs = new Float64Array(size);
  for (let i = 0; i < size; i++) signs[i] = random.int(2) === 0 ? -1 : 1;
  return signs;
}
