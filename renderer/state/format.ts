/**
 * Numbers, durations, times and sizes as people read them. Not-a-number and the infinities are shown as such: they are
 * results here, never blanks.
 */
import { language, m } from '../messages/index.ts';

const NARROW = '\u202f';

/** A number with at most `digits` significant digits; very large and very small ones in powers of ten. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return minus(groups(String(value)));
  if (size >= 1e6 || size < 1e-4) return minus(power(value.toExponential(Math.max(0, digits - 2))));
  const text = value.toPrecision(digits);
  return minus(text.includes('e') ? groups(String(Number(text))) : trim(text));
}

/** A share between 0 and 1 in percent with one decimal, e.g. "93.8 %". */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}${NARROW}%` : formatNumber(share);
}

/** A share between 0 and 1 in whole percent, rounded down: "40 %". */
export const formatPercentWhole = (share: number): string => `${Math.floor(share * 100)}${NARROW}%`;

/** A summary metric by its name: accuracies in percent, everything else as a number. */
export function formatMetric(name: string, value: number): string {
  return /accuracy/.test(name) ? formatPercent(value) : formatNumber(value);
}

/** A whole number with thin spaces between groups of three digits. */
export function formatCount(value: number): string {
  return minus(groups(String(Math.round(value))));
}

/** Milliseconds as the two largest units that matter: "0.8 s", "12 s", "3 min 05 s", "2 h 10 min". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return formatNumber(ms);
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}${NARROW}s`;
  if (seconds < 59.5) return `${Math.round(seconds)}${NARROW}s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes}${NARROW}min ${pad(Math.round(seconds) % 60)}${NARROW}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}${NARROW}h ${pad(minutes % 60)}${NARROW}min`;
  return `${Math.floor(hours / 24)}${NARROW}d ${hours % 24}${NARROW}h`;
}

/** Bytes in the decimal units that disks are sold in. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)}${NARROW}B`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}${NARROW}${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago, in words; the date itself from a week on. `now` in UTC milliseconds. */
export function formatAgo(at: number, now: number): string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  if (now - at >= 7 * 86_400_000) return formatDate(at);
  for (const [unit, size] of STEPS) if (now - at >= size) return relative.format(-Math.floor((now - at) / size), unit);
  return m.format.justNow;
}

/** Date, and the year where it is not this one. */
export function formatDate(at: number): string {
  const year = new Date(at).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...year }).format(at);
}

/** Date and time to the second, for titles and details. */
export function formatTime(at: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}

/** Any value of a spec in a cell: false, 0, "" and an absent value stay distinct. */
export function formatValue(value: unknown): string {
  if (value === undefined) return m.format.absent;
  if (value === null) return m.format.unset;
  if (typeof value === 'number') return formatNumber(value, 6);
  if (typeof value === 'boolean') return value ? m.format.yes : m.format.no;
  if (typeof value === 'string') return value === '' ? m.format.emptyText : value;
  if (Array.isArray(value)) return value.length === 0 ? m.format.none : value.map(formatValue).join(', ');
  return JSON.stringify(value);
}

/** The shape of one sample: "28 × 28". */
export const formatShape = (shape: readonly number[]): string => shape.map(formatCount).join(' × ');

const minus = (text: string): string => text.replace(/^-/, '−');
const pad = (value: number): string => String(value).padStart(2, '0');
const groups = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, NARROW);
const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

const SUPERSCRIPT: Record<string, string> = Object.fromEntries(
  [...'-0123456789'].map((c, i) => [c, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][i]!]),
);

/** "1.20e-7" as "1.2 × 10⁻⁷". */
function power(text: string): string {
  const [mantissa = '', exponent = ''] = text.split('e');
  const raised = [...exponent.replace('+', '')].map((c) => SUPERSCRIPT[c] ?? c).join('');
  return `${trim(mantissa)}${NARROW}×${NARROW}10${raised}`;
}
