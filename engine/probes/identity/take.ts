/**
 * Where batch normalization can undo itself (Ioffe and Szegedy 2015, section 3: "by setting gamma = sqrt(Var[x]) and beta =
 * E[x], we could recover the original activations"). For every layer, from the input on, the statistics of one batch are
 * taken, and
 *
 *   gamma = sqrt(variance + eps),  beta = mean,  running mean = mean,  running variance = variance
 *
 * Then y = gamma (x - mean) / sqrt(variance + eps) + beta is x exactly: on the batch that the statistics came from, and with
 * these as running statistics on all data. On another batch, normalized by its own statistics, it is not. eps belongs into
 * gamma; the paper leaves it out.
 *
 * `same batch`, `other batch` and `unseen` are the largest |y - x| of each layer on that batch, on another one with the
 * statistics of its own, and on the validation split with the running statistics; `input` is the largest |x|, to compare
 * with. `outputs/...` are the largest differences of the network's outputs from those of the network without these layers.
 *
 * Holds for batch normalization, batch renormalization and ghost batch normalization (on one ghost batch), each with gamma
 * and beta. Decorrelation mixes channels, and the mixtures of switchable normalization differ from sample to sample: one
 * gamma a channel cannot undo them.
 */
import { buildNetwork, mapChains, numbersOf } from '../../export/network.ts';
import { hasPopulation, type Mode, type PopulationLayer } from '../../layers/layer.ts';
import type { Model } from '../../model.ts';
import { epsOf, learnsAffine, traitsOf } from '../../spec/normalizers.ts';
import { isNormalizer, sizeOf, type LayerPlan, type NormalizationPlan } from '../../spec/plan.ts';
import { planModel } from '../../spec/plan-networks.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import { ProbeError, type Measurement, type ProbeControl } from '../record.ts';
import type { Batch, Subject } from '../subject.ts';
import { UNSEEN } from './bounds.ts';

interface Undoable {
  layer: PopulationLayer;
  plan: NormalizationPlan;
}

/** Makes every layer that can be one the identity, and looks where it is. */
export function probeIdentity(subject: Subject, probe: ProbeOf<'identity'>, { progress }: ProbeControl): Measurement {
  const { model, plans, data } = subject;
  const targets = plans.flatMap((plan, i): Undoable[] => {
    const layer = model.layers[i]!;
    return canUndo(plan) && hasPopulation(layer) ? [{ layer, plan }] : [];
  });
  if (targets.length === 0)
    throw new ProbeError(
      'No layer of the network can be set so that it undoes itself: that takes batch normalization, batch renormalization ' +
        'or ghost batch normalization with gamma and beta. Set model.normalization.type to batch, its scale and center to true.',
    );
  const ghosts = targets.map(({ plan: { normalization: norm } }) => traitsOf(norm).ghostSize(norm) ?? Infinity);
  const { train, validation } = data.parts;
  const rows = Math.min(probe.samples, subject.capacity, Math.floor(train.samples / 2), ...ghosts);
  const same = subject.pick('train', range(0, rows));
  const other = subject.pick('train', range(rows, 2 * rows));
  const numbers: Record<string, number> = {};
  targets.forEach((target, i) => {
    progress((0.5 * i) / targets.length);
    model.forward(same.x, rows, 'batch');
    undo(target);
  });
  const without = networkWithout(subject, targets);
  const look = (name: string, batch: Batch, mode: Mode): void => {
    const y = model.forward(batch.x, batch.rows, mode);
    const plain = without.forward(batch.x, batch.rows, mode);
    const note = (key: string, value: number): void => {
      numbers[key] = Math.max(numbers[key] ?? 0, value);
    };
    for (const { layer, plan } of targets) {
      const size = batch.rows * sizeOf(plan.shape);
      note(`${plan.name}/${name}`, largestDifference(layer.output.data, layer.input!.data, size));
      if (batch === same) note(`${plan.name}/input`, largestDifference(layer.input!.data, null, size));
    }
    note(`outputs/${name}`, largestDifference(y.data, plain.data, batch.rows * model.outputs));
  };
  look('same batch', same, 'batch');
  look('other batch', other, 'batch');
  const unseen = Math.min(UNSEEN, validation.samples);
  for (let start = 0; start < unseen; start += subject.capacity) {
    progress(0.5 + (0.5 * start) / unseen);
    look('unseen', subject.pick('validation', range(start, Math.min(unseen, start + subject.capacity))), 'running');
  }
  subject.restore();
  const samples = { part: 'train' as const, rows: Int32Array.of(...same.samples.rows, ...other.samples.rows) };
  return { statistics: ['batch', 'running'], samples, numbers, arrays: [] };
}

/** Each channel is one affine map of itself, which gamma and beta can undo. */
function canUndo(plan: LayerPlan): plan is NormalizationPlan {
  if (!isNormalizer(plan)) return false;
  const { scale, center } = learnsAffine(plan.normalization);
  return traitsOf(plan.normalization).foldable && scale && center;
}

/** Sets gamma, beta and running statistics to those of the batch that passed last. */
function undo({ layer, plan: { normalization, name } }: Undoable): void {
  layer.refreshReport?.();
  const { batchMean, batchVariance } = layer.norm!;
  const find = (own: string) => layer.parameters.find((parameter) => parameter.name === `${name}.${own}`)!.value.data;
  const [gamma, beta, { running, channels }] = [find('gamma'), find('beta'), layer.population];
  for (let j = 0; j < channels; j++) {
    const [mean, variance] = [batchMean!.data[j]!, batchVariance!.data[j]!];
    const deviation = Math.sqrt(variance + (epsOf(normalization) ?? 0));
    gamma[j] = deviation;
    beta[j] = running.mean.data[j] = mean;
    running.variance.data[j] = traitsOf(normalization).running === 'deviation' ? deviation : variance;
  }
}

/** The network as it would be without these layers. */
function networkWithout({ kernels, spec, dataset, model, capacity }: Subject, targets: readonly Undoable[]): Model {
  const names = new Set(targets.map(({ plan }) => plan.name));
  const whole = planModel(spec.model, dataset.info.shape, model.outputs);
  const plans = mapChains(whole, (chain) => chain.filter(({ name }) => !names.has(name)));
  return buildNetwork(kernels, spec.model, plans, numbersOf(model), capacity).model;
}

/** Largest |a - b| of the first `size` numbers, NaN where one is; of a alone where there is no b. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number> | null, size: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    const difference = Math.abs(a[i]! - (b === null ? 0 : b[i]!));
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(largest)) return NaN;
  }
  return largest;
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
