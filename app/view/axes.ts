/**
 * Axes: when one is logarithmic, where it ends and where its ticks stand. The one rule for every figure, whoever draws it.
 * Which numbers of a figure an axis has to show: extents.ts.
 */
import { ticks as roundTicks, tickIncrement } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { quantile } from '../../engine/statistics/order.ts';
import { formatFixed, formatNumber, formatPercent, formatPower, formatShare } from './numbers.ts';
import { sortedFinite } from './order.ts';
import type { NumberList } from './points.ts';

/** What an axis shows. */
export interface Axis {
  title: string;
  /** `auto` is logarithmic where {@link needsLog} says so. */
  scale: 'linear' | 'log' | 'auto' | 'category';
  /** Names along a category axis; marks stand at their indices. */
  categories?: readonly string[];
  /** Values that are shown in any case, for example 0 and 1 for shares. */
  include?: readonly number[];
  /** Ends where the numbers end; otherwise on ticks. */
  exact?: boolean;
  /** Only whole numbers are ticks: steps, channels, ranks. */
  whole?: boolean;
  /** Shares of 1: as percentages, or differences of them as percentage points. */
  unit?: 'percent' | 'points';
}

/** A stretch of numbers. */
export interface Range {
  low: number;
  high: number;
}

/** What an axis shows, as numbers; `low < high`, both positive on a logarithmic axis. */
export interface Extent extends Range {
  log: boolean;
}

/** A place on an axis and what is written there. */
export interface Tick {
  at: number;
  label: string;
}

/** How many times the median the largest value is when a linear axis would press most values against its foot. */
const WIDE = 40;
/** Values looked at for the median. */
const SAMPLE = 20_000;

/** Whether an axis for these numbers is logarithmic: all are positive, and the largest is far above the typical one. */
export function needsLog(lists: readonly NumberList[]): boolean {
  const every = Math.max(1, Math.ceil(lists.reduce((sum, list) => sum + list.length, 0) / SAMPLE));
  const sample: number[] = [];
  let high = -Infinity;
  for (const list of lists)
    for (let i = 0; i < list.length; i++) {
      const value = list[i]!;
      if (!Number.isFinite(value)) continue;
      if (value <= 0) return false;
      if (value > high) high = value;
      if (i % every === 0) sample.push(value);
    }
  return sample.length > 0 && high > WIDE * quantile(sortedFinite(sample), 0.5);
}

/** Distances between ticks that decide where an axis ends. */
const STEPS = 5;

/** Where an axis ends that has to show the numbers from `low` to `high`; without any (`low > high`) it is 0 to 1. */
export function fitAxis({ exact = false }: Pick<Axis, 'exact'>, low: number, high: number, log = false): Extent {
  if (!(low <= high)) return log ? { low: 0.1, high: 1, log } : { low: 0, high: 1, log };
  if (log) return fitLog(low, high);
  // Float noise around one value is that value: ticks closer than 1e-9 of it could not be told apart.
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= Math.max(size * 1e-9, 1e-300)) {
    const margin = size < 1e-300 ? 1 : Math.abs(low) * 0.5;
    return fitAxis({ exact }, low - margin, high + margin);
  }
  if (exact) return { low, high, log };
  const [first, last] = scaleLinear([low, high], [0, 1]).nice(STEPS).domain() as [number, number];
  return { low: first, high: last, log };
}

/** Ends on 1, 2 or 5 times a power of ten; at least one power of ten apart: less would make a mountain of a small difference. */
function fitLog(low: number, high: number): Extent {
  const factor = Math.max(1, Math.sqrt((10 * low) / high));
  const down = [5, 2, 1].map((lead) => roundedLog(low / factor, lead, Math.floor));
  const up = [1, 2, 5].map((lead) => roundedLog(high * factor, lead, Math.ceil));
  return { low: Math.max(...down), high: Math.min(...up), log: true };
}

/** The nearest `lead` times a power of ten on one side of a value. */
const roundedLog = (value: number, lead: number, round: (power: number) => number): number => {
  const power = Math.log10(value / lead);
  const whole = Math.round(power);
  return Number(`${lead}e${Math.abs(power - whole) < 1e-9 ? whole : round(power)}`);
};

/** Where a value stands between the ends, 0 to 1; NaN where it has no place on the axis. */
export function placeOf({ low, high, log }: Extent, value: number): number {
  if (!Number.isFinite(value)) return NaN;
  if (!log) return (value - low) / (high - low);
  return value > 0 ? Math.log(value / low) / Math.log(high / low) : NaN;
}

/** About `count` ticks. Names of categories are left out evenly where there is no room for all. */
export function ticksOf(axis: Axis, extent: Extent, count: number): Tick[] {
  if (axis.categories !== undefined) {
    const stride = Math.ceil(axis.categories.length / Math.max(1, count));
    return axis.categories.flatMap((label, at) => (at % stride === 0 ? [{ at, label }] : []));
  }
  return extent.log ? logTicks(axis, extent, count) : linearTicks(extent.low, extent.high, count, axis);
}

/** About `count` round numbers from `low` to `high`. */
export function linearTicks(
  low: number,
  high: number,
  count: number,
  { unit, whole = false }: Pick<Axis, 'unit' | 'whole'> = {},
): Tick[] {
  // Rounding alone makes no range: its ticks would all be the same number.
  const flat = !(high - low > 1e-10 * Math.max(Math.abs(low), Math.abs(high)));
  const places = flat ? [low] : roundTicks(low, high, count).filter((at) => !whole || Number.isInteger(at));
  const increment = tickIncrement(low, high, count);
  const distance = flat ? Math.abs(low) : increment < 0 ? -1 / increment : increment;
  const step = whole ? Math.max(1, distance) : distance;
  return places.map((at) => ({ at, label: labelOf(at, step, Math.max(Math.abs(low), Math.abs(high)), unit) }));
}

/** A tick in as many decimals as its distance to the next one needs. */
function labelOf(at: number, step: number, largest: number, unit: Axis['unit']): string {
  const scaled = unit === undefined ? 1 : 100;
  const decimals = Math.max(0, -Math.floor(Math.log10(step * scaled) + 1e-9));
  if (largest * scaled >= 1e6 || decimals > 4) {
    const digits = Math.min(15, 1 + Math.max(1, Math.ceil(Math.log10(largest / step))));
    return unit === 'percent' ? formatPercent(at, digits) : formatNumber(at * scaled, digits);
  }
  return unit === 'percent' ? formatShare(at, decimals) : formatFixed(at * scaled, decimals);
}

/** Ratios of the ends up to which 2 and 5 stand between the powers of ten. */
const NARROW = 500;

/** Powers of ten, evenly apart where there are many of them; with 2 and 5 between where there are few. */
function logTicks({ unit }: Axis, { low, high }: Extent, count: number): Tick[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const label = (at: number, power: number | null): string => {
    if (unit === 'percent') return formatPercent(at);
    return power !== null && (power < -3 || power > 3) ? formatPower(power) : formatNumber(at);
  };
  if (high / low <= NARROW) {
    const between = [1, 2, 5].flatMap((lead) =>
      Array.from({ length: last - first + 3 }, (_, i) => Number(`${lead}e${first - 1 + i}`)),
    );
    const shown = between.filter((at) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9)).sort((a, b) => a - b);
    if (shown.length <= count + 1 || last - first < 1) return shown.map((at) => ({ at, label: label(at, null) }));
  }
  const stride = Math.max(1, Math.ceil((last - first) / count));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((k) => k % stride === 0);
  return powers.map((k) => ({ at: Number(`1e${k}`), label: label(Number(`1e${k}`), k) }));
}

/** At most `most` indices from 0 to `count - 1`, evenly apart by a round distance, the first included. */
export function indexTicks(count: number, most: number): number[] {
  if (count <= 0) return [];
  const rough = Math.max(1, (count - 1) / Math.max(1, most - 1));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough);
  return Array.from({ length: Math.floor((count - 1) / step) + 1 }, (_, i) => Math.round(i * step));
}
