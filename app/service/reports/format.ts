/** Numbers, times and specification values as text for people; the command line uses the same. Not for data files. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const MINUS = '\u2212';
/** Between a number and its unit, so that no line breaks there. */
const NBSP = '\u00a0';

/** A whole number with separators between thousands: `12,500`. */
export const formatCount = (value: number): string => (Number.isFinite(value) ? grouped.format(value) : String(value));

/** Four significant digits, with a power of ten where the number is very large or small; `NaN` and `∞` spelled out. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(value);
  const text = size === 0 ? '0' : size >= 1e5 || size < 1e-3 ? scientific(size) : String(Number(size.toPrecision(4)));
  return value < 0 ? MINUS + text : text;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A whole power of ten: `10⁻³`. */
export function formatPower(exponent: number): string {
  const size = String(Math.round(Math.abs(exponent)));
  const raised = size.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? '');
  return `10${exponent < 0 ? '⁻' : ''}${raised}`;
}

function scientific(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential(3).split('e');
  return `${Number(digits)}×${formatPower(Number(exponent))}`;
}

/** A share of 1 as per cent with two decimals: `93.40 %`. */
export const formatShare = (value: number): string =>
  Number.isFinite(value) ? `${(100 * value).toFixed(2)}${NBSP}%` : formatNumber(value);

/** True for metrics and series whose values are shares of 1. */
export const isShare = (metric: string): boolean => metric.split('.').includes('accuracy');

/** True for metrics that count steps, e.g. the step at which the best value was reached. */
const isSteps = (metric: string): boolean => /(^|\.)steps?$/.test(metric);

/** A metric's value in the form that suits it. */
export const formatMetric = (metric: string, value: number | null): string => {
  if (value === null) return '–';
  if (isSteps(metric)) return formatCount(value);
  return isShare(metric) ? formatShare(value) : formatNumber(value);
};

/** A duration: `340 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)}${NBSP}ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)}${NBSP}s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}${NBSP}min ${two(whole % 60)}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${NBSP}h ${two(minutes % 60)}${NBSP}min`;
}

/** A point in time, UTC, to the minute. */
export const formatTime = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Bytes with a decimal unit. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)}${NBSP}${units[power]}`;
}

/**
 * A field of a specification as it would be typed: texts bare unless they would read as something else, lists as JSON.
 * The momentum of batch normalization carries its Keras equivalent, which is 1 minus it.
 */
export function formatSpecValue(path: string, value: unknown): string {
  const text = typeof value === 'string' ? bareText(value) : JSON.stringify(value);
  return path === 'model.normalization.momentum' && typeof value === 'number'
    ? `${text} (${kerasMomentum(value)})`
    : text;
}

/** What Keras calls the momentum of batch normalization: the weight of the old statistics. */
export const kerasMomentum = (momentum: number): string => `Keras: ${Number((1 - momentum).toPrecision(12))}`;

function bareText(text: string): string {
  const readsAsJson = /^(true|false|null|-?\d.*|[[{"].*)$/s.test(text);
  return text === '' || text.trim() !== text || readsAsJson ? JSON.stringify(text) : text;
}

const SPLITS: Record<string, string> = { train: 'Training', validation: 'Validation', test: 'Test' };
const STATISTICS: Record<string, string> = { batch: ', batch statistics', precise: ', population statistics' };
const METRIC_NAME = /^(best\.)?(train|validation|test)\.(loss|accuracy)(?:\.(batch|precise))?$/;

/** A metric's name for a person; names that are not known are shown as they are. */
export function metricTitle(metric: string): string {
  if (metric === 'gradient.norm') return 'Gradient norm';
  if (metric === 'learning.rate') return 'Learning rate';
  if (metric === 'norm.skipped.batches') return 'Batches kept out of the running statistics (not finite)';
  const [, best, split = '', kind = '', statistics = ''] = METRIC_NAME.exec(metric) ?? [];
  if (split === '') return metric;
  return `${SPLITS[split]!} ${kind}${STATISTICS[statistics] ?? ''}${best === undefined ? '' : ', best'}`;
}
