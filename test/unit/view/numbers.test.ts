import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  formatCount,
  formatNumber,
  formatP,
  formatPercent,
  formatPoints,
  formatProgress,
  formatShape,
  formatShare,
  formatSigned,
} from '../../../app/view/numbers.ts';
import { formatFieldValue, kerasRemark, typedFieldValue } from '../../../app/view/spec-values.ts';
import { formatAgo, formatColumnTime, formatUtcTime } from '../../../app/view/time.ts';
import { formatBytes, formatDuration } from '../../../app/view/units.ts';
import { listed } from '../../../engine/words/numbers.ts';
import { speak } from '../../../engine/words/words.ts';

/** Narrow spaces are written as plain ones here, so that expectations can be read. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [-2.5, '−2.5'],
    [0.123456, '0.1235'],
    [100, '100'],
    [1234.5678, '1 235'],
    [123456, '123 456'],
    [422714.3, '422 700'],
    [999_999.9, '1 × 10⁶'],
    [0.000_099_999_99, '0.0001'],
    [1e-5, '1 × 10⁻⁵'],
    [-3.25e-7, '−3.25 × 10⁻⁷'],
    [6.0221e23, '6.022 × 10²³'],
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

  it('reads back as what it was, to the digits that are shown', () => {
    const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';
    const read = (text: string): number =>
      Number(
        plain(text)
          .replace(
            / × 10(.*)$/,
            (_, power: string) => `e${[...power].map((c) => (c === '⁻' ? '-' : raised.indexOf(c))).join('')}`,
          )
          .replaceAll(' ', '')
          .replace('−', '-'),
      );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-300);
        expect(Math.abs(read(formatNumber(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.00051);
      }),
    );
  });

  it('writes counts out however large they are', () => {
    expect([0, 12_500, -3, 1_234_567_890].map((n) => plain(formatCount(n)))).toEqual([
      '0',
      '12 500',
      '−3',
      '1 234 567 890',
    ]);
    expect(plain(listed(['a', 'b', 'c'], 2))).toBe('a, b and 1 more');
  });

  it('shows shares with two decimals where they were measured, as they are where they were chosen', () => {
    expect([0.9338, 0.5, 1, NaN].map((share) => plain(formatShare(share)))).toEqual([
      '93.38 %',
      '50.00 %',
      '100.00 %',
      'NaN',
    ]);
    expect([0.8, 0.125].map((share) => plain(formatPercent(share)))).toEqual(['80 %', '12.5 %']);
    expect(plain(formatProgress(0.999))).toBe('99 %');
  });

  it('shows differences with their sign', () => {
    expect([0.25, -0.25, 0].map((d) => formatSigned(d))).toEqual(['+0.25', '−0.25', '0']);
    expect([0.0125, -0.0125].map(formatPoints)).toEqual(['+1.25 pp', '−1.25 pp']);
  });

  it('shows p values with three decimals, none as 0', () => {
    expect([0.0002, 0.0321, 0.5, 0.001].map(formatP)).toEqual(['< 0.001', '0.032', '0.500', '0.001']);
  });
});

describe('another language', () => {
  afterEach(() => speak({}));

  it('writes numbers its own way, wherever they are made', () => {
    speak({
      'number.decimal': ',',
      'number.thousands': '.',
      'number.percent': ({ number }: { number: string }) => `${number}%`,
      'units.seconds': 'Sek.',
    });
    expect(formatCount(12_500)).toBe('12.500');
    expect(formatNumber(0.25)).toBe('0,25');
    expect(formatShare(0.9338)).toBe('93,38%');
    expect(formatP(0)).toBe('< 0,001');
    expect(plain(formatDuration(8_200))).toBe('8,2 Sek.');
  });
});

describe('durations, sizes, times', () => {
  it.each([
    [0, '0 s'],
    [0.34, '340 µs'],
    [0.0042, '4.2 µs'],
    [340, '340 ms'],
    [1_240, '1.2 s'],
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
    [999_900, '1.0 MB'],
    [52_000, '52 kB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });

  it('counts from now', () => {
    const now = Date.UTC(2026, 10, 23, 12);
    expect(formatAgo(now - 5_000, now)).toBe('just now');
    expect(formatAgo(now - 3 * 3_600_000, now)).toMatch(/3 hr/);
  });

  it('says which zone a time of a report is in, and lines up in columns', () => {
    expect(formatUtcTime(Date.UTC(2026, 10, 3, 9, 5))).toBe('2026-11-03 09:05 UTC');
    expect(formatColumnTime(Date.now())).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(formatColumnTime(null)).toBe('–');
  });
});

describe('values of a spec', () => {
  it('tells false, 0, empty and absent apart', () => {
    const shown = [false, 0, '', [], undefined].map(formatFieldValue);
    expect(new Set(shown).size).toBe(5);
  });

  it('writes shapes and lists', () => {
    expect(formatShape([28, 28])).toBe('28 × 28');
    expect(formatFieldValue([100, 50])).toBe('100, 50');
  });

  it('as typed can be given again; the momentum says what Keras calls it', () => {
    expect(typedFieldValue('seed', 1_000_000)).toBe('1000000');
    expect(typedFieldValue('name', 'true')).toBe('"true"');
    expect(typedFieldValue('model.normalization.momentum', 0.1)).toBe(`0.1 (${kerasRemark(0.1)})`);
    expect(kerasRemark(0.1)).toBe('Keras: 0.9');
  });
});
