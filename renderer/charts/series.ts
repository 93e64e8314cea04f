/** What a curve is to the charts: numbers over steps, and how they are drawn. Not for fetching them: see buffers.svelte.ts. */
import { quantile, sortedFinite } from './quantiles.ts';
import type { Marker, RunInk } from '../../app/view/styles.ts';

/** `values[i]` belongs to `steps[i]`; steps grow, values may be non-finite. */
export interface Points {
  steps: Float64Array;
  values: Float64Array;
}

export interface ChartSeries extends Points {
  /** Unique in its chart; what the legend toggles. */
  key: string;
  label: string;
  ink: RunInk;
  /** Lengths of dashes and gaps in px; solid without it. */
  dash?: readonly number[];
  marker?: Marker;
  /** In CSS px. */
  width?: number;
  /** From 0 to 1. */
  alpha?: number;
  /** Key of the series that this one only accompanies (raw values behind a smoothed curve): no legend entry of its own. */
  behind?: string;
}

/** How many times the median the largest value may be before a logarithmic axis serves better. */
const WIDE = 200;

export const EMPTY: Points = { steps: new Float64Array(0), values: new Float64Array(0) };

/** Index of the first step that is at least `step`; the length where there is none. */
export function lowerBound(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the step nearest to `step`; -1 where there are none. */
export function nearest(steps: Float64Array, step: number): number {
  const after = lowerBound(steps, step);
  if (after === 0) return steps.length === 0 ? -1 : 0;
  if (after === steps.length) return after - 1;
  return step - steps[after - 1]! <= steps[after]! - step ? after - 1 : after;
}

/** Whether the largest value is so far above the typical one that a linear axis would show nothing else. */
export function needsLog(curves: readonly Points[]): boolean {
  const sorted = sortedFinite(curves.flatMap(({ values }) => [...values])).filter((value) => value > 0);
  return sorted.length > 0 && sorted.at(-1)! > WIDE * quantile(sorted, 0.5);
}

/** First step with a non-finite value; null where all are finite. */
export function firstNonFinite(points: Points): number | null {
  const index = points.values.findIndex((value) => !Number.isFinite(value));
  return index < 0 ? null : points.steps[index]!;
}

/** A copy of `hidden` with `key` put in, or taken out where it was in. */
export function toggled(hidden: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}
