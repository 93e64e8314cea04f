/**
 * Dual kernels: activations, element by element. With y = f(x): dy = f'(x) dx, and of the gradient g f'(x):
 * dg f'(x) + g f''(x) dx. At a kink a rectifier has the slope 0, and f'' = 0 everywhere.
 */
import type { Activation } from '../../spec/schema.ts';
import type { ActivationKernels } from '../interface/activation.ts';
import { SCALED_TANH, activation, sigmoid, slope } from '../reference/activation.ts';
import { erf } from '../reference/erf.ts';
import { dual, dualOrNull } from './tensor.ts';

/** As in the reference kernels: above it softplus is the identity. */
const SOFTPLUS_THRESHOLD = 20;

/** f''(x), from the input x or the output y, whichever is shorter. */
function curvature(kind: Activation, x: number, y: number): number {
  switch (kind) {
    case 'sigmoid':
      return y * (1 - y) * (1 - 2 * y);
    case 'tanh':
      return -2 * y * (1 - y * y);
    case 'scaled-tanh': {
      const t = y / SCALED_TANH.amplitude;
      return SCALED_TANH.amplitude * SCALED_TANH.slope ** 2 * -2 * t * (1 - t * t);
    }
    case 'relu':
    case 'leaky-relu':
      return Number.isNaN(x) ? NaN : 0;
    case 'elu':
      return x > 0 ? 0 : Math.exp(x);
    case 'gelu':
      return ((2 - x * x) * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
    case 'silu': {
      const s = sigmoid(x);
      return s * (1 - s) * (2 + x * (1 - 2 * s));
    }
    case 'softplus': {
      const s = sigmoid(x);
      return x > SOFTPLUS_THRESHOLD ? 0 : s * (1 - s);
    }
    case 'identity':
      return 0;
    default:
      return kind satisfies never;
  }
}

export const activationKernels: ActivationKernels = {
  activate(kind, x, y, size) {
    const [a, b] = [dual(x), dual(y)];
    for (let i = 0; i < size; i++) {
      const [input, output] = [a.data[i]!, activation(kind, a.data[i]!)];
      b.data[i] = output;
      b.tangent[i] = slope(kind, input, output) * a.tangent[i]!;
    }
  },
  activateBackward(kind, x, y, dy, dx, size) {
    const [a, b, g, to] = [dual(x), dual(y), dual(dy), dual(dx)];
    for (let i = 0; i < size; i++) {
      const [input, output, upstream] = [a.data[i]!, b.data[i]!, g.data[i]!];
      const first = slope(kind, input, output);
      to.data[i] = upstream * first;
      to.tangent[i] = g.tangent[i]! * first + upstream * curvature(kind, input, output) * a.tangent[i]!;
    }
  },
  scaledActivation(kind, x, factor, shift, y, size) {
    const [a, b, s, d] = [dual(x), dual(y), dual(factor), dualOrNull(shift)];
    const [f, summand] = [kind === 'tanh' ? Math.tanh : erf, d ? d.data[0]! : 0];
    for (let i = 0; i < size; i++) {
      const z = s.data[0]! * a.data[i]! + summand;
      const dz = s.tangent[0]! * a.data[i]! + s.data[0]! * a.tangent[i]! + (d ? d.tangent[0]! : 0);
      const output = f(z);
      b.data[i] = output;
      b.tangent[i] = scaledSlope(kind, z, output) * dz;
    }
  },
  scaledActivationBackward(kind, x, factor, shift, y, dy, dx, dslope, dshift, size) {
    const [a, b, g, to, s, d] = [dual(x), dual(y), dual(dy), dual(dx), dual(factor), dualOrNull(shift)];
    const [ofSlope, ofShift] = [dual(dslope), dualOrNull(dshift)];
    const [value, tangent, summand] = [s.data[0]!, s.tangent[0]!, d ? d.data[0]! : 0];
    let [slopes, slopesTangent, shifts, shiftsTangent] = [0, 0, 0, 0];
    for (let i = 0; i < size; i++) {
      const [input, inputTangent] = [a.data[i]!, a.tangent[i]!];
      const z = value * input + summand;
      const zTangent = tangent * input + value * inputTangent + (d ? d.tangent[0]! : 0);
      const first = scaledSlope(kind, z, b.data[i]!);
      const second = -2 * (kind === 'tanh' ? b.data[i]! : z) * first;
      const dz = g.data[i]! * first;
      const dzTangent = g.tangent[i]! * first + g.data[i]! * second * zTangent;
      slopes += dz * input;
      slopesTangent += dzTangent * input + dz * inputTangent;
      shifts += dz;
      shiftsTangent += dzTangent;
      to.data[i] = value * dz;
      to.tangent[i] = tangent * dz + value * dzTangent;
    }
    ofSlope.data[0] = slopes;
    ofSlope.tangent[0] = slopesTangent;
    if (ofShift === null) return;
    ofShift.data[0] = shifts;
    ofShift.tangent[0] = shiftsTangent;
  },
};

/** The slope of tanh or erf at z, where it is y. */
const scaledSlope = (kind: 'tanh' | 'erf', z: number, y: number): number =>
  kind === 'tanh' ? 1 - y ** 2 : (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z);
