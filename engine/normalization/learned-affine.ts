/** The learned factor and shift that a normalizer ends with, one of each a channel: gamma starts at 1, beta at 0. */
import type { Kernels } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';

export interface LearnedAffine {
  gamma: Parameter | null;
  beta: Parameter | null;
  parameters: Parameter[];
}

/** Reserves gamma where `scale`, beta where `center`. */
export function createLearnedAffine(
  kernels: Kernels,
  layer: string,
  channels: number,
  { scale, center }: { scale: boolean; center: boolean },
): LearnedAffine {
  const parameter = (name: string, start: number): Parameter => {
    const value = kernels.allocate(channels);
    kernels.fill(value, start);
    return { name: `${layer}.${name}`, value, gradient: kernels.allocate(channels), size: channels };
  };
  const gamma = scale ? parameter('gamma', 1) : null;
  const beta = center ? parameter('beta', 0) : null;
  return { gamma, beta, parameters: [gamma, beta].filter((p) => p !== null) };
}
