/** Numbers over steps, and what is asked of them wherever curves are shown. Fewer points for drawing: thin.ts. */

/** Numbers of any kind of array. */
export type NumberList = ArrayLike<number> & Iterable<number>;

/** `values[i]` belongs to `steps[i]`; steps grow, values may be non-finite. */
export interface Points {
  steps: Float64Array;
  values: Float64Array;
}

/** No points. */
export const EMPTY: Points = { steps: new Float64Array(0), values: new Float64Array(0) };

/** Index of the first of ascending numbers that is at least `value`; the length where there is none. */
export function lowerBound(ascending: NumberList, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the step nearest to `step`; -1 where there are none. */
export function nearest(steps: NumberList, step: number): number {
  const after = lowerBound(steps, step);
  if (after === 0) return steps.length === 0 ? -1 : 0;
  if (after === steps.length) return after - 1;
  return step - steps[after - 1]! <= steps[after]! - step ? after - 1 : after;
}

/** First step with a non-finite value; null where all are finite. */
export function firstNonFinite(points: Points): number | null {
  const index = points.values.findIndex((value) => !Number.isFinite(value));
  return index < 0 ? null : points.steps[index]!;
}

/** Values of `a` minus those of `b` at the steps that both have. */
export function difference(a: Points, b: Points): Points {
  const steps: number[] = [];
  const values: number[] = [];
  for (let i = 0, j = 0; i < a.steps.length && j < b.steps.length;) {
    if (a.steps[i]! < b.steps[j]!) i++;
    else if (a.steps[i]! > b.steps[j]!) j++;
    else {
      steps.push(a.steps[i]!);
      values.push(a.values[i++]! - b.values[j++]!);
    }
  }
  return { steps: Float64Array.from(steps), values: Float64Array.from(values) };
}
