/** The part of the kernel interface for activations, element by element. */
import type { Activation } from '../../spec/schema.ts';
import type { Tensor } from './tensor.ts';

/** What {@link ActivationKernels.scaledActivation} stretches. */
export type ScaledActivation = 'tanh' | 'erf';

export interface ActivationKernels {
  /** y = f(x), element by element, over `size` numbers. May run in place. */
  activate(kind: Activation, x: Tensor, y: Tensor, size: number): void;
  /** dx = dy * f'(x), given the input x and the output y of the forward pass. dx may alias dy. */
  activateBackward(kind: Activation, x: Tensor, y: Tensor, dy: Tensor, dx: Tensor, size: number): void;
  /**
   * y = f(slope * x + shift) with f = tanh or the error function, for dynamic tanh (Zhu et al. 2025) and dynamic erf, whose
   * slope and shift are one learned number each; a null shift stands for 0. May run in place.
   */
  scaledActivation(
    kind: ScaledActivation,
    x: Tensor,
    slope: Tensor,
    shift: Tensor | null,
    y: Tensor,
    size: number,
  ): void;
  /**
   * With dz = dy * f'(slope * x + shift): dx = slope * dz; dslope (1 number) = sum of dz * x; dshift (1 number) = sum of
   * dz, not computed where null. x and y are the input and the output of the forward pass. dx may alias dy.
   */
  scaledActivationBackward(
    kind: ScaledActivation,
    x: Tensor,
    slope: Tensor,
    shift: Tensor | null,
    y: Tensor,
    dy: Tensor,
    dx: Tensor,
    dslope: Tensor,
    dshift: Tensor | null,
    size: number,
  ): void;
}
