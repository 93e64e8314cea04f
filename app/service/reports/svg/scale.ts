/** Axis scales: from a range of numbers to positions and to ticks that a person reads easily. */
import { formatNumber, formatPower } from '../../../view/numbers.ts';

export interface Scale {
  log: boolean;
  /** Ends of the axis; `low < high`. */
  low: number;
  high: number;
  ticks: number[];
  /** Position of a value along the axis, 0 at `low`, 1 at `high`. */
  at(value: number): number;
  /** A tick's label. */
  label(tick: number): string;
}

export type NumberList = readonly number[] | Float64Array | Float32Array;

/** Smallest and largest finite number; null where there is none. */
export function extent(lists: Iterable<NumberList>): { low: number; high: number } | null {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists)
    for (const value of list) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low > high ? null : { low, high };
}

/** Distance between ticks: 1, 2 or 5 times a power of ten, at least `span / count`. */
function tickStep(span: number, count: number): number {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1.001 ? 1 : lead <= 2.001 ? 2 : lead <= 5.001 ? 5 : 10) * power;
}

/** A linear scale that ends on ticks, or with `exact` at the range itself. A range without width gets some. */
export function linearScale(range: { low: number; high: number }, count = 5, exact = false): Scale {
  let { low, high } = range;
  // Float noise around one value is that value: ticks closer than 1e-9 of it could not be told apart.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9) {
    const margin = low === 0 ? 1 : Math.abs(low) * 0.5;
    low -= margin;
    high += margin;
  }
  const step = tickStep(high - low, count);
  if (!exact) {
    low = Math.floor(low / step + 1e-6) * step;
    high = Math.ceil(high / step - 1e-6) * step;
  }
  const first = Math.ceil(low / step - 1e-6);
  const last = Math.floor(high / step + 1e-6);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const plain = Math.max(Math.abs(low), Math.abs(high)) < 1e6 && decimals <= 4;
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return {
    ...{ log: false, low, high, ticks },
    at: (value) => (value - low) / (high - low),
    label: (tick) => (plain ? format.format(tick).replace('-', '\u2212') : formatNumber(tick)),
  };
}

/** A logarithmic scale between powers of ten; `low` must be positive. */
export function logScale(range: { low: number; high: number }): Scale {
  const first = Math.floor(Math.log10(range.low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(range.high) - 1e-9));
  const every = Math.ceil((last - first) / 6);
  const ticks = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => 10 ** (first + i * every));
  const low = 10 ** first;
  const high = 10 ** last;
  return {
    ...{ log: true, low, high, ticks },
    at: (value) => (Math.log10(value) - first) / (last - first),
    label: (tick) => (tick >= 1e4 || tick <= 1e-3 ? formatPower(Math.log10(tick)) : formatNumber(tick)),
  };
}

/** How many times its median the largest value may be before a linear axis would hide everything but that value. */
const HIDDEN = 40;

/**
 * The scale for values that may explode: linear as long as a linear axis shows most of them, logarithmic where a few
 * are far larger than the rest and all are positive. Null where nothing is finite.
 */
export function scaleFor(lists: readonly NumberList[], count = 5): Scale | null {
  const range = extent(lists);
  if (range === null) return null;
  const median = roughMedian(lists);
  return range.low > 0 && range.high > HIDDEN * median ? logScale(range) : linearScale(range, count);
}

/** Values looked at for the median: it only decides about the kind of axis. */
const SAMPLE = 20_000;

function roughMedian(lists: readonly NumberList[]): number {
  const every = Math.ceil(lists.reduce((sum, list) => sum + list.length, 0) / SAMPLE);
  const sample = lists.flatMap((list) =>
    Array.from({ length: Math.ceil(list.length / every) }, (_, i) => list[i * every]!),
  );
  const finite = sample.filter(Number.isFinite).sort((a, b) => a - b);
  return finite[Math.floor(finite.length / 2)] ?? Infinity;
}
