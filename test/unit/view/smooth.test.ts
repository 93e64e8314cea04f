import { expect, it } from 'vitest';
import { difference } from '../../../app/view/points.ts';
import { smooth, smoothingFor } from '../../../app/view/smooth.ts';

const points = (steps: number[], values: number[]) => ({
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
});

it('starts at the first value and keeps a constant as it is: no bias towards zero', () => {
  for (const value of smooth(points([1, 2, 3, 4], [5, 5, 5, 5]), 100).values) expect(value).toBeCloseTo(5, 12);
});

it('weighs by distance in steps, not by position in the list', () => {
  const near = smooth(points([0, 1], [0, 1]), 10).values[1]!;
  const far = smooth(points([0, 100], [0, 1]), 10).values[1]!;
  expect(near).toBeCloseTo(1 / (1 + Math.exp(-0.1)), 12);
  expect(far).toBeCloseTo(1 / (1 + Math.exp(-10)), 12);
});

it('shows a non-finite value where it is and is not poisoned by it', () => {
  const { values } = smooth(points([1, 2, 3], [2, NaN, 2]), 10);
  expect([...values]).toEqual([2, NaN, 2]);
});

it('subtracts at the steps that both curves have', () => {
  const result = difference(points([10, 20, 30], [3, 4, 5]), points([20, 30, 40], [1, 1, 1]));
  expect([...result.steps]).toEqual([20, 30]);
  expect([...result.values]).toEqual([3, 4]);
});

it('suits the length of a run: about a fiftieth of it', () => {
  expect([10, 99, 100, 500, 4000, 1e7].map(smoothingFor)).toEqual([0, 0, 2, 10, 50, 1000]);
});
