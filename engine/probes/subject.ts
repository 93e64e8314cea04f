/**
 * What probes look at: a copy of a run as it stood at a checkpoint, built anew, so that nothing a probe does reaches the
 * run itself. Not for training: train.ts.
 */
import type { Checkpoint } from '../checkpoint.ts';
import { createBatches } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import { createEarlyStop } from '../early-stop.ts';
import { computePrecise, createEvaluator, evaluationRows, type Score } from '../evaluate.ts';
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { Layer, Mode } from '../layers/layer.ts';
import { createLoss } from '../losses/create.ts';
import type { Loss, Targets } from '../losses/loss.ts';
import { compilePlans, type Model } from '../model.ts';
import { createOptimizer } from '../optimizers/create.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { stream } from '../random.ts';
import { createSchedule } from '../schedules/schedule.ts';
import { largestPass } from '../spec/arithmetic.ts';
import { describeModel } from '../spec/describe.ts';
import { flatten, type LayerPlan } from '../spec/plan.ts';
import { planModel } from '../spec/plan-networks.ts';
import type { RunSpec } from '../spec/schema.ts';
import { splitData, type Part, type PartData, type SplitData } from '../split-data.ts';
import { carryOver, memories } from '../train-state.ts';
import type { ProbeSamples } from './record.ts';

/** A run at one moment. */
export interface Snapshot {
  spec: RunSpec;
  dataset: Dataset;
  checkpoint: Checkpoint;
  /** Datasets that a probe names beside that of the run, by name. */
  others?: ReadonlyMap<string, Dataset>;
}

/** Samples that go through the network together. */
export interface Batch extends Targets {
  /** rows x columns. */
  x: Tensor;
  rows: number;
  samples: ProbeSamples;
}

/** Sees every gradient that passes a layer: of its output, and of its input (null where nobody asked for it). */
export type GradientWatch = (layer: Layer, dy: Tensor, dx: Tensor | null, rows: number) => void;

export interface Subject extends Snapshot {
  readonly kernels: Kernels;
  /** Updates done. */
  readonly step: number;
  readonly model: Model;
  /** What each of the model's layers was built from, in their order. */
  readonly plans: readonly LayerPlan[];
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Learning rate of the update that would come next. */
  readonly rate: number;
  readonly data: SplitData;
  readonly regression: boolean;
  /** Most rows that pass backward at once. */
  readonly capacity: number;
  /** The first `count` samples of the training split; fewer where it, or the room for one pass, has fewer. */
  probeSet(count: number): Batch;
  /** The mini-batch that training would take next; each call gives the one after. */
  nextBatch(): Batch;
  /** Samples of a part by their positions in it. */
  pick(part: Part, positions: ArrayLike<number>): Batch;
  /** Loss of a batch, after a forward pass. */
  lossOf(batch: Batch, mode: Mode): number;
  /** Fills the gradients of all parameters; returns the loss. In mode `train` running statistics move and dropout works. */
  gradients(batch: Batch, mode: Mode): number;
  /** Has every backward pass looked at, until it is called with null. */
  watchGradients(watch: GradientWatch | null): void;
  /** Loss and accuracy on a part; population statistics must have been computed for mode `precise`. */
  score(mode: Exclude<Mode, 'train'>, part?: 'validation' | 'test' | PartData): Score;
  /** Computes the population statistics of every layer from the training split, or others; false where no layer has any. */
  computePrecise(from?: PartData): boolean;
  /** Puts parameters, running statistics, optimizer and order back to where they were at the checkpoint. */
  restore(): void;
}

/** Builds the copy. `rows`: the most samples that a probe wants in one pass. Throws like createTraining. */
export function createSubject(kernels: Kernels, moment: Snapshot, rows: number): Subject {
  const { spec, dataset, checkpoint } = moment;
  const data = splitData(kernels, dataset, spec);
  const { columns, parts } = data;
  const { train } = parts;
  const regression = dataset.info.task === 'regression';
  const outputs = regression ? 1 : dataset.info.classes.length;
  const plan = planModel(spec.model, dataset.info.shape, outputs);
  const layers = describeModel(spec.model, dataset.info.shape, outputs);
  const most = evaluationRows(layers);
  const { batching, batchSize, steps, earlyStop } = spec.training;
  const order = createBatches(train.samples, batchSize, spec.seed, { batching, labels: train.labels });
  const inOnePass = Math.min(rows, train.samples, largestPass(layers));
  const batch = Math.max(order.largest, inOnePass);
  const capacity = Math.max(batch, Math.min(most, Math.max(parts.validation.samples, parts.test.samples)));
  let watch: GradientWatch | null = null;
  const watched = (layer: Layer): Layer =>
    Object.assign(Object.create(layer) as Layer, {
      backward(dy: Tensor, count: number): Tensor | null {
        if (watch === null) return layer.backward(dy, count);
        // A layer may overwrite the gradient that it is given.
        const given = { ...dy, data: dy.data.slice(0, count * sizeOf(layer)) };
        const dx = layer.backward(dy, count);
        watch(layer, given, dx, count);
        return dx;
      },
    });
  const dropout = stream(spec.seed, 'dropout');
  const model = compilePlans(
    kernels,
    plan,
    spec.model,
    { outputs, capacity, batch },
    { initialization: stream(spec.seed, 'initialization'), dropout },
    watched,
  );
  const loss = createLoss(kernels, spec.loss, outputs, capacity);
  const optimizer = createOptimizer(kernels, model.parameters, spec.optimizer);
  const schedule = createSchedule(spec.schedule, spec.optimizer.learningRate, steps);
  const others = memories(spec, schedule, createEarlyStop(earlyStop));
  const restore = (): void => {
    carryOver(spec, { model, optimizer, order, dropout, others }, checkpoint);
    model.beginStep(Math.max(1, checkpoint.step));
  };
  restore();

  const pick = (part: Part, positions: ArrayLike<number>): Batch => {
    const from = parts[part];
    const indices = Int32Array.from(positions);
    const x = kernels.allocate(indices.length * columns);
    kernels.gatherRows(from.features, indices, indices.length, columns, x);
    return {
      ...{ x, rows: indices.length },
      labels: regression ? new Int32Array() : indices.map((i) => from.labels[i]!),
      targets: regression ? Float32Array.from(indices, (i) => from.targets[i]!) : new Float32Array(),
      samples: { part, rows: indices.map((i) => from.rows[i]!) },
    };
  };
  const lossOf = (b: Batch, mode: Mode): number => loss.value(model.forward(b.x, b.rows, mode), b, b.rows);
  return {
    ...{ ...moment, kernels, model, plans: flatten(plan), loss, optimizer, data, regression, restore, pick, lossOf },
    step: checkpoint.step,
    capacity: batch,
    rate: schedule.rate(checkpoint.step + 1),
    probeSet: (count) => pick('train', [...Array(Math.min(count, inOnePass)).keys()]),
    nextBatch: () => pick('train', order.next()),
    gradients(b, mode) {
      const y = model.forward(b.x, b.rows, mode);
      const value = loss.value(y, b, b.rows);
      model.backward(loss.gradient(y, b, b.rows), b.rows);
      return value;
    },
    watchGradients(next) {
      watch = next;
    },
    score(mode, part = 'validation') {
      const data = typeof part === 'string' ? parts[part] : part;
      return createEvaluator(kernels, model, loss, data, columns, Math.min(most, capacity)).score(mode);
    },
    computePrecise: (from = train) =>
      computePrecise(kernels, model, from, columns, Math.min(order.largest, from.samples)),
  };
}

const sizeOf = ({ info }: Layer): number => info.shape.reduce((a, b) => a * b, 1);
