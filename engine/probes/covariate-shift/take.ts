/**
 * How much one update changes what each layer works on, in both senses of internal covariate shift, on the mini-batch that
 * training would take next (dropout leaves nothing out). W' are the learned numbers W after one update of the run's own.
 *
 * As a change of gradients (definition 2.1 of Santurkar et al. 2018, arXiv 1805.11604): for each dense layer or convolution
 * i, whose weights and bias are W_i, on the same batch,
 *
 *   G = grad_i L(W_1 .. W_k),   G' = grad_i L(W'_1 .. W'_(i-1), W_i .. W_k)
 *
 *   gradient shift   |G - G'|, and relative to |G|; gradient cosine: that of the angle between G and G'
 *
 * Everything that works before layer i counts as below it, gammas and betas too; below the first layer there is nothing.
 *
 * As a change of distributions (as figure 1 of Ioffe and Szegedy 2015, arXiv 1502.03167, shows it over time): for each unit of
 * each activation the 15th, 50th and 85th percentile of its inputs over the probe set, before the update and after it,
 *
 *   drift   mean over units and percentiles of |after - before|; relative: divided by the standard deviation of all inputs of
 *           the layer before the update
 *
 * The two need not agree, and neither is known to decide how well training goes.
 */
import { percentiles } from '../../percentiles.ts';
import { channelsOf, sizeOf } from '../../spec/plan.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import { beginUpdate, update } from '../next-update.ts';
import { distance, norm, readAll, writeAll } from '../parameters.ts';
import { vector, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import type { Batch, Subject } from '../subject.ts';

/** Those of figure 1 of Ioffe and Szegedy (2015). */
const PERCENTS = [15, 50, 85];

/** Compares the network before and after its next update. */
export function probeCovariateShift(
  subject: Subject,
  probe: ProbeOf<'covariate-shift'>,
  { progress }: ProbeControl,
): Measurement {
  const { model, plans } = subject;
  const parameters = model.layers.map((layer) => layer.parameters);
  const weighted = plans.flatMap(({ kind }, i) => (kind === 'dense' || kind === 'conv2d' ? [i] : []));
  progress(0);
  const statistics = beginUpdate(subject);
  const batch = subject.nextBatch();
  const set = subject.probeSet(probe.samples);
  const before = distributions(subject, set, statistics);
  const loss = subject.gradients(batch, statistics);
  const old = parameters.map((list) => readAll(list, 'value'));
  const gradients = parameters.map((list) => readAll(list, 'gradient'));
  update(subject);
  const updated = parameters.map((list) => readAll(list, 'value'));
  const after = distributions(subject, set, statistics);

  const numbers: Record<string, number> = { loss };
  parameters.forEach((list, i) => writeAll(list, old[i]!));
  let below = 0;
  weighted.forEach((i, count) => {
    progress((count + 1) / (weighted.length + 1));
    for (; below < i; below++) writeAll(parameters[below]!, updated[below]!);
    subject.gradients(batch, statistics);
    const [g, shifted] = [gradients[i]!, readAll(parameters[i]!, 'gradient')];
    const shift = distance(shifted, g);
    const { name } = plans[i]!;
    numbers[`${name}/gradient shift`] = shift;
    numbers[`${name}/relative gradient shift`] = shift / norm(g);
    numbers[`${name}/gradient cosine`] =
      g.reduce((sum, value, j) => sum + value * shifted[j]!, 0) / (norm(g) * norm(shifted));
  });
  subject.restore();

  const arrays: ProbeArray[] = [vector('percents', 'percent', PERCENTS)];
  for (const [name, { values, deviation, units }] of before) {
    const now = after.get(name)!.values;
    const drift = values.reduce((sum, value, i) => sum + Math.abs(now[i]! - value), 0) / values.length;
    numbers[`${name}/drift`] = drift;
    numbers[`${name}/relative drift`] = drift / deviation;
    const shape = [PERCENTS.length, units];
    const axes = ['percents', 'unit'];
    arrays.push({ name: `${name}/percentiles before`, shape, axes, data: values });
    arrays.push({ name: `${name}/percentiles after`, shape, axes, data: now });
  }
  arrays.push(vector('probe set', 'sample', set.samples.rows));
  return { statistics: [statistics], samples: batch.samples, numbers, arrays };
}

/** How the inputs of one activation are distributed. */
interface Distribution {
  /** Percents x units. */
  values: Float64Array;
  /** Of all inputs of the layer. */
  deviation: number;
  units: number;
}

/** What enters each activation, by the activation's name. */
function distributions(subject: Subject, set: Batch, statistics: 'batch' | 'running'): Map<string, Distribution> {
  const { model, plans } = subject;
  model.forward(set.x, set.rows, statistics);
  const found = new Map<string, Distribution>();
  model.layers.forEach((layer, i) => {
    const plan = plans[i]!;
    if (plan.kind !== 'activation') return;
    const z = layer.input!.data.subarray(0, set.rows * sizeOf(plan.shape));
    const units = channelsOf(plan.shape);
    const values = new Float64Array(PERCENTS.length * units);
    const ofUnit = new Float64Array(z.length / units);
    for (let u = 0; u < units; u++) {
      for (let j = 0; j < ofUnit.length; j++) ofUnit[j] = z[j * units + u]!;
      percentiles(ofUnit, PERCENTS).forEach((value, p) => (values[p * units + u] = value));
    }
    found.set(plan.name, { values, deviation: deviationOf(z), units });
  });
  return found;
}

function deviationOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
