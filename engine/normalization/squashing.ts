/**
 * What dynamic tanh and dynamic erf have in common: each value is squashed by itself, with one learned slope for the whole
 * layer and, in erf, one learned shift; a learned affine map of each channel follows (affine-map.ts). The formulas stand in
 * their files.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { createParameter, type Layer, type LayerContext, type Parameter } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import { createAffineMap } from './affine-map.ts';

export interface SquashingOptions {
  /** Initial slope. */
  alpha: number;
  /** Initial shift; null where none is learned. */
  shift: number | null;
  scale: boolean;
  center: boolean;
}

/** A layer of t = f(alpha x + s), y = gamma t + beta; training and inference are the same. */
export function createSquashing(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  f: 'tanh' | 'erf',
  options: SquashingOptions,
): Layer {
  const size = sizeOf(plan.shape);
  const affine = createAffineMap(kernels, plan, 'channel', options);
  const learn = (own: string, initial: number): Parameter => {
    const parameter = createParameter(kernels, `${plan.name}.${own}`, 'normalization', 1);
    kernels.fill(parameter.value, initial);
    return parameter;
  };
  const alpha = learn('alpha', options.alpha);
  const shift = options.shift === null ? null : learn('shift', options.shift);
  const [a, s] = [alpha.value, shift?.value ?? null];
  const [da, ds] = [alpha.gradient, shift?.gradient ?? null];
  const t = kernels.allocate(capacity * size);
  // Without gamma and beta the squashed values are the output.
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * size) : t;
  const dx = kernels.allocate(batch * size);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: [...affine.parameters, alpha, ...(shift === null ? [] : [shift])],
    state: [],
    output,
    norm: {
      channels: channelsOf(plan.shape),
      batchMean: null,
      batchVariance: null,
      runningMean: null,
      runningVariance: null,
      ...affine.report,
    },
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.scaledActivation(f, x, a, s, t, rows * size);
      affine.forward(t, output, rows);
      return output;
    },
    backward(dy, rows) {
      const g = affine.backward(dy, t, dx, rows);
      kernels.scaledActivationBackward(f, input!, a, s, t, g, dx, da, ds, rows * size);
      return dx;
    },
  };
}
