/**
 * The part of the kernel interface for updates of parameters, in PyTorch's forms. Weight decay `decay` is added to the
 * gradient as decay * parameter, unless said otherwise. Decay apart from the gradient is `scale(parameter, 1 - rate *
 * decay, ...)` before the update. Gradients are never written to.
 */
import type { Tensor } from './tensor.ts';

/** Options of {@link OptimizerKernels.rmsProp}. */
export interface RmsPropStep {
  rate: number;
  /** Share of the running mean of squares that is kept. */
  alpha: number;
  /** Added outside the root. */
  eps: number;
  momentum: number;
  decay: number;
}

/** Options of {@link OptimizerKernels.adam}. */
export interface AdamStep {
  rate: number;
  beta1: number;
  beta2: number;
  /** Added outside the root. */
  eps: number;
  decay: number;
  /** True: parameter *= 1 - rate * decay instead of decay in the gradient (AdamW). */
  decoupled: boolean;
  /** 1 at the first update. */
  step: number;
}

/** Options of {@link OptimizerKernels.adagrad}. */
export interface AdagradStep {
  rate: number;
  /** Added outside the root. */
  eps: number;
  decay: number;
}

export interface OptimizerKernels {
  /**
   * g = gradient + decay * parameter; velocity = momentum * velocity + g; parameter -= rate * velocity. With `nesterov`
   * parameter -= rate * (g + momentum * velocity).
   */
  sgdMomentum(
    parameter: Tensor,
    gradient: Tensor,
    velocity: Tensor,
    rate: number,
    momentum: number,
    size: number,
    decay?: number,
    nesterov?: boolean,
  ): void;
  /** parameter -= rate * (gradient + decay * parameter). */
  sgd(parameter: Tensor, gradient: Tensor, rate: number, size: number, decay?: number): void;
  /**
   * g = gradient + decay * parameter; square = alpha * square + (1 - alpha) g^2; u = g / (sqrt(square) + eps). Without
   * `velocity` parameter -= rate * u; with it velocity = momentum * velocity + u; parameter -= rate * velocity.
   */
  rmsProp(
    parameter: Tensor,
    gradient: Tensor,
    square: Tensor,
    velocity: Tensor | null,
    options: RmsPropStep,
    size: number,
  ): void;
  /**
   * mean = beta1 * mean + (1 - beta1) g; square = beta2 * square + (1 - beta2) g^2;
   * parameter -= rate * (mean / (1 - beta1^step)) / (sqrt(square / (1 - beta2^step)) + eps) (Kingma and Ba 2015).
   */
  adam(parameter: Tensor, gradient: Tensor, mean: Tensor, square: Tensor, options: AdamStep, size: number): void;
  /**
   * What LAMB (You et al. 2020) scales: updates mean and square as {@link adam} with the plain gradient, and writes
   * direction = mean' / (sqrt(square') + eps) + decay * parameter, both corrected for their start. `parameter` stays;
   * `rate` and `decoupled` are not used.
   */
  adamDirection(
    parameter: Tensor,
    gradient: Tensor,
    mean: Tensor,
    square: Tensor,
    direction: Tensor,
    options: AdamStep,
    size: number,
  ): void;
  /** g = gradient + decay * parameter; sum += g^2; parameter -= rate * g / (sqrt(sum) + eps) (Duchi et al. 2011). */
  adagrad(parameter: Tensor, gradient: Tensor, sum: Tensor, options: AdagradStep, size: number): void;
}
