import { describe, expect, it } from 'vitest';
import { colorOf, fitScale, positionOf, valueAt } from '../../../../app/view/color/scale.ts';
import { colorAt, type ColorMap, type Rgb } from '../../../../app/view/color/colormap.ts';

const even = (low: number, high: number, count = 1000) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

const around0 = { neutral: 0, ratios: false };
const around1 = { neutral: 1, ratios: false };
const variance = { neutral: 1, ratios: true };

describe('fitScale', () => {
  it('puts the neutral value in the middle where the data lie around it', () => {
    const scale = fitScale(even(-1, 3), around0);
    expect([scale.map, scale.neutral, positionOf(scale, 0)]).toEqual(['diverging', 0, 0.5]);
    expect(scale.low).toBeCloseTo(-scale.high, 12);
  });

  it('shows small differences far from the neutral value in order', () => {
    const scale = fitScale(even(50, 50.001), around0);
    expect([scale.map, scale.neutral]).toEqual(['sequential', null]);
    expect(scale.high - scale.low).toBeLessThan(0.0011);
  });

  it('is not widened by one extreme channel, and says that it lies outside', () => {
    const values = even(-1, 1);
    values[500] = 1e9;
    const scale = fitScale(values, around0);
    expect(scale.high).toBeLessThan(1.1);
    expect(scale.clipped).toBeGreaterThanOrEqual(1);
  });

  it('compares variances as ratios: a tenth is as far from 1 as ten', () => {
    const scale = fitScale(even(0.1, 10), variance, 'diverging');
    expect(scale.log).toBe(true);
    expect(positionOf(scale, 1)).toBeCloseTo(0.5, 12);
    expect(positionOf(scale, 5) - 0.5).toBeCloseTo(0.5 - positionOf(scale, 0.2), 12);
  });

  it('works on what a new or diverged run has: nothing, equal numbers, NaN, zero variance', () => {
    expect(fitScale([], around1).neutral).toBe(1);
    expect(fitScale([NaN, Infinity], around1).neutral).toBe(1);
    for (const same of [0, 1, -7]) {
      const scale = fitScale([same, same, NaN], around1);
      expect(scale.high).toBeGreaterThan(scale.low);
    }
    expect(fitScale([0, 0, 4], variance).log).toBe(false);
  });

  it('turns positions back into values', () => {
    for (const scale of [fitScale(even(2, 9), variance), fitScale(even(-4, 1), around0)])
      for (const at of [0, 0.25, 1]) expect(positionOf(scale, valueAt(scale, at))).toBeCloseTo(at, 10);
  });
});

describe('colour maps', () => {
  /** Relative luminance of sRGB (WCAG 2). */
  const luminance = ([r, g, b]: Rgb): number => {
    const [lr, lg, lb] = [r, g, b].map((c) =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * lr! + 0.7152 * lg! + 0.0722 * lb!;
  };
  const along = (map: ColorMap) => Array.from({ length: 256 }, (_, i) => luminance(colorAt(map, i / 255)));

  it('grows lighter from end to end where order counts', () => {
    const light = along('sequential');
    expect(light.every((l, i) => i === 0 || l > light[i - 1]! - 1e-3)).toBe(true);
    expect(light[255]! - light[0]!).toBeGreaterThan(0.6);
  });

  it('is lightest in the middle where distance counts, and its two ends are equally dark', () => {
    const light = along('diverging');
    expect(Math.max(...light)).toBe(Math.max(light[127]!, light[128]!));
    expect(Math.abs(light[0]! - light[255]!)).toBeLessThan(0.06);
  });

  it('gives values beyond the ends the colour of the end', () => {
    const scale = fitScale(even(-1, 1), around0);
    expect(colorOf(scale, 1e6)).toEqual(colorAt('diverging', 1));
  });
});
