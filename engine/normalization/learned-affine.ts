/** The learned factor and shift that a normalizer ends with: gamma starts at 1, beta at 0. */
import type { Kernels } from '../kernels/kernels.ts';
import { createParameter, type Parameter } from '../layers/layer.ts';

export interface LearnedAffine {
  gamma: Parameter | null;
  beta: Parameter | null;
  parameters: Parameter[];
}

/** Reserves `count` numbers of gamma where `scale`, of beta where `center`. */
export function createLearnedAffine(
  kernels: Kernels,
  layer: string,
  count: number,
  { scale, center }: { scale: boolean; center: boolean },
): LearnedAffine {
  const gamma = scale ? createParameter(kernels, `${layer}.gamma`, 'normalization', count) : null;
  const beta = center ? createParameter(kernels, `${layer}.beta`, 'normalization', count) : null;
  if (gamma !== null) kernels.fill(gamma.value, 1);
  return { gamma, beta, parameters: [gamma, beta].filter((p) => p !== null) };
}
