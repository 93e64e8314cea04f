import { expect, test } from 'vitest';
import {
  alignCategories,
  legendOf,
  placeOf,
  rangeOf,
  ticksOf,
  undrawable,
  type Axis,
  type Mark,
  type Panel,
} from '../../../../renderer/charts/panel.ts';
import { panelSummary, panelTable } from '../../../../renderer/charts/panel-table.ts';

const linear: Axis = { title: 'x', scale: 'linear' };
const log: Axis = { title: 'y', scale: 'log' };
const line = (x: number[], y: number[], label = 'a'): Mark => ({
  ...{ kind: 'line', label, ink: 1, dash: [], marker: 'circle', x, y },
});
const panel = (y: Axis, ...marks: Mark[]): Panel => ({ key: 'k', title: 'Panel', x: linear, y, marks });

test('a linear axis shows all finite numbers with a margin, and what must be shown without one', () => {
  const { low, high } = rangeOf(
    [panel({ ...linear, include: [0] }, line([1, 2, 3], [2, NaN, Infinity]), line([0], [10]))],
    'y',
  );
  expect(low).toBe(0);
  expect(high).toBeCloseTo(10.5, 12);
});

test('a logarithmic axis leaves out zero and shows at least one power of ten', () => {
  const { low, high } = rangeOf([panel(log, line([1, 2, 3], [0, 4.8e-4, 5e-4]))], 'y');
  expect(high / low).toBeCloseTo(10, 9);
  expect(Math.sqrt(low * high)).toBeCloseTo(Math.sqrt(4.8e-4 * 5e-4), 12);
});

test('without a number that can be drawn there is still an axis', () => {
  for (const axis of [linear, log]) {
    const { low, high } = rangeOf([panel(axis, line([1], [NaN]))], 'y');
    expect(high).toBeGreaterThan(low);
  }
});

test('panels of several runs share one range, and categories the longest list', () => {
  const [a, b] = [panel(linear, line([0], [1])), panel(linear, line([0], [5]))];
  expect(rangeOf([a, b], 'y')).toEqual(rangeOf([b, a], 'y'));
  const named = (categories: string[]): Panel => ({ ...a, x: { title: 'Layer', scale: 'category', categories } });
  expect(rangeOf([named(['d1']), named(['d1', 'd2', 'd3'])], 'x')).toEqual({ low: -0.5, high: 2.5 });
});

test('places run from 0 to 1, and numbers without a place are NaN', () => {
  expect(placeOf(linear, { low: -1, high: 3 }, 1)).toBe(0.5);
  expect(placeOf(log, { low: 1e-4, high: 1 }, 1e-2)).toBeCloseTo(0.5, 12);
  expect(placeOf(log, { low: 1e-4, high: 1 }, 0)).toBeNaN();
  expect(placeOf(linear, { low: 0, high: 1 }, Infinity)).toBeNaN();
});

test('logarithmic ticks are powers of ten in words that fit', () => {
  const labels = ticksOf(log, { low: 1e-16, high: 10 }, 4, String).map(({ label }) => label);
  expect(labels[0]).toBe('10⁻¹⁶');
  expect(labels.length).toBeLessThanOrEqual(4);
});

test('names of many layers are thinned out evenly', () => {
  const categories = Array.from({ length: 40 }, (_, i) => `dense${i + 1}`);
  const ticks = ticksOf({ title: 'Layer', scale: 'category', categories }, { low: -0.5, high: 39.5 }, 6, String);
  expect(ticks.map(({ at }) => at)).toEqual([0, 7, 14, 21, 28, 35]);
});

test('what cannot be drawn is counted', () => {
  expect(undrawable(panel(log, line([0, 1, 2, 3], [NaN, Infinity, 0, 1])))).toEqual({ nonFinite: 2, notPositive: 1 });
});

test('a legend appears only where one panel has two lines', () => {
  expect(legendOf([panel(linear, line([0], [1])), panel(linear, line([0], [1], 'b'))])).toEqual([]);
  expect(legendOf([panel(linear, line([0], [1]), line([0], [1], 'b'))]).map(({ label }) => label)).toEqual(['a', 'b']);
});

test('the table has every number of every mark, and the summary says how far they reach', () => {
  const boxes: Mark = { kind: 'boxes', label: 'spread', ink: 1, boxes: [{ at: 0, values: [1, 2, 3, 4, 5] }] };
  const table = panelTable([panel(linear, line([0, 1], [5, NaN]), boxes)]);
  expect(table.rows).toBe(7);
  expect([0, 1, 2, 3].map((column) => table.cell(1, column))).toEqual(['Panel', 'a', 1, NaN]);
  expect(panelSummary([panel(linear, line([0, 1], [5, NaN]))])).toBe('Panel: a from 5 to 5');
  expect(panelSummary([panel(linear, line([0], [NaN]))])).toContain('no finite number');
});

test('layers of several runs stand at the same place, also where one of them has fewer', () => {
  const by = (categories: string[]): Panel => ({
    ...panel(linear, line([0, 1], [5, 6])),
    x: { title: 'Layer', scale: 'category', categories },
  });
  const [plain, normalized] = alignCategories([by(['dense1', 'dense2']), by(['dense1', 'norm1', 'dense2'])]);
  expect(plain!.x.categories).toEqual(['dense1', 'norm1', 'dense2']);
  expect(plain!.marks[0]).toMatchObject({ x: [0, 2], y: [5, 6] });
  expect(normalized!.marks[0]).toMatchObject({ x: [0, 1] });
});
