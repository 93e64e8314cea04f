/** Distributions of initial weights: what is drawn for a layer of given fan-in and fan-out. */
import type { Tensor } from '../kernels/kernels.ts';
import type { Random } from '../random.ts';
import type { InitializerSpec } from '../spec/schema.ts';
import { orthogonal } from './orthogonal.ts';

interface Fans {
  units: number;
  fanIn: number;
  fanOut: number;
}

/**
 * Standard deviation of the weights of a layer; NaN for orthogonal ones, which are not independent draws.
 * LeCun et al. (1998), section 4.6: 1 / sqrt(fan-in). Glorot and Bengio (2010): sqrt(2 / (fan-in + fan-out)).
 * He et al. (2015): sqrt(2 / fan-in).
 */
export function weightDeviation(spec: InitializerSpec, fanIn: number, fanOut: number): number {
  switch (spec.type) {
    case 'normal':
      return spec.std;
    case 'uniform':
      return spec.limit / Math.sqrt(3);
    case 'lecun-normal':
    case 'lecun-uniform':
      return spec.factor * Math.sqrt(1 / fanIn);
    case 'glorot-normal':
    case 'glorot-uniform':
      return spec.factor * Math.sqrt(2 / (fanIn + fanOut));
    case 'he-normal':
    case 'he-uniform':
      return spec.factor * Math.sqrt(2 / fanIn);
    case 'orthogonal':
      return NaN;
    default:
      return spec satisfies never;
  }
}

/** Fills `weights` (units x fanIn) with draws, multiplied by `factor`. The stream moves on by the same amount for every factor. */
export function initialize(
  weights: Tensor,
  spec: InitializerSpec,
  { units, fanIn, fanOut }: Fans,
  factor: number,
  random: Random,
): void {
  const { data } = weights;
  switch (spec.type) {
    case 'normal':
    case 'lecun-normal':
    case 'glorot-normal':
    case 'he-normal': {
      const deviation = factor * weightDeviation(spec, fanIn, fanOut);
      for (let i = 0; i < weights.size; i++) data[i] = deviation * random.normal();
      return;
    }
    case 'uniform':
    case 'lecun-uniform':
    case 'glorot-uniform':
    case 'he-uniform': {
      // A uniform distribution on [-a, a) has the deviation a / sqrt(3).
      const limit = factor * Math.sqrt(3) * weightDeviation(spec, fanIn, fanOut);
      for (let i = 0; i < weights.size; i++) data[i] = limit * (2 * random.uniform() - 1);
      return;
    }
    case 'orthogonal': {
      const drawn = orthogonal(units, fanIn, random);
      for (let i = 0; i < weights.size; i++) data[i] = factor * spec.factor * drawn[i]!;
      return;
    }
    default:
      spec satisfies never;
  }
}
