/**
 * Numbers as people read them, in the language in use: the only place that turns one into text for a person. Not for files
 * that programs read, whose numbers are raw. What has a unit: app/view/numbers.ts and units.ts.
 */
import { texts } from './words.ts';

/** Between a number and what belongs to it: narrow, and no line breaks there. */
const NARROW = '\u202f';

/** How a language writes numbers. */
const locale = texts('number', {
  decimal: '.',
  thousands: NARROW,
  minus: '−',
  notANumber: 'NaN',
  infinity: '∞',
  percent: ({ number }: { number: string }) => `${number}${NARROW}%`,
  unit: ({ number, unit }: { number: string; unit: string }) => `${number}${NARROW}${unit}`,
  power: ({ mantissa, power }: { mantissa: string; power: string }) => `${mantissa}${NARROW}×${NARROW}${power}`,
  more: ({ items, count }: { items: string; count: string }) => `${items} and ${count} more`,
});

/** From here on, and below {@link SMALL}, a number is written with a power of ten. */
const LARGE = 1e6;
const SMALL = 1e-4;

/**
 * A number with at most `digits` significant digits, in powers of ten where it is very large or small. Whole numbers below
 * a million are written out. Not-a-number and the infinities are shown as such: they are results here, never blanks.
 */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return locale.notANumber;
  if (value < 0) return locale.minus + formatNumber(-value, digits);
  if (!Number.isFinite(value)) return locale.infinity;
  if (value < LARGE && Number.isInteger(value)) return localized(String(value));
  const rounded = Number(value.toPrecision(digits));
  if (rounded < LARGE && rounded >= SMALL) return localized(String(rounded));
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  return locale.power({ mantissa: localized(String(Number(mantissa))), power: formatPower(Number(exponent)) });
}

/** A number with so many decimals, zeros at the end included. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const size = localized(Math.abs(value).toFixed(decimals));
  return value < 0 && Number(value.toFixed(decimals)) !== 0 ? locale.minus + size : size;
}

/** A count, rounded to a whole number and written out however large it is: `12 500`. */
export const formatCount = (value: number): string => formatFixed(value, 0);

/** A count with what is counted: `1 sample`, `1 000 samples`. English, for English wordings. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Up to `limit` items in words: "a, b, c and 4 more". */
export const listed = (items: readonly string[], limit = 5): string =>
  items.length <= limit
    ? items.join(', ')
    : locale.more({ items: items.slice(0, limit).join(', '), count: formatCount(items.length - limit) });

/** A measured share of 1 in percent: `93.38 %`. Two decimals tell runs apart; everywhere, so that no two places disagree. */
export const formatShare = (share: number, decimals = 2): string =>
  Number.isFinite(share) ? locale.percent({ number: formatFixed(100 * share, decimals) }) : formatNumber(share);

/** A share that somebody chose or that is only roughly known, in percent without zeros at the end: `80 %`. */
export const formatPercent = (share: number, digits = 4): string =>
  Number.isFinite(share) ? locale.percent({ number: formatNumber(100 * share, digits) }) : formatNumber(share);

/** A number, already written, with its unit: `12 kB`. */
export const withUnit = (number: string, unit: string): string => locale.unit({ number, unit });

const RAISED = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** A whole power of ten: `10⁻³`. */
export function formatPower(exponent: number): string {
  const digits = [...String(Math.abs(Math.round(exponent)))].map((digit) => RAISED[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** Plain digits with at most one point, as the language writes them. */
function localized(digits: string): string {
  const [whole = '', decimals] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, locale.thousands);
  return decimals === undefined ? grouped : grouped + locale.decimal + decimals;
}
