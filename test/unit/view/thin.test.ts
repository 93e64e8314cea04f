import { describe, expect, it } from 'vitest';
import { BUDGET, thinned } from '../../../app/view/thin.ts';

const line = (count: number, value: (i: number) => number) => ({
  steps: Float64Array.from({ length: count }, (_, i) => i + 1),
  values: Float64Array.from({ length: count }, (_, i) => value(i)),
});

describe('fewer points', () => {
  it('leaves short curves as they are', () => {
    const points = line(BUDGET, Math.sin);
    expect(thinned(points)).toEqual(points);
  });

  it('keeps one spike, one dip and one NaN among 100,000 points', () => {
    const points = line(100_000, (i) =>
      i === 31_415 ? 99 : i === 62_831 ? -99 : i === 77_777 ? NaN : Math.sin(i / 900),
    );
    const { steps, values } = thinned(points);
    expect(steps.length).toBeLessThanOrEqual(BUDGET);
    expect(values[steps.indexOf(31_416)]).toBe(99);
    expect(values[steps.indexOf(62_832)]).toBe(-99);
    expect(values[steps.indexOf(77_778)]).toBeNaN();
  });

  it('shows a zoomed range in full, with one point beyond either edge', () => {
    const { steps } = thinned(line(100_000, Math.cos), BUDGET, 500, 700);
    expect([steps[0], steps.at(-1), steps.length]).toEqual([499, 701, 203]);
  });

  it('copes with steps that are unevenly far apart', () => {
    const steps = Float64Array.from({ length: 5000 }, (_, i) => (i < 4990 ? i : i * 1000));
    const drawn = thinned({ steps, values: steps.map((s) => s % 7) }, 100);
    expect(drawn.steps.length).toBeLessThanOrEqual(100);
    expect([drawn.steps[0], drawn.steps.at(-1)]).toEqual([0, 4_999_000]);
  });
});
