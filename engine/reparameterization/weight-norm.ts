/**
 * Weight normalization (Salimans and Kingma 2016, arXiv 1602.07868): length and direction of each unit's weights are
 * learned apart.
 *
 *   w = g v / |v|        (one g a unit or filter; |v| over all its inputs)
 *
 * Backward (equation 3), from dw:
 *
 *   dg = dw . v / |v|,  dv = g / |v| dw - g dg / |v|^2 v        (so that dv . v = 0, and v only grows)
 *
 * v starts as the initializer's draw. Initialization `norm`: g = |v|, so that w is that draw (PyTorch's
 * torch.nn.utils.weight_norm). Initialization `data` (section 3): in the first training batch, before anything is learned,
 * with t = v . x / |v| over the batch (and positions),
 *
 *   g = 1 / std t,  b = -mean t / std t
 *
 * so that each unit starts with mean 0 and variance 1; layers without a bias only get g. Until then g = |v|. That it was
 * done is a state of the layer (`<layer>.initialized`), for runs that are resumed. A unit that does not vary over the batch
 * keeps its g and b.
 *
 * Weights that start at 0 (Fixup's last layers) have a direction and the length g = 0.
 */
import { initialize } from '../initializers/initializers.ts';
import type { GroupLayout, Tensor } from '../kernels/kernels.ts';
import { createParameter, type LayerContext, type Parameter } from '../layers/layer.ts';
import type { InitializerSpec, ReparameterizationSpec } from '../spec/schema.ts';
import type { Weight, WeightShape } from './weight.ts';

/** A unit varies where the variance of t is above this. */
const VARIES = 1e-10;

/** Weights with a learned length g and a learned direction v. */
export function createWeightNorm(
  { kernels, initialization }: LayerContext,
  layer: string,
  shape: WeightShape,
  weightFactor: number,
  initializer: InitializerSpec,
  spec: Extract<ReparameterizationSpec, { type: 'weight-norm' }>,
): Weight {
  const { units, fanIn } = shape;
  const size = units * fanIn;
  const rows: GroupLayout = { rows: units, positions: 1, channels: fanIn, groups: 1 };
  const g = createParameter(kernels, `${layer}.weight_g`, 'weight', units);
  const v = createParameter(kernels, `${layer}.weight_v`, 'weight', size);
  const [effective, gradient] = [kernels.allocate(size), kernels.allocate(size)];
  const perUnit = (): Tensor => kernels.allocate(units);
  const [lengths, meanSquare, factor, slope, sumDw, sumDwV] = [0, 1, 2, 3, 4, 5].map(perUnit) as Six;
  const outputs = { mean: perUnit(), variance: perUnit() };
  /** 1 once g and b were fitted to the first batch. */
  const initialized = kernels.allocate(1);

  initialize(v.value, initializer, shape, weightFactor === 0 ? 1 : weightFactor, initialization);
  measure();
  for (let u = 0; u < units; u++) g.value.data[u] = weightFactor === 0 ? 0 : lengths.data[u]!;

  function measure(): void {
    kernels.groupMeanSquares(v.value, meanSquare, rows);
    kernels.unitLengths(meanSquare, fanIn, lengths, units);
  }

  /** From y = g t + b to the g and b that give mean 0 and variance 1. */
  function fit(y: Tensor, bias: Parameter | null, values: number): boolean {
    if (initialized.data[0] === 1) return false;
    kernels.columnMoments(y, outputs, values, units);
    if (!kernels.allFinite(outputs.mean, units) || !kernels.allFinite(outputs.variance, units)) return false;
    initialized.data[0] = 1;
    for (let u = 0; u < units; u++) {
      const length = g.value.data[u]!;
      const variance = outputs.variance.data[u]! / length ** 2;
      if (!(variance > VARIES)) continue;
      const mean = (outputs.mean.data[u]! - (bias === null ? 0 : bias.value.data[u]!)) / length;
      g.value.data[u] = 1 / Math.sqrt(variance);
      if (bias !== null) bias.value.data[u] = -mean / Math.sqrt(variance);
    }
    refresh();
    return true;
  }

  function refresh(): void {
    measure();
    kernels.quotient(g.value, lengths, factor, units);
    kernels.groupScale(v.value, null, factor, effective, rows);
  }

  return {
    parameters: [g, v],
    state: spec.initialization === 'data' ? [{ name: `${layer}.initialized`, value: initialized, size: 1 }] : [],
    effective,
    gradient,
    refresh,
    fit: spec.initialization === 'data' ? fit : null,
    backward() {
      kernels.groupSums(gradient, v.value, sumDw, sumDwV, rows);
      kernels.quotient(sumDwV, lengths, g.gradient, units);
      kernels.lengthSlope(g.value, sumDwV, lengths, slope, units);
      kernels.groupCombine(gradient, factor, v.value, slope, null, v.gradient, rows);
    },
  };
}

type Six = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
