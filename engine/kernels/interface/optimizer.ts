/** The part of the kernel interface for updates of parameters. */
import type { Tensor } from './tensor.ts';

export interface OptimizerKernels {
  /** velocity = momentum * velocity + gradient; parameter -= rate * velocity (PyTorch's form). */
  sgdMomentum(
    parameter: Tensor,
    gradient: Tensor,
    velocity: Tensor,
    rate: number,
    momentum: number,
    size: number,
  ): void;
  /** parameter -= rate * gradient. */
  sgd(parameter: Tensor, gradient: Tensor, rate: number, size: number): void;
}
