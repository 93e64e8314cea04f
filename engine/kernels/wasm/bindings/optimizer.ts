/** Fast kernels: updates of parameters. The arithmetic is in ../assembly. */
import type { OptimizerKernels } from '../../interface/optimizer.ts';
import { address, optional } from '../address.ts';

export interface OptimizerExports {
  sgdMomentum(
    parameter: number,
    gradient: number,
    velocity: number,
    rate: number,
    momentum: number,
    size: number,
    decay: number,
    nesterov: number,
  ): void;
  sgd(parameter: number, gradient: number, rate: number, size: number, decay: number): void;
  rmsProp(
    parameter: number,
    gradient: number,
    square: number,
    velocity: number,
    size: number,
    rate: number,
    keep: number,
    take: number,
    eps: number,
    momentum: number,
    decay: number,
  ): void;
  /** Sets the coefficients of the two kernels that follow: means and their corrections. */
  setAdam(
    keep1: number,
    take1: number,
    correct1: number,
    keep2: number,
    take2: number,
    correct2: number,
    eps: number,
  ): void;
  adam(
    parameter: number,
    gradient: number,
    mean: number,
    square: number,
    size: number,
    rate: number,
    decay: number,
    kept: number,
  ): void;
  adamDirection(
    parameter: number,
    gradient: number,
    mean: number,
    square: number,
    direction: number,
    size: number,
    decay: number,
  ): void;
  adagrad(
    parameter: number,
    gradient: number,
    sum: number,
    size: number,
    rate: number,
    eps: number,
    decay: number,
  ): void;
}

export function createOptimizerKernels(wasm: OptimizerExports): OptimizerKernels {
  /** The root's correction stands outside it, as a factor. */
  const setAdam = (beta1: number, beta2: number, eps: number, step: number): void => {
    const correct1 = 1 / (1 - beta1 ** step);
    const correct2 = 1 / Math.sqrt(1 - beta2 ** step);
    wasm.setAdam(beta1, 1 - beta1, correct1, beta2, 1 - beta2, correct2, eps);
  };
  return {
    sgdMomentum(parameter, gradient, velocity, rate, momentum, size, decay = 0, nesterov = false) {
      const to = address(parameter, size);
      const from = address(gradient, size);
      wasm.sgdMomentum(to, from, address(velocity, size), rate, momentum, size, decay, nesterov ? 1 : 0);
    },
    sgd(parameter, gradient, rate, size, decay = 0) {
      wasm.sgd(address(parameter, size), address(gradient, size), rate, size, decay);
    },
    rmsProp(parameter, gradient, square, velocity, { rate, alpha, eps, momentum, decay }, size) {
      wasm.rmsProp(
        address(parameter, size),
        address(gradient, size),
        address(square, size),
        optional(velocity, size),
        size,
        rate,
        alpha,
        1 - alpha,
        eps,
        momentum,
        decay,
      );
    },
    adam(parameter, gradient, mean, square, { rate, beta1, beta2, eps, decay, decoupled, step }, size) {
      setAdam(beta1, beta2, eps, step);
      wasm.adam(
        address(parameter, size),
        address(gradient, size),
        address(mean, size),
        address(square, size),
        size,
        rate,
        decoupled ? 0 : decay,
        decoupled ? 1 - rate * decay : 1,
      );
    },
    adamDirection(parameter, gradient, mean, square, direction, { beta1, beta2, eps, decay, step }, size) {
      setAdam(beta1, beta2, eps, step);
      wasm.adamDirection(
        address(parameter, size),
        address(gradient, size),
        address(mean, size),
        address(square, size),
        address(direction, size),
        size,
        decay,
      );
    },
    adagrad(parameter, gradient, sum, { rate, eps, decay }, size) {
      wasm.adagrad(address(parameter, size), address(gradient, size), address(sum, size), size, rate, eps, decay);
    },
  };
}
