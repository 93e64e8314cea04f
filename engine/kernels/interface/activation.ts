/** The part of the kernel interface for activations, element by element. */
import type { Activation } from '../../spec/schema.ts';
import type { Tensor } from './tensor.ts';

export interface ActivationKernels {
  /** y = f(x), element by element, over `size` numbers. May run in place. */
  activate(kind: Activation, x: Tensor, y: Tensor, size: number): void;
  /** dx = dy * f'(x), given the input x and the output y of the forward pass. dx may alias dy. */
  activateBackward(kind: Activation, x: Tensor, y: Tensor, dy: Tensor, dx: Tensor, size: number): void;
}
