/** Fast kernels: activations, element by element. The arithmetic is in ../assembly. */
import type { ActivationKernels } from '../../interface/activation.ts';
import { LEAKY_SLOPE, SCALED_TANH } from '../../reference/activation.ts';
import { address, optional } from '../address.ts';
import type { MemoryExports } from './memory.ts';

export interface ActivationExports extends Pick<MemoryExports, 'copy'> {
  sigmoid(x: number, y: number, size: number): void;
  sigmoidBackward(y: number, dy: number, dx: number, size: number): void;
  tanh(x: number, y: number, size: number, amplitude: number, slope: number): void;
  tanhBackward(y: number, dy: number, dx: number, size: number, amplitude: number, ratio: number): void;
  relu(x: number, y: number, size: number): void;
  reluBackward(x: number, dy: number, dx: number, size: number): void;
  leakyRelu(x: number, y: number, size: number, slope: number): void;
  leakyReluBackward(x: number, dy: number, dx: number, size: number, slope: number): void;
  elu(x: number, y: number, size: number): void;
  eluBackward(x: number, dy: number, dx: number, size: number): void;
  gelu(x: number, y: number, size: number): void;
  geluBackward(x: number, dy: number, dx: number, size: number): void;
  silu(x: number, y: number, size: number): void;
  siluBackward(x: number, dy: number, dx: number, size: number): void;
  softplus(x: number, y: number, size: number): void;
  softplusBackward(x: number, dy: number, dx: number, size: number): void;
  scaledActivation(useErf: number, x: number, slope: number, shift: number, y: number, size: number): void;
  scaledActivationBackward(
    useErf: number,
    x: number,
    slope: number,
    shift: number,
    y: number,
    dy: number,
    dx: number,
    dslope: number,
    dshift: number,
    size: number,
  ): void;
}

export const createActivationKernels = (wasm: ActivationExports): ActivationKernels => ({
  activate(kind, x, y, size) {
    const from = address(x, size);
    const to = address(y, size);
    switch (kind) {
      case 'sigmoid':
        return wasm.sigmoid(from, to, size);
      case 'tanh':
        return wasm.tanh(from, to, size, 1, 1);
      case 'scaled-tanh':
        return wasm.tanh(from, to, size, SCALED_TANH.amplitude, SCALED_TANH.slope);
      case 'relu':
        return wasm.relu(from, to, size);
      case 'leaky-relu':
        return wasm.leakyRelu(from, to, size, LEAKY_SLOPE);
      case 'elu':
        return wasm.elu(from, to, size);
      case 'gelu':
        return wasm.gelu(from, to, size);
      case 'silu':
        return wasm.silu(from, to, size);
      case 'softplus':
        return wasm.softplus(from, to, size);
      case 'identity':
        return wasm.copy(from, to, size);
      default:
        return kind satisfies never;
    }
  },
  activateBackward(kind, x, y, dy, dx, size) {
    const input = address(x, size);
    const output = address(y, size);
    const from = address(dy, size);
    const to = address(dx, size);
    switch (kind) {
      case 'sigmoid':
        return wasm.sigmoidBackward(output, from, to, size);
      case 'tanh':
        return wasm.tanhBackward(output, from, to, size, 1, 1);
      case 'scaled-tanh': {
        const { amplitude, slope } = SCALED_TANH;
        return wasm.tanhBackward(output, from, to, size, amplitude, slope / amplitude);
      }
      case 'relu':
        return wasm.reluBackward(input, from, to, size);
      case 'leaky-relu':
        return wasm.leakyReluBackward(input, from, to, size, LEAKY_SLOPE);
      case 'elu':
        return wasm.eluBackward(input, from, to, size);
      case 'gelu':
        return wasm.geluBackward(input, from, to, size);
      case 'silu':
        return wasm.siluBackward(input, from, to, size);
      case 'softplus':
        return wasm.softplusBackward(input, from, to, size);
      case 'identity':
        return wasm.copy(from, to, size);
      default:
        return kind satisfies never;
    }
  },
  scaledActivation(kind, x, slope, shift, y, size) {
    const [factor, summand] = [slope.data[0]!, shift ? shift.data[0]! : 0];
    wasm.scaledActivation(kind === 'erf' ? 1 : 0, address(x, size), factor, summand, address(y, size), size);
  },
  scaledActivationBackward(kind, x, slope, shift, y, dy, dx, dslope, dshift, size) {
    wasm.scaledActivationBackward(
      kind === 'erf' ? 1 : 0,
      address(x, size),
      slope.data[0]!,
      shift ? shift.data[0]! : 0,
      address(y, size),
      address(dy, size),
      address(dx, size),
      address(dslope, 1),
      optional(dshift, 1),
      size,
    );
  },
});
