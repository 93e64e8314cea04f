/**
 * What happens to long gradients before an update, as PyTorch's clip_grad_norm_ and clip_grad_value_: all of them together
 * scaled by maximum / (norm + 1e-6) where that is below 1, or each number kept within the maximum. Frozen parameters do not
 * count: in PyTorch they have no gradient.
 */
import type { Kernels } from './kernels/kernels.ts';
import type { Parameter } from './layers/layer.ts';
import type { RunSpec } from './spec/schema.ts';

/** The l2 norm of all gradients that move a parameter, taken together. */
export function gradientNorm(kernels: Kernels, parameters: readonly Parameter[]): number {
  let squares = 0;
  for (const { gradient, size, trainable } of parameters)
    if (trainable) squares += kernels.sumOfSquares(gradient, size);
  return Math.sqrt(squares);
}

/** Clips the gradients in place; `norm` is what {@link gradientNorm} says of them. */
export function clipGradients(
  kernels: Kernels,
  parameters: readonly Parameter[],
  spec: RunSpec['training']['clipping'],
  norm: number,
): void {
  switch (spec.type) {
    case 'none':
      return;
    case 'norm': {
      const factor = spec.maximum / (norm + 1e-6);
      if (factor >= 1) return;
      for (const { gradient, size, trainable } of parameters)
        if (trainable) kernels.scale(gradient, factor, gradient, size);
      return;
    }
    case 'value':
      for (const { gradient, size, trainable } of parameters) {
        if (!trainable) continue;
        const { data } = gradient;
        for (let i = 0; i < size; i++) {
          if (data[i]! > spec.maximum) data[i] = spec.maximum;
          else if (data[i]! < -spec.maximum) data[i] = -spec.maximum;
        }
      }
      return;
    default:
      spec satisfies never;
  }
}
