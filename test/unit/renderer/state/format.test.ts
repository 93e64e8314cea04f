import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatDuration,
  formatMetric,
  formatNumber,
  formatPercent,
  formatShape,
  formatValue,
} from '../../../../renderer/state/format.ts';

/** Narrow spaces are written as plain ones here, so that expectations can be read. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.1, '0.1'],
    [-2.5, '−2.5'],
    [0.123456, '0.1235'],
    [100, '100'],
    [1234.5678, '1235'],
    [123456, '123 456'],
    [422714.3, '422 700'],
    [1e-5, '1 × 10⁻⁵'],
    [-3.25e-7, '−3.25 × 10⁻⁷'],
    [6.02e23, '6.02 × 10²³'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('%d is shown as %s', (value, text) => {
    expect(plain(formatNumber(value))).toBe(text);
  });

  it('keeps the zeros of whole numbers and drops those after a point', () => {
    expect(formatNumber(200)).toBe('200');
    expect(formatNumber(0.5)).toBe('0.5');
  });

  it('shows accuracies in percent, not-a-number as such', () => {
    expect(plain(formatMetric('best.validation.accuracy', 0.9376))).toBe('93.8 %');
    expect(formatMetric('validation.loss', 0.25)).toBe('0.25');
    expect(formatPercent(NaN)).toBe('NaN');
  });
});

describe('durations, sizes, times', () => {
  it.each([
    [800, '0.8 s'],
    [12_400, '12 s'],
    [59_700, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [200_000_000, '2 d 7 h'],
    [NaN, 'NaN'],
  ])('%d ms is %s', (ms, text) => {
    expect(plain(formatDuration(ms))).toBe(text);
  });

  it.each([
    [12, '12 B'],
    [2_400_000, '2.4 MB'],
    [999, '999 B'],
    [52_000, '52 kB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });

  it('counts from now', () => {
    const now = Date.UTC(2026, 10, 23, 12);
    expect(formatAgo(now - 5_000, now)).toBe('just now');
    expect(formatAgo(now - 3 * 3_600_000, now)).toMatch(/3 hr/);
  });
});

describe('values of a spec', () => {
  it('tells false, 0, empty and absent apart', () => {
    const shown = [false, 0, '', [], undefined].map(formatValue);
    expect(new Set(shown).size).toBe(5);
  });

  it('writes shapes and lists', () => {
    expect(formatShape([28, 28])).toBe('28 × 28');
    expect(formatValue([100, 50])).toBe('100, 50');
  });
});
