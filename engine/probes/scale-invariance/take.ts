/**
 * What a normalization behind them makes of the scale of weights (Ioffe and Szegedy 2015, section 3.3). For a > 0:
 *
 *   N((a W) u) = N(W u),  dN((a W) u) / du = dN(W u) / du,  dN((a W) u) / d(a W) = 1 / a  dN(W u) / dW
 *
 * so that <W, dL/dW> = 0: the gradient only turns the weights. Exact with eps = 0; with it the error grows as eps / variance,
 * and small weights feel it. For every such layer and every factor, on one batch with its own statistics:
 *
 *   output difference       largest |f(a W) - f(W)| of the network's outputs
 *   gradient error          ||a dL/d(aW) - dL/dW|| / ||dL/dW||
 *   other gradients error   the same of all other parameters, whose gradients should not change
 *
 * each with eps as the network has it and `without eps`, and for W as it is:
 *
 *   cosine        |<W, dL/dW>| / (||W|| ||dL/dW||)
 *   unit cosine   the same for each unit, which is 0 only where every unit is standardized by itself
 *
 * Which layers these are, and where a bias is multiplied with the weights and counted as one of them: scale-invariant.ts. Of
 * weight normalization v is looked at, of weight standardization what it standardizes.
 */
import type { Parameter } from '../../layers/layer.ts';
import { withoutEps } from '../../spec/normalizers.ts';
import { channelsOf } from '../../spec/plan.ts';
import type { ProbeOf, RunSpec } from '../../spec/schema.ts';
import { ProbeError, vector, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import { scaleInvariant } from '../scale-invariant.ts';
import { createSubject, type Batch, type Subject } from '../subject.ts';

/** Outputs, and gradients by the names of their parameters. */
interface Pass {
  outputs: Float64Array;
  gradients: Map<string, Float64Array>;
}

/** Multiplies the weights of every scale-invariant layer. */
export function probeScaleInvariance(
  subject: Subject,
  probe: ProbeOf<'scale-invariance'>,
  { progress }: ProbeControl,
): Measurement {
  const { spec, dataset, checkpoint } = subject;
  if (weightsOf(subject).size === 0)
    throw new ProbeError(
      'No layer of the network is scale-invariant: that takes a normalization behind the weights which divides by a ' +
        'deviation. Set model.normalization.type to batch or layer, its placement to before-activation.',
    );
  const arrays: ProbeArray[] = [vector('factor', 'index', probe.factors)];
  const numbers: Record<string, number> = {};
  const batch = subject.probeSet(probe.samples);
  const exact = createSubject(subject.kernels, { spec: exactSpec(spec), dataset, checkpoint }, probe.samples);
  const passes = 2 * weightsOf(subject).size * probe.factors.length;
  let done = 0;
  for (const [which, suffix] of [
    [subject, ''],
    [exact, ' without eps'],
  ] as const) {
    const before = pass(which, batch);
    for (const [name, weights] of weightsOf(which)) {
      const found = probe.factors.map((factor) => {
        progress(done++ / passes);
        return compare(which, batch, weights, factor, before);
      });
      for (const quantity of ['output difference', 'gradient error', 'other gradients error'] as const) {
        const values = found.map((differences) => differences[quantity]);
        arrays.push(vector(`${name}/${quantity}${suffix}`, 'factor', values));
        numbers[`${name}/${quantity}${suffix}`] = Math.max(...values);
      }
      const units = channelsOf(subject.plans.find((plan) => plan.name === name)!.shape);
      const { whole, ofUnits } = cosines(weights, units, before);
      arrays.push(vector(`${name}/unit cosine${suffix}`, 'unit', ofUnits));
      numbers[`${name}/cosine${suffix}`] = whole;
      numbers[`${name}/largest unit cosine${suffix}`] = Math.max(...ofUnits);
    }
  }
  return { statistics: ['batch'], samples: batch.samples, numbers, arrays };
}

/** By layer what is multiplied together. */
const weightsOf = ({ spec, plans, model }: Subject) => scaleInvariant(spec.model, plans, model, 'batch');

function exactSpec(spec: RunSpec): RunSpec {
  const { normalization, reparameterization } = spec.model;
  return {
    ...spec,
    model: {
      ...spec.model,
      normalization: withoutEps(normalization),
      reparameterization: 'eps' in reparameterization ? { ...reparameterization, eps: 0 } : reparameterization,
    },
  };
}

function pass(subject: Subject, batch: Batch): Pass {
  subject.gradients(batch, 'batch');
  const { layers, outputs, parameters } = subject.model;
  return {
    outputs: Float64Array.from(layers.at(-1)!.output.data.subarray(0, batch.rows * outputs)),
    gradients: new Map(parameters.map(({ name, gradient, size }) => [name, copyOf(gradient.data, size)])),
  };
}

/** Passes with parameters multiplied by `factor`, and puts them back. */
function compare(subject: Subject, batch: Batch, scaled: readonly Parameter[], factor: number, before: Pass) {
  const kept = scaled.map(({ value, size }) => copyOf(value.data, size));
  scaled.forEach(({ value }, p) => kept[p]!.forEach((number, i) => (value.data[i] = number * factor)));
  const { outputs, gradients } = pass(subject, batch);
  scaled.forEach(({ value }, p) => value.data.set(kept[p]!));
  const own = new Set(scaled.map(({ name }) => name));
  const relative = (chosen: boolean, multiplier: number): number => {
    let [difference, length] = [0, 0];
    for (const [name, gradient] of gradients) {
      if (own.has(name) !== chosen) continue;
      const expected = before.gradients.get(name)!;
      gradient.forEach((value, i) => {
        difference += (multiplier * value - expected[i]!) ** 2;
        length += expected[i]! ** 2;
      });
    }
    return difference === 0 ? 0 : Math.sqrt(difference / length);
  };
  return {
    'output difference': outputs.reduce((most, y, i) => Math.max(most, Math.abs(y - before.outputs[i]!)), 0),
    'gradient error': relative(true, factor),
    'other gradients error': relative(false, 1),
  };
}

/** |cos| of the angle between weights and gradient, of the whole layer and of each unit. */
function cosines(
  weights: readonly Parameter[],
  units: number,
  { gradients }: Pass,
): { whole: number; ofUnits: Float64Array } {
  const sums = Array.from({ length: units }, () => ({ product: 0, weights: 0, gradient: 0 }));
  for (const { name, value, size } of weights) {
    const gradient = gradients.get(name)!;
    const width = size / units;
    for (let i = 0; i < size; i++) {
      const sum = sums[Math.floor(i / width)]!;
      sum.product += value.data[i]! * gradient[i]!;
      sum.weights += value.data[i]! ** 2;
      sum.gradient += gradient[i]! ** 2;
    }
  }
  const total = (key: 'product' | 'weights' | 'gradient'): number => sums.reduce((all, sum) => all + sum[key], 0);
  return {
    whole: cosine(total('product'), total('weights'), total('gradient')),
    ofUnits: Float64Array.from(sums, ({ product, weights, gradient }) => cosine(product, weights, gradient)),
  };
}

/** A unit without weights or without gradient has nothing to turn. */
const cosine = (product: number, weights: number, gradient: number): number =>
  product === 0 ? 0 : Math.abs(product) / Math.sqrt(weights * gradient);

const copyOf = (data: Float32Array | Float64Array, size: number): Float64Array =>
  Float64Array.from(data.subarray(0, size));
