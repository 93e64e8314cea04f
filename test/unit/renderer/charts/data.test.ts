import { expect, it } from 'vitest';
import { indexTicks } from '../../../../app/view/axes.ts';
import { fitScale, NON_FINITE } from '../../../../app/view/color/scale.ts';
import { outlineOf } from '../../../../app/view/order.ts';
import { heatPixels } from '../../../../renderer/charts/heat-image.ts';
import { align } from '../../../../renderer/charts/plot-data.ts';
import { nearest } from '../../../../app/view/points.ts';
import type { ChartSeries } from '../../../../renderer/charts/series.ts';

const series = (label: string, steps: number[], values: number[], behind?: string): ChartSeries => ({
  key: label,
  label,
  ink: 1,
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
  ...(behind === undefined ? {} : { behind }),
});

it('tells a step that a curve has no point at from one where its value cannot be drawn', () => {
  const a = series('a', [1, 2, 3], [0.5, NaN, -1]);
  const b = series('b', [2, 4], [7, 8]);
  expect(align([a, b])).toEqual([
    [1, 2, 3, 4],
    [0.5, null, -1, undefined],
    [undefined, 7, undefined, 8],
  ]);
  expect(align([a], true)[1]).toEqual([0.5, null, null]);
});

it('finds the nearest recorded step', () => {
  const steps = Float64Array.from([0, 10, 20]);
  expect([-5, 4, 6, 99].map((step) => nearest(steps, step))).toEqual([0, 0, 1, 2]);
  expect(nearest(new Float64Array(0), 3)).toBe(-1);
});

it('leaves non-finite values out of the outline of a set, counted', () => {
  expect(outlineOf([1, NaN, 3])).toEqual({ min: 1, median: 2, mean: 2, max: 3, nonFinite: 1 });
  expect(outlineOf([NaN]).median).toBeNaN();
});

it('marks a column in which any record has no finite value, though it shows only the first', () => {
  const records = { channels: 2, values: Float64Array.from([0, 1, 0, 1, NaN, 1, 0, 1]) };
  const pixels = heatPixels(records, fitScale(records.values, { neutral: 0, ratios: false }), 2);
  const at = (column: number, channel: number) => [
    ...pixels.slice((channel * 2 + column) * 4, (channel * 2 + column) * 4 + 3),
  ];
  expect(at(1, 0)).toEqual([...NON_FINITE]);
  expect(at(0, 0)).not.toEqual([...NON_FINITE]);
  expect(at(1, 1)).toEqual(at(0, 1));
});

it('puts ticks a round distance apart', () => {
  expect(indexTicks(100, 6)).toEqual([0, 20, 40, 60, 80]);
  expect(indexTicks(1, 6)).toEqual([0]);
  expect(indexTicks(0, 6)).toEqual([]);
});
