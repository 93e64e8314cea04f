/**
 * How often a unit should be on by its gamma and beta alone: P(gamma z + beta > 0) = Phi(beta / |gamma|) for a standardized
 * value z that is normally distributed. A rectifier behind batch normalization is set by this ratio only: it does not see a
 * common factor of gamma and beta, and nothing of the layers below.
 */
import type { Layer } from '../layers/layer.ts';
import { erfc } from '../kernels/reference/erf.ts';
import { traitsOf } from '../spec/normalizers.ts';
import { isNormalizer, type LayerPlan } from '../spec/plan.ts';

/**
 * Phi(beta / |gamma|) for each gamma and beta of a normalizer: one a channel, or one an element of the sample where they
 * are learned so. Null where nothing is learned, or where what they multiply has not the mean 0.
 */
export function promisedShares(layer: Layer, plan: LayerPlan | undefined): Float64Array | null {
  if (plan === undefined || !isNormalizer(plan) || traitsOf(plan.normalization).centres === null) return null;
  const { gamma, beta } = learnedAffine(layer);
  const size = gamma?.length ?? beta?.length;
  if (size === undefined) return null;
  return Float64Array.from({ length: size }, (_, i) => promised(gamma?.[i] ?? 1, beta?.[i] ?? 0));
}

function promised(gamma: number, beta: number): number {
  // A unit without gamma gives beta whatever it sees.
  if (gamma === 0) return beta > 0 ? 1 : 0;
  return erfc((-beta / Math.abs(gamma)) * Math.SQRT1_2) / 2;
}

/** Copies of what a normalizer learned of its affine map. */
export function learnedAffine({ parameters }: Layer): { gamma: Float64Array | null; beta: Float64Array | null } {
  const copyOf = (suffix: string): Float64Array | null => {
    const found = parameters.find(({ name }) => name.endsWith(suffix));
    return found === undefined ? null : Float64Array.from(found.value.data.subarray(0, found.size));
  };
  return { gamma: copyOf('.gamma'), beta: copyOf('.beta') };
}
