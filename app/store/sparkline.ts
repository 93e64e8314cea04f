/**
 * A curve in at most 60 points that grows with its series: when it is full, every other point is dropped and from then
 * on only every second value is taken. Kept with the run, so that lists need not read series. Pure functions.
 */

/** Most points of a sparkline. */
export const SPARKLINE_POINTS = 60;
const HEADER = 3;

/** Adds one value; the state is [stride, values seen, last value, ...points]. Start with null. */
const push = (state: Float64Array<ArrayBuffer> | null, value: number): Float64Array<ArrayBuffer> => {
  if (state === null) return Float64Array.of(1, 1, value, value);
  const [stride = 1, seen = 0] = state;
  if (seen % stride !== 0) {
    const same = state.slice();
    same[1] = seen + 1;
    same[2] = value;
    return same;
  }
  const points = [...state.subarray(HEADER), value];
  // One place stays free for the last value, which is always drawn.
  if (points.length < SPARKLINE_POINTS) return Float64Array.of(stride, seen + 1, value, ...points);
  return Float64Array.of(stride * 2, seen + 1, value, ...points.filter((_, index) => index % 2 === 0));
};

/** The state after more values. */
export const extendSparkline = (
  state: Float64Array<ArrayBuffer> | null,
  values: Float64Array,
): Float64Array<ArrayBuffer> | null => values.reduce<Float64Array<ArrayBuffer> | null>(push, state);

/** The points to draw: evenly spaced ones and the last value. */
export const sparklinePoints = (state: Float64Array | null): number[] => {
  if (state === null) return [];
  const [stride = 1, seen = 0, last = NaN] = state;
  const points = [...state.subarray(HEADER)];
  return (seen - 1) % stride === 0 ? points : [...points, last];
};
