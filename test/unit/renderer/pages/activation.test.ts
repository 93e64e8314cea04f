import { describe, expect, it } from 'vitest';
import type { Histogram } from '../../../../app/contract/datasets.ts';
import { ACTIVATIONS } from '../../../../engine/spec/schema.ts';
import { ACTIVATION_CURVES } from '../../../../renderer/pages/new/activation-curves.ts';
import { drawnRange, shareOutside } from '../../../../renderer/pages/new/input-statistics.ts';

describe.each(ACTIVATIONS)('%s', (name) => {
  const { f, second, extremum, kink } = ACTIVATION_CURVES[name];

  it('has the second derivative of its own values (central differences)', () => {
    const h = 1e-4;
    for (const x of [-3, -1.3, -0.4, 0.7, 2.2]) {
      const numeric = (f(x + h) - 2 * f(x) + f(x - h)) / (h * h);
      expect(second(x)).toBeCloseTo(numeric, 5);
    }
  });

  it('has its largest |second derivative| where it says', () => {
    const xs = Array.from({ length: 6001 }, (_, i) => i / 1000);
    const largest = xs.reduce((best, x) => (Math.abs(second(x)) > Math.abs(second(best)) ? x : best), 0);
    if (extremum === null) expect(xs.every((x) => second(x) === 0)).toBe(true);
    else expect(largest).toBeCloseTo(extremum, 3);
    expect(kink === null || f(kink + 1e-3) - f(kink) !== f(kink) - f(kink - 1e-3)).toBe(true);
  });
});

describe('the known points', () => {
  it('are those of the closed forms', () => {
    const at = (name: 'tanh' | 'sigmoid' | 'scaled-tanh'): number[] => {
      const { f, extremum } = ACTIVATION_CURVES[name];
      return [extremum!, f(extremum!)].map((value) => Number(value.toFixed(4)));
    };
    expect(at('tanh')).toEqual([0.6585, 0.5774]);
    expect(at('sigmoid')).toEqual([1.317, 0.7887]);
    expect(at('scaled-tanh')).toEqual([0.9877, 0.9907]);
  });
});

describe('what is drawn of the inputs', () => {
  const histogram = (edges: number[], counts: number[]): Histogram => ({ edges, counts, mean: 0, deviation: 1 });

  it('is wide enough for them, up to a point', () => {
    expect(drawnRange(null)).toEqual([-4, 4]);
    expect(drawnRange(histogram([-2, 0, 2, 20], [50, 50, 0]))).toEqual([-4, 4]);
    expect(drawnRange(histogram([-9, -6, 0, 2], [5, 50, 45]))).toEqual([-8, 4]);
    expect(drawnRange(histogram([0, 128, 255], [1, 9]))).toEqual([-4, 8]);
  });

  it('leaves out a share that is said', () => {
    expect(shareOutside(histogram([0, 2, 100, 255], [1, 0, 9]), [-4, 8])).toBeCloseTo(0.9);
  });
});
