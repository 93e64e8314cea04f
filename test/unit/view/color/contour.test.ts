import { expect, test } from 'vitest';
import { contour, levelsBetween } from '../../../../app/view/color/contour.ts';

test('the line of a cone is a circle around its tip', () => {
  const n = 41;
  const values = Float64Array.from({ length: n * n }, (_, k) => Math.hypot(Math.floor(k / n) - 20, (k % n) - 20));
  const pieces = contour(values, n, 10);
  expect(pieces.length).toBeGreaterThan(50);
  for (const [x1, y1, x2, y2] of pieces) {
    expect(Math.hypot(x1 - 20, y1 - 20)).toBeCloseTo(10, 1);
    expect(Math.hypot(x2 - 20, y2 - 20)).toBeCloseTo(10, 1);
  }
  const length = pieces.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
  expect(length).toBeCloseTo(2 * Math.PI * 10, 0);
});

test('a saddle has two lines that do not cross, on the side that its mean decides', () => {
  // 1 at two opposite corners, 0 at the others: below the mean of 0.5 the high corners are joined.
  expect(contour([1, 0, 0, 1], 2, 0.4)).toHaveLength(2);
  for (const [x1, y1, x2, y2] of contour([1, 0, 0, 1], 2, 0.4))
    expect(Math.abs(x1 + y1 - x2 - y2)).toBeGreaterThan(0.5);
  for (const [x1, y1, x2, y2] of contour([1, 0, 0, 1], 2, 0.6))
    expect(Math.abs(x1 - y1 - (x2 - y2))).toBeGreaterThan(0.5);
});

test('cells with a number that is not finite have no line', () => {
  const pieces = contour([0, 1, NaN, 1, 0, 1, 0, 1, 0], 3, 0.5);
  expect(pieces.length).toBeGreaterThan(3);
  for (const [x1, y1, x2, y2] of pieces) expect((x1 + x2) / 2 < 1 && (y1 + y2) / 2 > 1).toBe(false);
  expect(contour([0, NaN, 1, 1], 2, 0.5)).toEqual([]);
});

test('levels lie between the ends, evenly or in equal ratios', () => {
  expect(levelsBetween(0, 4, false, 3)).toEqual([1, 2, 3]);
  expect(levelsBetween(1, 16, true, 3).map(Math.round)).toEqual([2, 4, 8]);
});
