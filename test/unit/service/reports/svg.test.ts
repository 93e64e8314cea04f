/** Scales, thinning and panels of report figures. */
import { describe, expect, test } from 'vitest';
import { drawPanel } from '../../../../app/service/reports/svg/panel.ts';
import { drawCells, LEVELS, strengthOf } from '../../../../app/service/reports/svg/cells.ts';
import type { Mark } from '../../../../app/service/reports/svg/panel.ts';
import { styleAt } from '../../../../app/view/styles.ts';
import { linearScale, logScale, scaleFor } from '../../../../app/service/reports/svg/scale.ts';
import { thin, trailingMean } from '../../../../app/service/reports/svg/thin.ts';

describe('scales', () => {
  test('linear ticks are round and enclose the range', () => {
    const { low, high, ticks, label } = linearScale({ low: -0.13, high: 0.97 });
    expect([low, high]).toEqual([-0.5, 1]);
    expect(ticks.map(label)).toEqual(['−0.5', '0.0', '0.5', '1.0']);
    expect(linearScale({ low: 0, high: 1500 }, 5, true).ticks).toEqual([0, 500, 1000, 1500]);
  });

  test('a range without width gets some, whatever its size', () => {
    for (const value of [0, 1, -3, 1e-30, 1e30]) {
      const { low, high, ticks, at } = linearScale({ low: value, high: value });
      expect(low < value && value < high).toBe(true);
      expect(ticks.length).toBeGreaterThan(1);
      expect(at(value)).toBeGreaterThan(0);
    }
  });

  test('logarithmic where one value would hide all others, linear otherwise, null without a finite value', () => {
    expect(scaleFor([[1, 2, 3]])?.log).toBe(false);
    expect(scaleFor([[1, 2, 3, 1e6, NaN, Infinity]])?.log).toBe(true);
    expect(scaleFor([[-1, 2, 3, 1e6]])?.log).toBe(false);
    expect(scaleFor([[NaN, -Infinity], []])).toBeNull();
    const { low, high, ticks, label } = logScale({ low: 0.02, high: 3e7 });
    expect([low, high]).toEqual([0.01, 1e8]);
    expect(ticks.map(label)).toEqual(['0.01', '1', '100', '10⁴', '10⁶', '10⁸']);
  });
});

describe('fewer points', () => {
  test('spikes, ends and gaps survive; few points are all kept', () => {
    const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const y = x.map((i) => Math.sin(i / 1000));
    y[31_234] = 99;
    y[64_321] = -99;
    y[77_777] = NaN;
    const { indices, total } = thin(x, y, 300);
    expect(total).toBe(100_000);
    expect(indices.length).toBeLessThan(1600);
    for (const index of [0, 31_234, 64_321, 77_777, 99_999]) expect(indices).toContain(index);
    expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
    expect(thin([1, 2, 3], [1, NaN, 3], 300).indices).toEqual([0, 1, 2]);
  });

  test('the mean looks back over at most `width` finite values, exactly', () => {
    expect([...trailingMean([1, 2, 3, 4, 5, 6, 7], 3)]).toEqual([1, 1.5, 2, 3, 4, 5, 6]);
    expect([...trailingMean([2, NaN, 4, 1e300, 8, 8, 8, 8], 2)]).toEqual([2, NaN, 4, 5e299, 5e299, 8, 8, 8]);
    const values = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i * i));
    const plain = values.map((_, i) => {
      const window = values.slice(Math.max(0, i - 36), i + 1);
      return window.reduce((a, b) => a + b) / window.length;
    });
    trailingMean(values, 37).forEach((mean, i) => expect(mean).toBeCloseTo(plain[i]!, 12));
  });
});

describe('panels', () => {
  const draw = (y: number[], scale = linearScale({ low: 0, high: 10 }), look: 'main' | 'raw' = 'raw') => {
    const mark: Mark = { kind: 'line', x: y.map((_, i) => i), y, style: styleAt(0), look };
    const x = { scale: linearScale({ low: 0, high: 4 }, 4, true) };
    const { markup } = drawPanel({ ...{ left: 0, top: 0, width: 400, height: 100 }, x, y: { scale }, marks: [mark] });
    return [...markup.text.matchAll(/<path d="([^"]*)" fill="none" class="s1"/g)].map((found) => found[1]);
  };

  test('a gap at every non-finite value; a point alone is a dot', () => {
    expect(draw([0, 10, NaN, 5, Infinity])).toEqual(['M0,100L100,0M300,50h0']);
  });

  test('what lies beyond the axis goes to its edge once', () => {
    expect(draw([5, 99, 999, 5])).toEqual(['M0,50L100,0M300,50h0']);
  });

  test('no attribute ever holds NaN or undefined', () => {
    const { markup } = drawPanel({
      ...{ left: 0, top: 0, width: 400, height: 100 },
      x: { scale: linearScale({ low: 0, high: 0 }) },
      y: { scale: null, title: 'Loss' },
      marks: [{ kind: 'dots', x: [0], y: [NaN], style: styleAt(3) }],
    });
    expect(markup.text).not.toMatch(/NaN|undefined/);
    expect(markup.text).toContain('no finite value');
  });
});

describe('cells', () => {
  const area = { left: 0, top: 0, width: 40, height: 20 };
  const draw = (values: number[]): string[] => {
    const strength = strengthOf([values])!;
    const { text } = drawCells({ kind: 'cells', shape: [2, 2], values, strength, style: styleAt(0) }, area);
    return [...text.matchAll(/d="([^"]*)"/g)].map((found) => found[1]!);
  };

  test('the first row is at the bottom; equal neighbours are one; what is no number stays empty', () => {
    expect(draw([1, 1, 2, NaN])).toEqual(['M0,10H40V20H0Z', 'M0,0H20V10H0Z']);
    expect(draw([3, 3, 3, Infinity])).toEqual(['M0,10H40V20H0ZM0,0H20V10H0Z']);
  });

  test('levels are equal steps, or equal factors where values differ tenfold; the ends belong to them', () => {
    expect(strengthOf([[1, NaN], [9]])?.edges).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(strengthOf([[1, 256]])?.edges.map(Math.round)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
    expect(strengthOf([[NaN]])).toBeNull();
    expect(LEVELS).toBe(8);
  });
});
