/** Curves in the form that uPlot draws: one shared axis of steps, one column a curve. */
import type { Points } from '../../app/view/points.ts';

/** `undefined`: this curve has no point here, its line goes on; `null`: its value cannot be drawn, its line breaks. */
export type Column = (number | null | undefined)[];

/**
 * Puts curves with steps of their own on one axis. Non-finite values become gaps, and so do those that are not positive
 * where the axis is logarithmic.
 */
export function align(curves: readonly Points[], log = false): [number[], ...Column[]] {
  const steps = [...new Set(curves.flatMap((curve) => [...curve.steps]))].sort((a, b) => a - b);
  const row = new Map(steps.map((step, index) => [step, index]));
  const columns = curves.map((curve) => {
    const column: Column = new Array<number | null | undefined>(steps.length).fill(undefined);
    curve.steps.forEach((step, i) => {
      const value = curve.values[i]!;
      column[row.get(step)!] = Number.isFinite(value) && (!log || value > 0) ? value : null;
    });
    return column;
  });
  return [steps, ...columns];
}
