/**
 * One learned number for a whole layer: y = x + b with db = sum dy, or y = a x with da = sum dy x. What Fixup (Zhang et
 * al. 2019, arXiv 1901.09321) and SkipInit (De and Smith 2020, arXiv 2002.10444) have in place of normalization.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, type ScalarPlan } from '../spec/plan.ts';
import { createParameter, type Layer, type LayerContext } from './layer.ts';

/** A shift or a factor that starts at `plan.initial`. */
export function createScalar({ kernels, capacity, batch }: LayerContext, plan: ScalarPlan): Layer {
  const channels = channelsOf(plan.shape);
  const positions = positionsOf(plan.shape);
  const shifts = plan.operation === 'shift';
  const [name, role] = shifts ? (['bias', 'bias'] as const) : (['factor', 'normalization'] as const);
  const learned = createParameter(kernels, `${plan.name}.${name}`, role, 1);
  kernels.fill(learned.value, plan.initial);
  // The number once for each channel, and its gradient in parts: the column kernels then do the work.
  const spread = kernels.allocate(channels);
  const sumDy = kernels.allocate(channels);
  const sumDyX = kernels.allocate(channels);
  const output = kernels.allocate(capacity * positions * channels);
  const dx = kernels.allocate(shifts ? 0 : batch * positions * channels);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: [learned],
    state: [],
    output,
    norm: null,
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.broadcast(learned.value, spread, channels);
      kernels.affine(x, shifts ? null : spread, shifts ? spread : null, output, rows * positions, channels);
      return output;
    },
    backward(dy, rows) {
      kernels.affineGradient(dy, input!, sumDy, sumDyX, rows * positions, channels);
      kernels.total(shifts ? sumDy : sumDyX, learned.gradient, channels);
      if (shifts) return dy;
      kernels.affine(dy, spread, null, dx, rows * positions, channels);
      return dx;
    },
  };
}
