/** Fast kernels: activations, element by element. The arithmetic is in ../assembly. */
import type { ActivationKernels } from '../../interface/activation.ts';
import { SCALED_TANH } from '../../reference/activation.ts';
import { address } from '../address.ts';
import type { MemoryExports } from './memory.ts';

export interface ActivationExports extends Pick<MemoryExports, 'copy'> {
  sigmoid(x: number, y: number, size: number): void;
  sigmoidBackward(y: number, dy: number, dx: number, size: number): void;
  tanh(x: number, y: number, size: number, amplitude: number, slope: number): void;
  tanhBackward(y: number, dy: number, dx: number, size: number, amplitude: number, ratio: number): void;
  relu(x: number, y: number, size: number): void;
  reluBackward(x: number, dy: number, dx: number, size: number): void;
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
      case 'identity':
        return wasm.copy(from, to, size);
      default:
        return kind satisfies never;
    }
  },
});
