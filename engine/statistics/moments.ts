/** Mean and spread of finite numbers, in two passes. */

/** Arithmetic mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sum of squared deviations from the mean. Exactly 0 for equal values, whatever their mean rounds to. */
export function sumOfSquares(values: readonly number[]): number {
  if (values.every((value) => value === values[0])) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}

/** Variance with n - 1; NaN for fewer than two values. */
export const variance = (values: readonly number[]): number =>
  values.length < 2 ? NaN : sumOfSquares(values) / (values.length - 1);

/** Standard deviation with n - 1; NaN for fewer than two values. */
export const standardDeviation = (values: readonly number[]): number => Math.sqrt(variance(values));
