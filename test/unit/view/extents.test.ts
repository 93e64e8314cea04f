import { expect, test } from 'vitest';
import { fitAxis, indexTicks, linearTicks, needsLog, placeOf, ticksOf, type Axis } from '../../../app/view/axes.ts';
import { extentOf, extentsOf, undrawable } from '../../../app/view/extents.ts';
import { legendOf, type Mark, type Panel } from '../../../app/view/figure.ts';
import { figureSummary, figureTable } from '../../../app/view/figure-table.ts';
import { styleAt } from '../../../app/view/styles.ts';
import { toCsv } from '../../../app/view/table.ts';

const linear: Axis = { title: 'x', scale: 'linear' };
const log: Axis = { title: 'y', scale: 'log' };
const line = (x: number[], y: number[], label = 'a', more: { broken?: boolean; derived?: boolean } = {}): Mark => ({
  ...{ kind: 'line', label, style: styleAt(0), look: 'main', x, y, ...more },
});
const panel = (y: Axis, ...marks: Mark[]): Panel => ({ key: 'k', title: 'Panel', x: linear, y, marks });

test('a linear axis ends on ticks, or exactly where the numbers do', () => {
  const shown = panel({ ...linear, include: [0] }, line([1, 2, 3], [2, NaN, Infinity]), line([0], [9.7]));
  expect(extentOf([shown], 'y')).toEqual({ low: 0, high: 10, log: false });
  expect(extentOf([{ ...shown, x: { ...linear, exact: true } }], 'x')).toEqual({ low: 0, high: 3, log: false });
});

test('logarithmic where one value would hide all others and all are positive; the same rule everywhere', () => {
  expect(needsLog([[1, 2, 3]])).toBe(false);
  expect(needsLog([[1, 2, 3, 1e6, NaN, Infinity]])).toBe(true);
  expect(needsLog([[-1, 2, 3, 1e6]])).toBe(false);
  expect(needsLog([[NaN], []])).toBe(false);
  expect(extentOf([panel({ ...linear, scale: 'auto' }, line([1, 2, 3], [1, 2, 1e6]))], 'y').log).toBe(true);
});

test('a logarithmic axis leaves out zero and shows at least one power of ten', () => {
  const { low, high } = extentOf([panel(log, line([1, 2, 3], [0, 4.8e-4, 5e-4]))], 'y');
  expect(high / low).toBeGreaterThanOrEqual(10);
  expect(low).toBeLessThan(4.8e-4);
  expect(high).toBeGreaterThan(5e-4);
});

test('without a number that can be drawn there is still an axis', () => {
  for (const axis of [linear, log]) {
    const { low, high } = extentOf([panel(axis, line([1], [NaN]))], 'y');
    expect(high).toBeGreaterThan(low);
  }
  for (const value of [0, 1, -3, 1e-30, 1e30]) {
    const { low, high } = fitAxis({}, value, value);
    expect(low < value && value < high).toBe(true);
  }
});

test('a run that broke off does not stretch the axis beyond recognition of the others', () => {
  const calm = line([0, 1], [1, 2]);
  const wild = line([0, 1, 2, 3], [1, 3, 900, NaN], 'b', { broken: true });
  expect(extentOf([panel(linear, calm, wild)], 'y').high).toBeLessThan(6);
  expect(extentOf([panel(linear, wild)], 'y').high).toBeGreaterThan(900);
});

test('wide intervals stretch the axis only as far as the means reach', () => {
  const band: Mark = { kind: 'band', label: '', style: styleAt(0), x: [0, 1], low: [-50, 1], high: [90, 2] };
  const { low, high } = extentOf([panel(linear, line([0, 1], [1, 2]), band)], 'y');
  expect([low, high]).toEqual([0, 3]);
});

test('panels of a shared figure have one range where their axes have one title', () => {
  const [a, b] = [panel(linear, line([0], [1])), panel(linear, line([0], [5]))];
  const shared = extentsOf({ panels: [a, b], shared: true });
  expect(shared[0]!.y).toEqual(shared[1]!.y);
  const own = extentsOf({ panels: [a, b] });
  expect(own[0]!.y).not.toEqual(own[1]!.y);
  const named = (categories: string[]): Panel => ({ ...a, x: { title: 'Layer', scale: 'category', categories } });
  expect(extentOf([named(['d1']), named(['d1', 'd2', 'd3'])], 'x')).toEqual({ low: -0.5, high: 2.5, log: false });
});

test('places run from 0 to 1, and numbers without a place are NaN', () => {
  expect(placeOf({ low: -1, high: 3, log: false }, 1)).toBe(0.5);
  expect(placeOf({ low: 1e-4, high: 1, log: true }, 1e-2)).toBeCloseTo(0.5, 12);
  expect(placeOf({ low: 1e-4, high: 1, log: true }, 0)).toBeNaN();
  expect(placeOf({ low: 0, high: 1, log: false }, Infinity)).toBeNaN();
});

test('ticks are round, in as many decimals as tell them apart', () => {
  const labels = (low: number, high: number, axis: Axis = linear, isLog = false): string[] =>
    ticksOf(axis, { low, high, log: isLog }, 5).map(({ label }) => label);
  expect(labels(-0.5, 1.5)).toEqual(['−0.5', '0.0', '0.5', '1.0', '1.5']);
  expect(labels(0, 2000)).toEqual(['0', '500', '1\u202f000', '1\u202f500', '2\u202f000']);
  expect(labels(0.9, 1, { ...linear, unit: 'percent' })).toEqual(
    [90, 92, 94, 96, 98, 100].map((one) => `${one}\u202f%`),
  );
  expect(labels(-0.02, 0.02, { ...linear, unit: 'points' })).toEqual(['−2', '−1', '0', '1', '2']);
  expect(labels(0, 3, { ...linear, whole: true })).toEqual(['0', '1', '2', '3']);
  expect(new Set(labels(1, 1 + 1e-7)).size).toBe(labels(1, 1 + 1e-7).length);
  expect(labels(0, 3e80).length).toBeGreaterThan(2);
});

test('one tick where the range is nothing but rounding', () => {
  expect(linearTicks(0.1, 0.1 + 3e-16, 4).map(({ at }) => at)).toEqual([0.1]);
  expect(linearTicks(3, 3, 4)).toHaveLength(1);
});

test('a logarithmic axis is labelled whether it spans one power of ten or forty', () => {
  const ticks = (low: number, high: number, count = 7) => ticksOf(log, { low, high, log: true }, count);
  expect(ticks(0.05, 2).map(({ at }) => at)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  expect(ticks(1e-3, 1e3).map(({ at }) => at)).toEqual([1e-3, 1e-2, 1e-1, 1, 10, 100, 1000]);
  expect(ticks(300, 2e32).map(({ at }) => at)).toEqual([1e5, 1e10, 1e15, 1e20, 1e25, 1e30]);
  expect(ticks(1e-16, 10, 4)[0]!.label).toBe('10⁻¹⁵');
  expect(fitAxis({}, 0.02, 3e7, true)).toEqual({ low: 0.02, high: 5e7, log: true });
});

test('names of many layers are thinned out evenly, and so are indices', () => {
  const categories = Array.from({ length: 40 }, (_, i) => `dense${i + 1}`);
  const ticks = ticksOf({ title: 'Layer', scale: 'category', categories }, { low: -0.5, high: 39.5, log: false }, 6);
  expect(ticks.map(({ at }) => at)).toEqual([0, 7, 14, 21, 28, 35]);
  expect(indexTicks(100, 6)).toEqual([0, 20, 40, 60, 80]);
});

test('what cannot be drawn is counted', () => {
  const shown = panel(log, line([0, 1, 2, 3], [NaN, Infinity, 0, 1]));
  expect(undrawable(shown, extentOf([shown], 'x'), extentOf([shown], 'y'))).toEqual({ nonFinite: 2, notPositive: 1 });
});

test('a legend appears only where one panel has two lines', () => {
  const figure = (...panels: Panel[]) => legendOf({ panels }).map(({ label }) => label);
  expect(figure(panel(linear, line([0], [1])), panel(linear, line([0], [1], 'b')))).toEqual([]);
  expect(figure(panel(linear, line([0], [1]), line([0], [1], 'b')))).toEqual(['a', 'b']);
});

test('the table has every number of every mark, and the summary says how far they reach', () => {
  const boxes: Mark = {
    ...{ kind: 'boxes', label: 'spread', style: styleAt(0), boxes: [{ at: 0, values: [1, 2, 3, 4, 5] }] },
  };
  const table = figureTable({ panels: [panel(linear, line([0, 1], [5, NaN]), boxes)], shape: 'wide' });
  expect(table.rows).toBe(7);
  expect([0, 1, 2, 3].map((column) => table.cell(1, column))).toEqual(['Panel', 'a', 1, NaN]);
  const said = (y: number[]) => figureSummary({ panels: [panel(linear, line([0, 1], y))], shape: 'wide' });
  expect(said([5, NaN])).toBe('Panel: a from 5 to 5');
  expect(said([NaN, NaN])).toContain('no finite number');
});

test('curves have a row a step in full precision, without those computed from others, and say where they end', () => {
  const curves = {
    panels: [
      panel(
        linear,
        line([1, 2], [0.1 + 0.2, NaN], 'loss, "train"'),
        line([1], [9], 'smooth', { derived: true }),
        line([2], [1], 'val'),
      ),
    ],
    shape: 'curves' as const,
  };
  expect(toCsv(figureTable(curves))).toBe('x,"loss, ""train""",val\r\n1,0.30000000000000004,\r\n2,NaN,1\r\n');
  expect(figureSummary(curves)).toContain('goes from 0.3 to NaN at step 2');
  expect(figureSummary(curves)).toContain('is not finite from step 2');
});
