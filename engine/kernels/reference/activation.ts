/** Reference kernels: activations, element by element. */
import type { Activation } from '../../spec/schema.ts';
import type { ActivationKernels } from '../interface/activation.ts';
import { at } from './at.ts';

/** Output scale and input slope of LeCun's sigmoid 1.7159 tanh(2x/3); LeCun et al. (1998), section 4.4. */
export const SCALED_TANH = { amplitude: 1.7159, slope: 2 / 3 } as const;

/** f(x). A rectifier lets NaN through, so that divergence shows. */
function activation(kind: Activation, x: number): number {
  switch (kind) {
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'scaled-tanh':
      return SCALED_TANH.amplitude * Math.tanh(SCALED_TANH.slope * x);
    case 'relu':
      return Math.max(0, x);
    case 'identity':
      return x;
    default:
      return kind satisfies never;
  }
}

/** f'(x), from the input x or the output y, whichever is shorter. At its kink a rectifier has the slope 0. */
function slope(kind: Activation, x: number, y: number): number {
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
};
