/** Holds the gradients of a network against central differences of its loss. */
import { expect } from 'vitest';
import type { Tensor } from '../../engine/kernels/kernels.ts';
import type { Mode } from '../../engine/layers/layer.ts';
import type { Loss, Targets } from '../../engine/losses/loss.ts';
import type { Model } from '../../engine/model.ts';

/** Half the distance of two points. */
const H = 1e-6;
/** Numbers of each parameter that are looked at, spread over it. */
const LOOKED_AT = 6;

export interface Pass {
  model: Model;
  loss: Loss;
  x: Tensor;
  targets: Targets;
  rows: number;
  mode: Mode;
}

/** Every gradient after one pass is within `tolerance` of the difference quotient. For models on float64 kernels. */
export function expectCentralDifferences({ model, loss, x, targets, rows, mode }: Pass, tolerance: number): void {
  const value = (): number => loss.value(model.forward(x, rows, mode), targets, rows);
  value();
  model.backward(loss.gradient(model.layers.at(-1)!.output, targets, rows), rows);
  const analytic = model.parameters.map(({ gradient, size }) => Float64Array.from(gradient.data).slice(0, size));
  model.parameters.forEach(({ name, value: weights, size }, index) => {
    for (let i = 0; i < size; i += Math.max(1, Math.floor(size / LOOKED_AT))) {
      const at = weights.data[i]!;
      weights.data[i] = at + H;
      const above = value();
      weights.data[i] = at - H;
      const below = value();
      weights.data[i] = at;
      expect(Math.abs((above - below) / (2 * H) - analytic[index]![i]!), `${name}[${i}]`).toBeLessThan(tolerance);
    }
  });
}
