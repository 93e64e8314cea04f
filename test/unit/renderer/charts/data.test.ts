import { expect, it } from 'vitest';
import { heatPixels, NON_FINITE } from '../../../../renderer/charts/heat-image.ts';
import { fitScale } from '../../../../renderer/charts/color-scale.ts';
import { align } from '../../../../renderer/charts/plot-data.ts';
import { quantile, sortedFinite, spread } from '../../../../renderer/charts/quantiles.ts';
import { nearest, type ChartSeries } from '../../../../renderer/charts/series.ts';
import { hugeIncrements, indexTicks, logTicks } from '../../../../renderer/charts/ticks.ts';
import { seriesTable, toCsv } from '../../../../renderer/charts/table.ts';

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

it('interpolates quantiles and leaves non-finite values out, counted', () => {
  const sorted = sortedFinite([4, NaN, 1, 3, 2, Infinity]);
  expect([0, 0.5, 1].map((q) => quantile(sorted, q))).toEqual([1, 2.5, 4]);
  expect(spread([1, NaN, 3])).toEqual({ min: 1, median: 2, mean: 2, max: 3, nonFinite: 1 });
});

it('writes one row a step in full precision, without the curves that only accompany others', () => {
  const table = seriesTable(
    [series('loss, "train"', [1, 2], [0.1 + 0.2, NaN]), series('raw', [1], [9], 'x'), series('val', [2], [1])],
    'Step',
  );
  expect(toCsv(table)).toBe('Step,"loss, ""train""",val\r\n1,0.30000000000000004,\r\n2,NaN,1\r\n');
});

it('marks a column in which any record has no finite value, though it shows only the first', () => {
  const records = { channels: 2, values: Float64Array.from([0, 1, 0, 1, NaN, 1, 0, 1]) };
  const pixels = heatPixels(records, fitScale(records.values, 'beta'), 2);
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

it('labels a logarithmic axis whether it spans one power of ten or forty', () => {
  expect(logTicks(0.04, 3)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  expect(logTicks(1e-3, 1e3)).toEqual([1e-3, 1e-2, 1e-1, 1, 10, 100, 1000]);
  expect(logTicks(300, 2e32)).toEqual([1e5, 1e10, 1e15, 1e20, 1e25, 1e30]);
});

it('finds round distances between ticks however far a diverging run got', () => {
  const distances = hugeIncrements(3e80);
  expect(distances.some((distance) => 3e80 / distance >= 3 && 3e80 / distance <= 8)).toBe(true);
  expect(distances.every((distance, i) => i === 0 || distance > distances[i - 1]!)).toBe(true);
});
