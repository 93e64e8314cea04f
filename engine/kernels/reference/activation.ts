/** Reference kernels: activations, element by element. */
import type { Activation } from '../../spec/schema.ts';
import type { ActivationKernels } from '../interface/activation.ts';
import { at } from './at.ts';
import { erf, erfc } from './erf.ts';

/** Output scale and input slope of LeCun's sigmoid 1.7159 tanh(2x/3); LeCun et al. (1998), section 4.4. */
export const SCALED_TANH = { amplitude: 1.7159, slope: 2 / 3 } as const;

/** Slope of the leaky rectifier below 0; PyTorch's default. */
export const LEAKY_SLOPE = 0.01;

/** Above it softplus is the identity; PyTorch's default. */
const SOFTPLUS_THRESHOLD = 20;

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** The share of a standard normal distribution below x. */
const normalShare = (x: number): number => erfc(-x * Math.SQRT1_2) / 2;

/** f(x). A rectifier lets NaN through, so that divergence shows. */
export function activation(kind: Activation, x: number): number {
  switch (kind) {
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return Math.tanh(x);
    case 'scaled-tanh':
      return SCALED_TANH.amplitude * Math.tanh(SCALED_TANH.slope * x);
    case 'relu':
      return Math.max(0, x);
    case 'leaky-relu':
      return x > 0 ? x : LEAKY_SLOPE * x;
    case 'elu':
      return x > 0 ? x : Math.expm1(x);
    case 'gelu':
      return x * normalShare(x);
    case 'silu':
      return x * sigmoid(x);
    case 'softplus':
      return x > SOFTPLUS_THRESHOLD ? x : Math.log1p(Math.exp(x));
    case 'identity':
      return x;
    default:
      return kind satisfies never;
  }
}

/** f'(x), from the input x or the output y, whichever is shorter. At its kink a rectifier has the slope 0. */
export function slope(kind: Activation, x: number, y: number): number {
  switch (kind) {
    case 'sigmoid':
      return y * (1 - y);
    case 'tanh':
      return 1 - y * y;
    case 'scaled-tanh': {
      const t = y / SCALED_TANH.amplitude;
      return SCALED_TANH.amplitude * SCALED_TANH.slope * (1 - t * t);
    }
    case 'relu':
      // The slope at NaN is NaN, so that a diverged run shows it.
      return Number.isNaN(x) ? NaN : x > 0 ? 1 : 0;
    case 'leaky-relu':
      return Number.isNaN(x) ? NaN : x > 0 ? 1 : LEAKY_SLOPE;
    case 'elu':
      return x > 0 ? 1 : Math.exp(x);
    case 'gelu':
      return normalShare(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
    case 'silu': {
      const s = sigmoid(x);
      return s * (1 + x * (1 - s));
    }
    case 'softplus':
      return x > SOFTPLUS_THRESHOLD ? 1 : sigmoid(x);
    case 'identity':
      return 1;
    default:
      return kind satisfies never;
  }
}

export const activationKernels: ActivationKernels = {
  activate(kind, x, y, size) {
    for (let i = 0; i < size; i++) y.data[i] = activation(kind, at(x, i));
  },
  activateBackward(kind, x, y, dy, dx, size) {
    for (let i = 0; i < size; i++) dx.data[i] = at(dy, i) * slope(kind, at(x, i), at(y, i));
  },
  scaledActivation(kind, x, slope, shift, y, size) {
    const f = kind === 'tanh' ? Math.tanh : erf;
    const [factor, summand] = [at(slope, 0), shift ? at(shift, 0) : 0];
    for (let i = 0; i < size; i++) y.data[i] = f(factor * at(x, i) + summand);
  },
  scaledActivationBackward(kind, x, slope, shift, y, dy, dx, dslope, dshift, size) {
    const [factor, summand] = [at(slope, 0), shift ? at(shift, 0) : 0];
    let slopes = 0;
    let shifts = 0;
    for (let i = 0; i < size; i++) {
      const z = factor * at(x, i) + summand;
      const f = kind === 'tanh' ? 1 - at(y, i) ** 2 : (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z);
      const dz = at(dy, i) * f;
      slopes += dz * at(x, i);
      shifts += dz;
      dx.data[i] = factor * dz;
    }
    dslope.data[0] = slopes;
    if (dshift) dshift.data[0] = shifts;
  },
};
