/**
 * Settings that are allowed, and that often do something else than one thinks: what the form says beside a field while
 * nobody has trained yet. What is refused: together.ts and plan-networks.ts.
 */
import { formatNumber } from '../words/numbers.ts';
import type { FieldIssue } from '../words/worded.ts';
import { kerasMomentum } from './framework-defaults.ts';
import { flatten, positionsOf, sizeOf } from './plan.ts';
import { cancelsBias } from './plan-builder.ts';
import { planIssue, planModel } from './plan-networks.ts';
import type { RunSpec } from './schema.ts';

/** What is known of the data; null where it is not known yet. */
export interface DataFacts {
  /** Shape of one sample. */
  shape: readonly number[];
  /** Classes, or 1 for regression. */
  outputs: number;
  /** Samples of the training split. */
  trainingSamples: number;
  /** Mean and standard deviation of all inputs after scaling. */
  inputs: { mean: number; deviation: number } | null;
}

/** Every trap that the specification runs into. */
export function trapsOf(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  return [
    ...batchTraps(spec, facts),
    ...momentumTraps(spec, facts),
    ...decayTraps(spec),
    ...fewValuesTraps(spec, facts),
  ];
}

/** What is allowed when a run goes on from the checkpoint of another one, and often does something else than one thinks. */
export function forkTraps(parent: RunSpec, fork: RunSpec): FieldIssue[] {
  if (fork.data.dataset === parent.data.dataset) return [];
  return [
    {
      path: 'data.dataset',
      message:
        `The weights were trained on ${parent.data.dataset}. Where samples of it are in ${fork.data.dataset} too, some may be in its ` +
        'validation part now: its accuracy then says too much.',
    },
  ];
}

const overBatch = ({ model }: RunSpec): boolean => 'momentum' in model.normalization;

/** Positions that share a channel where the image is smallest, among normalized layers. */
function fewestPositions(spec: RunSpec, facts: DataFacts | null): number {
  if (facts === null || planIssue(spec.model, facts.shape, facts.outputs) !== null) return 1;
  const normalized = flatten(planModel(spec.model, facts.shape, facts.outputs)).filter(
    (plan) => 'normalization' in plan,
  );
  return Math.min(...normalized.map(({ shape }) => positionsOf(shape)));
}

function batchTraps(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  if (!overBatch(spec)) return [];
  const { batchSize, batching } = spec.training;
  if (batching.type === 'full') return [];
  const path = 'training.batchSize';
  const positions = fewestPositions(spec, facts);
  const said: FieldIssue[] = [];
  if (batchSize === 1 && positions === 1)
    said.push({
      path,
      message: 'With one sample every standardized value is 0: the layer gives beta, and nothing below it learns.',
    });
  if (batchSize === 2 && positions === 1)
    said.push({
      path,
      message:
        'With two samples every standardized value is 1 or -1, whatever the input, and no gradient reaches the layers ' +
        'below. Use 8 or more, or layer normalization.',
    });
  if (batchSize > 2 && batchSize < 8 && positions === 1)
    said.push({
      path,
      message: 'Statistics of so few samples are noisy; batch normalization needs about 16 and more.',
    });
  if (facts !== null && 'dropLast' in batching && !batching.dropLast && facts.trainingSamples % batchSize === 1)
    said.push({
      path: 'training.batching.dropLast',
      message: `The last batch of each epoch would hold 1 of ${facts.trainingSamples} samples, which cannot be normalized over the batch. Leave it out, or change the batch size.`,
    });
  if (batching.type === 'class-sorted')
    said.push({
      path: 'training.batching.type',
      message:
        'Batch normalization takes the batch for a fair draw from the data. Batches of few classes are none: running ' +
        'statistics then fit no single batch, and inference differs from training.',
    });
  return said;
}

function momentumTraps(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  const norm = spec.model.normalization;
  if (!('momentum' in norm) || norm.momentum === null) return [];
  const path = 'model.normalization.momentum';
  const said: FieldIssue[] = [];
  if (norm.momentum >= 0.5)
    said.push({
      path,
      message: `Is this Keras's momentum? Here it is the weight of the new batch, as in PyTorch: Keras's ${formatNumber(norm.momentum, 6)} is ${formatNumber(kerasMomentum(norm.momentum), 6)} here.`,
    });
  // The initial statistics weigh (1 - momentum)^steps.
  const warmup = Math.ceil(Math.log(0.01) / Math.log(1 - Math.min(norm.momentum, 1 - 1e-12)));
  if (warmup > spec.training.steps)
    said.push({
      path,
      message: `Running statistics need ${warmup} steps to forget their initial values (1 % left), more than the run has. Inference will lag behind.`,
    });
  const inputs = facts?.inputs ?? null;
  if (inputs !== null && Math.abs(inputs.mean) > 3 * Math.max(inputs.deviation, 1e-12) && norm.momentum < 1)
    said.push({
      path,
      message:
        `The inputs have mean ${formatNumber(inputs.mean, 3)} and deviation ${formatNumber(inputs.deviation, 3)}. Means this large move with every ` +
        'update, and running averages trail behind them: inference can be far worse than training. Center the inputs, or compare with precise statistics.',
    });
  return said;
}

function decayTraps({ optimizer, model }: RunSpec): FieldIssue[] {
  const learns =
    'scale' in model.normalization &&
    (model.normalization.scale || ('center' in model.normalization && model.normalization.center));
  if (optimizer.weightDecay === 0 || !learns) return [];
  if (optimizer.decayNormalization)
    return [
      {
        path: 'optimizer.decayNormalization',
        message:
          'Weight decay pulls gamma towards 0 and with it the signal of the whole layer. It is commonly left out for gamma and beta.',
      },
    ];
  return cancelsBias(model)
    ? [
        {
          path: 'optimizer.weightDecay',
          message:
            'The function does not depend on the length of weights that a normalization follows: decay changes only their effective learning rate.',
        },
      ]
    : [];
}

/** Normalizers of single samples where a layer gives them too few values to take statistics of. */
function fewValuesTraps({ model }: RunSpec, facts: DataFacts | null): FieldIssue[] {
  const norm = model.normalization;
  if (facts === null || planIssue(model, facts.shape, facts.outputs) !== null) return [];
  const shapes = flatten(planModel(model, facts.shape, facts.outputs))
    .filter((plan) => 'normalization' in plan)
    .map(({ shape }) => shape);
  const fewest = (of: (shape: number[]) => number): number => Math.min(...shapes.map(of));
  const said = (path: string, message: string): FieldIssue[] => [{ path: `model.normalization.${path}`, message }];
  const centred = (values: number, path: string, what: string, remedy: string): FieldIssue[] => {
    if (values > 2) return [];
    return said(
      path,
      values === 1
        ? `${what} holds one value, which is always standardized to 0: the layer gives beta. ${remedy}`
        : `${what} holds two values, which are always standardized to 1 and -1: no gradient passes. ${remedy}`,
    );
  };
  switch (norm.type) {
    case 'layer':
      return centred(fewest(sizeOf), 'type', 'A sample of some layer', 'Use wider layers.');
    case 'group':
      return centred(
        fewest((shape) => sizeOf(shape) / norm.groups),
        'groups',
        'Some group',
        'Use fewer groups.',
      );
    case 'instance':
      return centred(fewest(positionsOf), 'type', 'A channel of some layer', 'Pool less, or use group normalization.');
    case 'rms':
      return fewest(sizeOf) > 1
        ? []
        : said('type', 'Some layer has one unit. Divided by its own size only its sign is left: no gradient passes.');
    case 'filter-response':
      return fewest(positionsOf) > 1 || norm.eps >= 1e-2
        ? []
        : said(
            'eps',
            'Some layer has one value for each channel of a sample. Divided by its own size only its sign is left, and ' +
              'hardly any gradient passes. Set epsilon to about 0.1, or use RMS normalization.',
          );
    case 'switchable':
      return fewest(positionsOf) > 1
        ? []
        : said(
            'type',
            'In layers with one value for each channel of a sample there are no instance statistics: the mixture is one of ' +
              'layer and batch normalization.',
          );
    default:
      return [];
  }
}
