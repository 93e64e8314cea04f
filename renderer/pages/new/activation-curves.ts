/**
 * The activations as curves: value, second derivative, and where the second derivative is largest in size, in closed
 * form. For drawing only; training has its own kernels. Pure.
 */
import type { Activation } from '../../../engine/spec/schema.ts';

export interface ActivationCurve {
  f: (x: number) => number;
  second: (x: number) => number;
  /** The x >= 0 at which |f''| is largest (it is so at -x as well); null where f'' is 0 wherever it exists. */
  extremum: number | null;
  /** Where f has a corner, so that no second derivative exists; null for smooth activations. */
  kink: number | null;
}

/** 1.7159 tanh(2x/3): LeCun et al. (1998), section 4.4. */
const AMPLITUDE = 1.7159;
const STRETCH = 2 / 3;
/** Slope of the leaky rectifier below 0. */
const LEAK = 0.01;
/** The share of a standard normal distribution below x: half and the series of the density's integral. */
function normalShare(x: number): number {
  if (Math.abs(x) > 7) return x > 0 ? 1 : 0;
  let sum = x;
  let term = x;
  for (let k = 3; k < 200; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + sum * density(x);
}
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
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
  'leaky-relu': { f: (x) => (x > 0 ? x : LEAK * x), second: () => 0, extremum: null, kink: 0 },
  // f'' jumps from 1 to 0 at 0, where f' is 1 from both sides.
  elu: {
    f: (x) => (x > 0 ? x : Math.expm1(x)),
    second: (x) => (x > 0 ? 0 : Math.exp(x)),
    extremum: 0,
    kink: null,
  },
  gelu: { f: (x) => x * normalShare(x), second: (x) => (2 - x * x) * density(x), extremum: 0, kink: null },
  silu: {
    f: (x) => x * logistic(x),
    second: (x) => {
      const s = logistic(x);
      return s * (1 - s) * (2 + x * (1 - 2 * s));
    },
    extremum: 0,
    kink: null,
  },
  softplus: {
    f: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    second: (x) => logistic(x) * logistic(-x),
    extremum: 0,
    kink: null,
  },
  identity: { f: (x) => x, second: () => 0, extremum: null, kink: null },
};
