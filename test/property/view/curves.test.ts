/** What must hold for any recorded curve, however long, and whatever values a diverging run left in it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percentiles } from '../../../engine/percentiles.ts';
import { quantile } from '../../../engine/statistics/order.ts';
import { fitAxis, placeOf, ticksOf } from '../../../app/view/axes.ts';
import { sortedFinite } from '../../../app/view/order.ts';
import { smooth } from '../../../app/view/smooth.ts';
import { thinned } from '../../../app/view/thin.ts';

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
      const drawn = thinned(points, budget);
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

it('finds the same quantiles by selection, while a network trains, as in sorted numbers', () => {
  const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(numbers, (list) => {
      const percents = [0, 1, 15, 50, 85, 99, 100];
      const sorted = sortedFinite(list);
      const expected = percents.map((percent) => quantile(sorted, percent / 100));
      percentiles(Float64Array.from(list), percents).forEach((one, i) => expect(one).toBeCloseTo(expected[i]!, 6));
    }),
    { numRuns: 200, seed: 7 },
  );
});

it('gives every range an axis that encloses it, with ticks inside that differ in words', () => {
  const end = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(end, end, fc.boolean(), fc.integer({ min: 2, max: 12 }), (a, b, log, count) => {
      const [low, high] = log
        ? [Math.abs(a) + 1e-9, Math.abs(b) + 1e-9].sort((x, y) => x - y)
        : [a, b].sort((x, y) => x - y);
      const extent = fitAxis({}, low!, high!, log);
      expect(extent.low).toBeLessThan(extent.high);
      for (const value of [low!, high!]) {
        expect(placeOf(extent, value)).toBeGreaterThanOrEqual(-1e-9);
        expect(placeOf(extent, value)).toBeLessThanOrEqual(1 + 1e-9);
      }
      const ticks = ticksOf({ title: '', scale: 'linear' }, extent, count);
      expect(ticks.length).toBeGreaterThan(0);
      expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      for (const { at } of ticks) expect(Math.abs(placeOf(extent, at) - 0.5)).toBeLessThanOrEqual(0.5 + 1e-9);
    }),
    { numRuns: 400, seed: 7 },
  );
});
