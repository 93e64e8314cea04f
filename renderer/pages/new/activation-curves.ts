/**
 * The activations as curves: value, second derivative, and where the second derivative is largest in size, in closed
 * form. For drawing only; training has its own kernels. Pure.
 */
import type { Activation } from '../../../engine/spec/schema.ts';

export interface ActivationCurve {
  f: (x: number) => number;
  second: (x: number) => number;
  /** The positive x at which |f''| is largest (it is so at -x as well); null where f'' is 0 wherever it exists. */
  extremum: number | null;
  /** Where f has a corner, so that no second derivative exists; null for smooth activations. */
  kink: number | null;
}

/** 1.7159 tanh(2x/3): LeCun et al. (1998), section 4.4. */
const AMPLITUDE = 1.7159;
const STRETCH = 2 / 3;
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const bend = (t: number): number => -2 * t * (1 - t * t);

/** f'' = 0 is solved for its own extrema: f''' = 0 gives s = (3 - sqrt 3) / 6 for the logistic, t = 1 / sqrt 3 for tanh. */
const TANH_EXTREMUM = Math.atanh(1 / Math.sqrt(3));

export const ACTIVATION_CURVES: Record<Activation, ActivationCurve> = {
  sigmoid: {
    f: logistic,
    second: (x) => {
      const s = logistic(x);
      return s * (1 - s) * (1 - 2 * s);
    },
    extremum: Math.log(2 + Math.sqrt(3)),
    kink: null,
  },
  tanh: { f: Math.tanh, second: (x) => bend(Math.tanh(x)), extremum: TANH_EXTREMUM, kink: null },
  'scaled-tanh': {
    f: (x) => AMPLITUDE * Math.tanh(STRETCH * x),
    second: (x) => AMPLITUDE * STRETCH * STRETCH * bend(Math.tanh(STRETCH * x)),
    extremum: TANH_EXTREMUM / STRETCH,
    kink: null,
  },
  relu: { f: (x) => Math.max(0, x), second: () => 0, extremum: null, kink: 0 },
  identity: { f: (x) => x, second: () => 0, extremum: null, kink: null },
};
