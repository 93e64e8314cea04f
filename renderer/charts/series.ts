/** What a curve is to the charts: numbers over steps, and how they are drawn. Not for fetching them: see buffers.svelte.ts. */
import type { Points } from '../../app/view/points.ts';
import type { Marker, RunInk } from '../../app/view/styles.ts';

export interface ChartSeries extends Points {
  /** Unique in its chart; what the legend toggles. */
  key: string;
  label: string;
  ink: RunInk;
  /** Lengths of dashes and gaps in px; solid without it. */
  dash?: readonly number[];
  marker?: Marker;
  /** Outlined markers: a second line of the same run. */
  hollow?: boolean;
  /** In CSS px. */
  width?: number;
  /** From 0 to 1. */
  alpha?: number;
  /** Key of the series that this one only accompanies (raw values behind a smoothed curve): no legend entry of its own. */
  behind?: string;
}

/** A copy of `hidden` with `key` put in, or taken out where it was in. */
export function toggled(hidden: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}
