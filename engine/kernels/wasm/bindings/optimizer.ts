/** Fast kernels: updates of parameters. The arithmetic is in ../assembly. */
import type { OptimizerKernels } from '../../interface/optimizer.ts';
import { address } from '../address.ts';

export interface OptimizerExports {
  sgdMomentum(
    parameter: number,
    gradient: number,
    velocity: number,
    rate: number,
    momentum: number,
    size: number,
  ): void;
  sgd(parameter: number, gradient: number, rate: number, size: number): void;
}

export const createOptimizerKernels = (wasm: OptimizerExports): OptimizerKernels => ({
  sgdMomentum(parameter, gradient, velocity, rate, momentum, size) {
    const to = address(parameter, size);
    wasm.sgdMomentum(to, address(gradient, size), address(velocity, size), rate, momentum, size);
  },
  sgd(parameter, gradient, rate, size) {
    wasm.sgd(address(parameter, size), address(gradient, size), rate, size);
  },
});
