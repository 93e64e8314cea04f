/**
 * What enters and leaves every activation, on one batch with the statistics of that batch. For a layer with inputs z
 * (samples x positions x units) and outputs a = f(z):
 *
 *   saturation   share of a beyond 0.97 of the range: |tanh| > 0.97; logistic below 0.015 or above 0.985 (the same points)
 *   slope        mean f'(z), divided by the largest f'
 *   active       P(z > 0) of each unit over samples and positions; `centring` is the mean of |P - 1/2|
 *   dead         rectifiers only: share of units with z <= 0 everywhere in the batch; always on: z > 0 everywhere
 *   predicted    Phi(beta / |gamma|), what P would be if the normalized values were normally distributed (promised-shares.ts)
 *   rank         effective rank of the outputs of up to 256 samples; cosine: mean cosine between two of them
 */
import type { Layer } from '../../layers/layer.ts';
import { channelsOf, sizeOf, type LayerPlan } from '../../spec/plan.ts';
import type { Activation, ProbeOf } from '../../spec/schema.ts';
import { vector, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import { promisedShares } from '../promised-shares.ts';
import { meanOf, PERCENTS, shareOf, spreadOf } from '../spread.ts';
import type { Subject } from '../subject.ts';
import { RANKED_SAMPLES } from './bounds.ts';
import { effectiveRank, meanCosine } from './matrix-measures.ts';

/** Looks at every activation of the network. */
export function probeActivations(
  subject: Subject,
  probe: ProbeOf<'activations'>,
  { progress }: ProbeControl,
): Measurement {
  const { model, plans } = subject;
  const batch = subject.probeSet(probe.samples);
  model.forward(batch.x, batch.rows, 'batch');
  const numbers: Record<string, number> = {};
  const arrays: ProbeArray[] = [];
  model.layers.forEach((layer, i) => {
    const plan = plans[i]!;
    if (plan.kind !== 'activation') return;
    progress(i / plans.length);
    const found = lookAt(subject, layer, plan, batch.rows, { plan: plans[i - 1], layer: model.layers[i - 1] });
    for (const [name, value] of Object.entries(found.numbers)) numbers[`${plan.name}/${name}`] = value;
    arrays.push(...found.arrays.map((array) => named(plan.name, array)));
  });
  return { statistics: ['batch'], samples: batch.samples, numbers, arrays };
}

/** Puts the layer before the names of an array and of its axes that are arrays too. */
const named = (layer: string, array: ProbeArray): ProbeArray => ({
  ...array,
  name: `${layer}/${array.name}`,
  axes: array.axes.map((axis) => (axis.startsWith('histogram') ? `${layer}/${axis}` : axis)),
});

function lookAt(
  { kernels }: Subject,
  layer: Layer,
  plan: Extract<LayerPlan, { kind: 'activation' }>,
  rows: number,
  before: { plan: LayerPlan | undefined; layer: Layer | undefined },
): { numbers: Record<string, number>; arrays: ProbeArray[] } {
  const units = channelsOf(plan.shape);
  const size = rows * sizeOf(plan.shape);
  // Reserved first: a view of other tensors may not outlive it.
  const slopes = kernels.allocate(size);
  const z = layer.input!.data.subarray(0, size);
  const a = layer.output.data.subarray(0, size);
  const spread = spreadOf(z);
  const active = activeShares(z, units);
  const outputs = Math.min(rows, RANKED_SAMPLES);
  kernels.fill(slopes, 1);
  kernels.activateBackward(plan.activation, layer.input!, layer.output, slopes, slopes, size);
  const numbers: Record<string, number> = {
    mean: spread.mean,
    deviation: spread.deviation,
    ...Object.fromEntries(PERCENTS.map((percent, i) => [`p${percent}`, spread.percentiles[i]!])),
    slope: meanOf(slopes.data.subarray(0, size)) / LARGEST_SLOPE[plan.activation],
    centring: meanOf(active.map((p) => Math.abs(p - 0.5))),
    rank: effectiveRank(a, outputs, sizeOf(plan.shape)),
    cosine: meanCosine(a, outputs, sizeOf(plan.shape)),
  };
  const saturation = saturatedShare(plan.activation, a);
  if (saturation !== null) numbers['saturation'] = saturation;
  // Nothing passes a rectifier on its left side; other activations go on there.
  if (plan.activation === 'relu') numbers['dead'] = shareOf(active, (p) => p === 0);
  if (plan.activation === 'relu' || plan.activation === 'leaky-relu')
    numbers['always-on'] = shareOf(active, (p) => p === 1);
  const arrays = [
    vector('histogram/edges', 'edge', spread.edges),
    vector('histogram', 'histogram/edges', spread.counts),
    vector('active', 'unit', active),
  ];
  const predicted = before.layer === undefined ? null : promisedShares(before.layer, before.plan);
  if (predicted?.length === units) {
    arrays.push(vector('predicted', 'unit', predicted));
    numbers['prediction error'] = meanOf(predicted.map((p, i) => Math.abs(p - active[i]!)));
  }
  return { numbers, arrays };
}

/** Largest f'(x) of each activation; those of gelu (1.1289) and silu (1.0998) lie at their inflection points. */
const LARGEST_SLOPE: Record<Activation, number> = {
  sigmoid: 0.25,
  tanh: 1,
  'scaled-tanh': (1.7159 * 2) / 3,
  relu: 1,
  'leaky-relu': 1,
  elu: 1,
  gelu: 1.1289,
  silu: 1.0998,
  softplus: 1,
  identity: 1,
};

/** Share of the outputs that lie in the flat ends of the activation; null for one without two of them. */
function saturatedShare(activation: Activation, a: Float32Array | Float64Array): number | null {
  switch (activation) {
    case 'tanh':
      return shareOf(a, (value) => Math.abs(value) > 0.97);
    case 'scaled-tanh':
      return shareOf(a, (value) => Math.abs(value) > 0.97 * 1.7159);
    case 'sigmoid':
      return shareOf(a, (value) => value < 0.015 || value > 0.985);
    case 'relu':
    case 'leaky-relu':
    case 'elu':
    case 'gelu':
    case 'silu':
    case 'softplus':
    case 'identity':
      return null;
    default:
      return activation satisfies never;
  }
}

/** For each unit the share of samples and positions with z > 0; NaN for one with a NaN. */
function activeShares(z: Float32Array | Float64Array, units: number): Float64Array {
  const counts = new Float64Array(units);
  for (let i = 0; i < z.length; i++) counts[i % units]! += z[i]! > 0 ? 1 : z[i]! <= 0 ? 0 : NaN;
  return counts.map((count) => (count * units) / z.length);
}
