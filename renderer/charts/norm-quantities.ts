/** What is known of each field of a normalization layer before its numbers, for the colours of heat maps. */
import type { NormField } from '../../app/contract/norms.ts';
import type { Quantity } from '../../app/view/color/scale.ts';

const ADDED: Quantity = { neutral: 0, ratios: false };
const VARIANCE: Quantity = { neutral: 1, ratios: true };

/** What a field is when normalization changes nothing; variances are positive and range over powers of ten. */
export const NORM_QUANTITIES: Record<NormField, Quantity> = {
  batchMean: ADDED,
  runningMean: ADDED,
  batchVariance: VARIANCE,
  runningVariance: VARIANCE,
  gamma: { neutral: 1, ratios: false },
  beta: ADDED,
};
