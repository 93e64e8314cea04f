/** Distributions of initial weights: normal with mean 0 and a deviation that depends on the layer's fan-in and fan-out. */
import type { Tensor } from '../kernels/kernels.ts';
import type { Random } from '../random.ts';
import type { InitializerSpec } from '../spec/schema.ts';

/**
 * Standard deviation of the weights of a layer.
 * LeCun et al. (1998), section 4.6: 1 / sqrt(fan-in). Glorot and Bengio (2010): sqrt(2 / (fan-in + fan-out)).
 * He et al. (2015): sqrt(2 / fan-in).
 */
export function weightDeviation(spec: InitializerSpec, fanIn: number, fanOut: number): number {
  switch (spec.type) {
    case 'normal':
      return spec.std;
    case 'lecun-normal':
      return Math.sqrt(1 / fanIn);
    case 'glorot-normal':
      return Math.sqrt(2 / (fanIn + fanOut));
    case 'he-normal':
      return Math.sqrt(2 / fanIn);
    default:
      return spec satisfies never;
  }
}

/** Fills `weights` with draws of the given deviation. */
export function initialize(weights: Tensor, deviation: number, random: Random): void {
  const { data } = weights;
  for (let i = 0; i < weights.size; i++) data[i] = deviation * random.normal();
}
