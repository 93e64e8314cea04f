/** What must hold for any recorded curve, however long, and whatever values a diverging run left in it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { downsample } from '../../../renderer/charts/downsample.ts';
import { smooth } from '../../../renderer/charts/smooth.ts';

const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  fc.constantFrom(NaN, Infinity, -Infinity),
);
const curve = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 50 }), value), { minLength: 1, maxLength: 600 })
  .map((pairs) => {
    let step = 0;
    return {
      steps: Float64Array.from(pairs, ([distance]) => (step += distance)),
      values: Float64Array.from(pairs, ([, v]) => v),
    };
  });

it('keeps the first and the last point, the extremes, the order and the budget', () => {
  fc.assert(
    fc.property(curve, fc.integer({ min: 8, max: 200 }), (points, budget) => {
      const drawn = downsample(points, budget);
      const finite = (values: Float64Array) => values.filter(Number.isFinite);
      expect(drawn.steps.length).toBeLessThanOrEqual(Math.max(budget, Math.min(budget, points.steps.length)));
      expect(drawn.steps[0]).toBe(points.steps[0]);
      expect(drawn.steps.at(-1)).toBe(points.steps.at(-1));
      expect([...drawn.steps].every((step, i) => i === 0 || step > drawn.steps[i - 1]!)).toBe(true);
      expect(Math.max(...finite(drawn.values))).toBe(Math.max(...finite(points.values)));
      expect(Math.min(...finite(drawn.values))).toBe(Math.min(...finite(points.values)));
      expect(drawn.values.every(Number.isFinite)).toBe(points.values.every(Number.isFinite));
      drawn.steps.forEach((step, i) => expect(drawn.values[i]).toBe(points.values[points.steps.indexOf(step)]));
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('never changes the past of a smoothed curve when the run goes on', () => {
  fc.assert(
    fc.property(curve, fc.nat(), fc.double({ min: 0, max: 500, noNaN: true }), (points, cut, tau) => {
      const end = 1 + (cut % points.steps.length);
      const part = smooth({ steps: points.steps.subarray(0, end), values: points.values.subarray(0, end) }, tau);
      expect(part.values).toEqual(smooth(points, tau).values.slice(0, end));
    }),
    { numRuns: 200, seed: 7 },
  );
});
