/**
 * Settings that are allowed, and that often do something else than one thinks: what the form says beside a field while
 * nobody has trained yet. What is refused: together.ts and plan-networks.ts.
 */
import { formatNumber } from '../words/numbers.ts';
import { issueAt, type FieldIssue } from '../words/worded.ts';
import { messages } from '../words/words.ts';
import { shortageOf } from './few-values.ts';
import { kerasMomentum } from './framework-defaults.ts';
import { initialWeight, normalizerOf, updatesPerStep } from './normalized-model.ts';
import {
  epsOf,
  frozenFrom,
  isBeforeActivation,
  learnsAffine,
  momentumOf,
  traitsOf,
  type ChannelShape,
} from './normalizers.ts';
import { planIssue, planModel } from './plan-networks.ts';
import { channelShape, flatten, isNormalizer } from './plan.ts';
import type { RunSpec } from './schema.ts';

/** Weight of their initial values at which running statistics have forgotten them. */
const FORGOTTEN = 0.01;

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

const words = messages('trap', {
  'batch.one':
    'With one value a channel every standardized value is 0: the layer gives the same whatever the input, and nothing below it learns.',
  'batch.two':
    'With two values a channel every standardized value is 1 or -1, whatever the input, and no gradient reaches the layers ' +
    'below. Use 8 or more, or layer normalization.',
  'batch.whitening': ({ values, whitened }: { values: number; whitened: number }) =>
    `Whitening ${whitened} channels together takes more values of each than there are channels, and a batch gives ${values}: their ` +
    'covariance has no full rank. Use larger batches, or a smaller group size.',
  'batch.noise': 'Statistics of so few values are noisy; normalization over the batch needs about 16 and more.',
  'batch.rest': ({ samples }: { samples: number }) =>
    `The last batch of each epoch would hold 1 of ${samples} samples, which cannot be normalized over the batch. Leave it out, or change the batch size.`,
  'momentum.warmup': ({ steps, frozen }: { steps: number; frozen: boolean }) =>
    `Running statistics need ${steps} steps to forget their initial values (1 % left), more than ${frozen ? 'there are before they are frozen' : 'the run has'}. Inference will lag behind.`,
});

/** Channels and positions of every normalized layer; one position and any number of channels where nothing is known. */
function normalizedShapes({ model }: RunSpec, facts: DataFacts | null): ChannelShape[] {
  if (facts === null || planIssue(model, facts.shape, facts.outputs) !== null)
    return [{ channels: Infinity, positions: 1 }];
  return flatten(planModel(model, facts.shape, facts.outputs))
    .filter(isNormalizer)
    .map(({ shape }) => channelShape(shape));
}

/** Samples of an update; null where the whole training split is one, of a size that is not known. */
const batchOf = ({ training: { batching, batchSize } }: RunSpec, facts: DataFacts | null): number | null =>
  batching.type === 'full' ? (facts?.trainingSamples ?? null) : batchSize;

function batchTraps(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  const norm = normalizerOf(spec.model);
  if (norm === null || traitsOf(norm).running === null) return [];
  const { batchSize, batching } = spec.training;
  const batch = batchOf(spec, facts);
  const shapes = normalizedShapes(spec, facts);
  const said: FieldIssue[] = [];
  const ghost = traitsOf(norm).ghostSize(norm);
  // The size of ghost batches stands, however large the batch is.
  const shortage = batch === null && ghost === null ? null : shortageOf(norm, batch ?? Infinity, shapes);
  if (shortage !== null) {
    const { kind, values, whitened, layer } = shortage;
    const own = ghost !== null && ghost * shapes[layer]!.positions === values;
    said.push(
      issueAt(
        own ? 'model.normalization.size' : 'training.batchSize',
        kind === 'whitening' ? words['batch.whitening']({ values, whitened }) : words[`batch.${kind}` as const](),
      ),
    );
  }
  const rest = facts === null ? 0 : facts.trainingSamples % batchSize;
  if ('dropLast' in batching && !batching.dropLast && rest === 1 && shapes.some(({ positions }) => positions === 1))
    said.push(issueAt('training.batching.dropLast', words['batch.rest']({ samples: facts!.trainingSamples })));
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
  const norm = normalizerOf(spec.model);
  const momentum = norm === null ? null : (momentumOf(norm) ?? null);
  if (norm === null || momentum === null) return [];
  const path = 'model.normalization.momentum';
  const said: FieldIssue[] = [];
  if (momentum >= 0.5)
    said.push({
      path,
      message: `Is this Keras's momentum? Here it is the weight of the new batch, as in PyTorch: Keras's ${formatNumber(momentum, 6)} is ${formatNumber(kerasMomentum(momentum), 6)} here.`,
    });
  // Of a split whose size is not known, one update a step is sure.
  const batch = batchOf(spec, facts) ?? 1;
  const { steps } = spec.training;
  if (initialWeight(norm, steps, batch) > FORGOTTEN) {
    const updates = Math.log(FORGOTTEN) / Math.log(1 - Math.min(momentum, 1 - 1e-12));
    const frozen = (frozenFrom(norm) ?? Infinity) <= steps;
    const needed = Math.ceil(updates / updatesPerStep(norm, batch));
    said.push(issueAt(path, words['momentum.warmup']({ steps: needed, frozen })));
  }
  const inputs = facts?.inputs ?? null;
  if (inputs !== null && Math.abs(inputs.mean) > 3 * Math.max(inputs.deviation, 1e-12) && momentum < 1)
    said.push({
      path,
      message:
        `The inputs have mean ${formatNumber(inputs.mean, 3)} and deviation ${formatNumber(inputs.deviation, 3)}. Means this large move with every ` +
        'update, and running averages trail behind them: inference can be far worse than training. Center the inputs, or compare with precise statistics.',
    });
  return said;
}

function decayTraps({ optimizer, model }: RunSpec): FieldIssue[] {
  const norm = normalizerOf(model);
  if (optimizer.weightDecay === 0 || norm === null) return [];
  const { scale, center } = learnsAffine(norm);
  if (optimizer.decayNormalization && (scale || center))
    return [
      {
        path: 'optimizer.decayNormalization',
        message:
          'Weight decay pulls gamma towards 0 and with it the signal of the whole layer. It is commonly left out for gamma and beta.',
      },
    ];
  const { removesScale, corrects } = traitsOf(norm);
  return removesScale && !corrects && isBeforeActivation(norm)
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
function fewValuesTraps(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  const norm = normalizerOf(spec.model);
  if (norm === null || facts === null || planIssue(spec.model, facts.shape, facts.outputs) !== null) return [];
  const shapes = normalizedShapes(spec, facts);
  const { over, centres } = traitsOf(norm);
  const fewest = (of: (shape: ChannelShape) => number): number => Math.min(...shapes.map(of));
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
  switch (over) {
    case 'sample': {
      const values = fewest(({ channels, positions }) => channels * positions);
      if (centres !== null) return centred(values, 'type', 'A sample of some layer', 'Use wider layers.');
      return values > 1
        ? []
        : said('type', 'Some layer has one unit. Divided by its own size only its sign is left: no gradient passes.');
    }
    case 'group': {
      const groups = 'groups' in norm ? norm.groups : 1;
      const values = fewest(({ channels, positions }) => (channels * positions) / groups);
      return centred(values, 'groups', 'Some group', 'Use fewer groups.');
    }
    case 'positions': {
      const values = fewest(({ positions }) => positions);
      if (centres !== null)
        return centred(values, 'type', 'A channel of some layer', 'Pool less, or use group normalization.');
      return values > 1 || epsOf(norm)! >= 1e-2
        ? []
        : said(
            'eps',
            'Some layer has one value for each channel of a sample. Divided by its own size only its sign is left, and ' +
              'hardly any gradient passes. Set epsilon to about 0.1, or use RMS normalization.',
          );
    }
    case 'mixture':
      return fewest(({ positions }) => positions) > 1
        ? []
        : said(
            'type',
            'In layers with one value for each channel of a sample there are no instance statistics: the mixture is one of ' +
              'layer and batch normalization.',
          );
    case 'batch':
    case null:
      return [];
    default:
      return over satisfies never;
  }
}
