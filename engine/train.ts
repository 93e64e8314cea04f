/**
 * The training loop: one run, step by step. Not for threads and clocks: worker.ts decides when to step, to wait and to
 * hand over events.
 */
import { messages, type Message } from './words/words.ts';
import { MEASURES, scoreName, type ScoreMeasure, type Split, type Statistics } from './metrics.ts';
import { needsClasses } from './spec/schema/loss.ts';
import { requireFit, type Checkpoint } from './checkpoint.ts';
import { createBatches } from './data/batches.ts';
import { DataError } from './data/data-error.ts';
import type { Dataset } from './data/dataset.ts';
import { clipGradients, gradientNorm } from './clipping.ts';
import { firstNonFinite, watchParameters } from './divergence.ts';
import { createEarlyStop } from './early-stop.ts';
import { computePrecise, createEvaluator, evaluationRows, type Evaluator, type Score } from './evaluate.ts';
import type { FinishedEvent, StartedEvent, TrainEvent } from './events.ts';
import type { Kernels } from './kernels/kernels.ts';
import { hasPopulation } from './layers/layer.ts';
import { createLoss } from './losses/create.ts';
import type { Targets } from './losses/loss.ts';
import { compileModel, type Model } from './model.ts';
import { createOptimizer } from './optimizers/create.ts';
import { stream } from './random.ts';
import { Recorder } from './recorder.ts';
import { createSchedule } from './schedules/schedule.ts';
import { requireTwoValues } from './single-sample.ts';
import { countParameters, describeModel } from './spec/describe.ts';
import { specHash } from './spec/hash.ts';
import { EVALUATION_STATISTICS, type RunSpec } from './spec/schema.ts';
import { splitData } from './split-data.ts';
import { carryOver, memories, restoreState, saveState, type MovingParts, type Progress } from './train-state.ts';

const SAYS = messages('run', {
  'no-classes': ({ loss, dataset }: { loss: string; dataset: string }) =>
    `loss is ${loss}, but ${dataset} is a regression set without classes. Set loss to mean-squared-error or huber.`,
  'nothing-left': ({ steps, step }: { steps: number; step: number }) =>
    `training.steps is ${steps}, but the checkpoint stands at step ${step}. Use more steps.`,
  diverged: ({ step, what, layer }: { step: number; what: keyof typeof NOT_FINITE; layer: string }) =>
    `Diverged at step ${step}: ${NOT_FINITE[what]} is not finite any more; the first layer with such a value is ${layer}.`,
  stopped: ({ step, steps }: { step: number; steps: number }) => `Stopped at step ${step} of ${steps}.`,
});
const NOT_FINITE = { loss: 'the loss', gradient: 'a gradient', parameter: 'a parameter' }; // not for people: part of SAYS

/** What a run is trained with. */
export interface TrainingSetup {
  spec: RunSpec;
  dataset: Dataset;
  kernels: Kernels;
}

/** Where a run begins that does not begin anew. */
export interface Continuation {
  checkpoint: Checkpoint;
  /** The checkpoint is that of another run: what fits is carried over. Otherwise the run goes on with the same bits. */
  fork: boolean;
}

/** How a run ended; `trainingMs` is for the clock's owner to add. */
export type Ending = Omit<FinishedEvent, 'trainingMs'>;

/** A run in progress, step by step. */
export interface TrainingLoop {
  readonly model: Model;
  /** What is known before the first step. */
  readonly started: StartedEvent;
  /** Updates done so far. */
  readonly step: number;
  /** Evaluates the network as it begins (the first call), or does one update. Returns how the run ended, or null. */
  advance(): Ending | null;
  /** Ends the run now, at a person's wish. */
  stop(): Ending;
  /** Where the run stands, or stood when it ended; null after it diverged. */
  checkpoint(): Checkpoint | null;
  /** Everything recorded since the last call. */
  take(): TrainEvent[];
}

/** Training losses that are averaged for the summary. */
const LAST_LOSSES = 100;

/**
 * Prepares a run: splits and scales the data, builds the network. Throws DataError where spec and data do not fit,
 * CheckpointError where the run cannot go on from a checkpoint.
 */
export function createTraining({ spec, dataset, kernels }: TrainingSetup, from?: Continuation): TrainingLoop {
  const { steps, batchSize } = spec.training;
  const every = spec.evaluation.every;
  const recordEvery = spec.record.normalization.every;
  const { columns, parts, scaling } = splitData(kernels, dataset, spec);
  const { train, validation, test } = parts;
  const regression = dataset.info.task === 'regression';
  if (regression && needsClasses(spec.loss.type))
    throw new DataError(SAYS['no-classes']({ loss: spec.loss.type, dataset: dataset.info.name }));
  const outputs = regression ? 1 : dataset.info.classes.length;
  const layers = describeModel(spec.model, dataset.info.shape, outputs);
  const most = evaluationRows(layers);
  const order = createBatches(train.samples, batchSize, spec.seed, {
    batching: spec.training.batching,
    labels: train.labels,
  });
  const largest = order.largest;
  requireTwoValues(spec, layers, order.smallest);
  const capacity = Math.max(largest, Math.min(most, Math.max(validation.samples, test.samples)));
  const shape = { shape: dataset.info.shape, outputs, capacity, batch: largest };

  const dropout = stream(spec.seed, 'dropout');
  const model = compileModel(kernels, spec.model, shape, {
    initialization: stream(spec.seed, 'initialization'),
    dropout,
  });
  const loss = createLoss(kernels, spec.loss, outputs, capacity);
  const optimizer = createOptimizer(kernels, model.parameters, spec.optimizer);
  const schedule = createSchedule(spec.schedule, spec.optimizer.learningRate, steps);
  const earlyStop = createEarlyStop(spec.training.earlyStop);
  const origin = { specHash: specHash(spec), datasetHash: dataset.info.hash, kernels: kernels.name };
  const carriable: MovingParts = { model, optimizer, order, dropout, others: memories(spec, schedule, earlyStop) };
  const carried = from?.fork === true ? carryOver(spec, carriable, from.checkpoint) : null;
  // It looks at the weights as they are when training begins.
  const watch = watchParameters(kernels, model, spec.optimizer);
  const moving: MovingParts = { ...carriable, others: { ...carriable.others, watch: () => watch.counts } };
  const begin = (): Progress => {
    if (from === undefined) return { step: 0, evaluatedAt: -1, summary: {}, recentLosses: [] };
    if (from.checkpoint.step >= steps) throw new DataError(SAYS['nothing-left']({ steps, step: from.checkpoint.step }));
    if (carried !== null) return carried;
    requireFit(from.checkpoint, origin);
    return restoreState(spec, moving, from.checkpoint);
  };
  const { summary, recentLosses, ...begun } = begin();
  let { step, evaluatedAt } = begun;
  /** Why training ends before its last step. */
  let stopReason: Message | null = null;
  const x = kernels.allocate(largest * columns);
  const batch: Targets = {
    labels: new Int32Array(regression ? 0 : largest),
    targets: new Float32Array(regression ? largest * outputs : 0),
  };
  /** Samples of the batch at hand. */
  let rows = largest;
  const recorder = new Recorder();
  const normalized = model.layers.some(hasPopulation);
  const onValidation = createEvaluator(kernels, model, loss, validation, columns, most);
  /** Where the run stood when it ended; undefined until then, null where it diverged. */
  let last: Checkpoint | null | undefined;
  const save = (): Checkpoint => saveState(spec, moving, { step, evaluatedAt, summary, recentLosses }, origin);

  /** The statistics that evaluations use; without batch normalization they are all the same. */
  const modes: readonly Statistics[] = normalized ? spec.evaluation.statistics : ['running'];

  const note = (split: Split, statistics: Statistics, { loss: value, accuracy }: Score, record: boolean): void => {
    for (const [measure, number] of [['loss', value] as const, ['accuracy', accuracy] as const]) {
      if (number === null) continue;
      const name = scoreName({ split, measure, statistics });
      summary[name] = number;
      if (record) recorder.push(name, step, number, every);
    }
  };

  const improve = (measure: ScoreMeasure, statistics: Statistics): void => {
    const value = summary[scoreName({ split: 'validation', measure, statistics })];
    if (value === undefined || Number.isNaN(value)) return;
    const name = scoreName({ split: 'validation', measure, statistics, best: true });
    const better = MEASURES[measure].better === 'higher' ? Math.max : Math.min;
    summary[name] = better(summary[name] ?? value, value);
  };

  const evaluate = (): void => {
    if (modes.includes('precise')) computePrecise(kernels, model, train, columns, largest);
    for (const mode of modes) note('validation', mode, onValidation.score(mode), true);
    // The best evaluations are those of the network as it would be deployed, where these are made at all.
    const followed = EVALUATION_STATISTICS.find((mode) => modes.includes(mode))!;
    for (const measure of ['accuracy', 'loss'] as const) improve(measure, followed);
    evaluatedAt = step;
    const of = (measure: ScoreMeasure): string => scoreName({ split: 'validation', measure, statistics: followed });
    const validationLoss = summary[of('loss')]!;
    schedule.observe(validationLoss);
    stopReason = earlyStop.observe(step, validationLoss, summary[of('accuracy')] ?? null);
  };

  const nextBatch = (): void => {
    const indices = order.next();
    rows = indices.length;
    kernels.gatherRows(train.features, indices, rows, columns, x);
    for (let i = 0; i < rows; i++) {
      if (regression) batch.targets[i] = train.targets[indices[i]!]!;
      else batch.labels[i] = train.labels[indices[i]!]!;
    }
  };

  const recordLayers = (): void => {
    for (const layer of model.layers) {
      layer.refreshReport?.();
      if (layer.norm !== null) recorder.norm(layer.info.name, step, layer.norm);
      if (layer.info.kind === 'activation') recorder.preactivation(layer, step, rows, recordEvery);
    }
  };

  /** The population statistics and the scores that are looked at once. */
  const lastLook = (): void => {
    const finalModes: Statistics[] = computePrecise(kernels, model, train, columns, largest)
      ? ['running', 'batch', 'precise']
      : ['running'];
    const look = (part: 'validation' | 'test', evaluator: Evaluator): void => {
      for (const mode of finalModes) note(part, mode, evaluator.score(mode), false);
    };
    look('validation', onValidation);
    if (test.samples > 0) look('test', createEvaluator(kernels, model, loss, test, columns, most));
  };

  const finish = (status: Ending['status'], reason: Message | null, layer?: string): Ending => {
    // Before the last look, which a run that goes on does not take here.
    last = status === 'diverged' ? null : save();
    if (recentLosses.length > 0) summary['train.loss'] = recentLosses.reduce((a, b) => a + b, 0) / recentLosses.length;
    if (status !== 'diverged') {
      if (evaluatedAt !== step) evaluate();
      lastLook();
    }
    // Of several layers, the one that met the most: a batch that breaks one layer breaks those above it too.
    const skipped = Math.max(0, ...model.layers.filter(hasPopulation).map((norm) => norm.skippedBatches));
    if (skipped > 0) summary['norm.skipped.batches'] = skipped;
    return { type: 'finished', status, step, reason, summary, ...(layer === undefined ? {} : { layer }) };
  };

  const diverge = (at: number, value: number, what: keyof typeof NOT_FINITE): Ending => {
    step = at;
    const layer = firstNonFinite(kernels, model, rows);
    recordLayers();
    recentLosses.splice(0, Infinity, value);
    return finish('diverged', SAYS.diverged({ step: at, what, layer }), layer);
  };

  const update = (): Ending | null => {
    const at = step + 1;
    nextBatch();
    model.beginStep(at);
    const y = model.forward(x, rows, 'train');
    const value = loss.value(y, batch, rows);
    recorder.push('train.loss', at, value, 1);
    if (!regression)
      recorder.push('train.accuracy', at, kernels.countCorrect(y, batch.labels, rows, outputs) / rows, 1);
    model.backward(loss.gradient(y, batch, rows), rows);
    const norm = gradientNorm(kernels, model.parameters);
    recorder.push('gradient.norm', at, norm, 1);
    if (!Number.isFinite(value)) return diverge(at, value, 'loss');
    if (!Number.isFinite(norm)) return diverge(at, value, 'gradient');
    clipGradients(kernels, model.parameters, spec.training.clipping, norm);
    const rate = schedule.rate(at);
    recorder.push('learning.rate', at, rate, 1);
    optimizer.update(rate);
    if (!watch.finiteAfter(norm, rate)) return diverge(at, value, 'parameter');
    step = at;
    recentLosses.push(value);
    if (recentLosses.length > LAST_LOSSES) recentLosses.shift();
    if (step === 1 || step % recordEvery === 0 || step === steps) recordLayers();
    if (step % every === 0 || step === steps) evaluate();
    if (step === steps) return finish('completed', null);
    return stopReason === null ? null : finish('completed', stopReason);
  };

  return {
    model,
    started: {
      type: 'started',
      kernels: kernels.name,
      parameters: countParameters(layers),
      layers,
      scaling,
      samples: { train: train.samples, validation: validation.samples, test: test.samples },
    },
    get step() {
      return step;
    },
    advance() {
      if (evaluatedAt >= 0) return update();
      evaluate();
      return stopReason === null ? null : finish('completed', stopReason);
    },
    stop: () => finish('stopped', SAYS.stopped({ step, steps })),
    checkpoint: () => (last === undefined ? save() : last),
    take: () => recorder.take(),
  };
}
