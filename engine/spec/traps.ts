/**
 * Settings that are allowed, and that often do something else than one thinks: what the form says beside a field while
 * nobody has trained yet. What is refused: together.ts and plan-networks.ts.
 */
import { issueAt, type FieldIssue } from '../words/worded.ts';
import type { Message } from '../words/words.ts';
import { TRAPS } from './traps-words.ts';
import { shortageOf } from './few-values.ts';
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
  return [issueAt('data.dataset', TRAPS['fork.dataset']({ before: parent.data.dataset, now: fork.data.dataset }))];
}

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
        kind === 'whitening' ? TRAPS['batch.whitening']({ values, whitened }) : TRAPS[`batch.${kind}` as const](),
      ),
    );
  }
  const rest = facts === null ? 0 : facts.trainingSamples % batchSize;
  if ('dropLast' in batching && !batching.dropLast && rest === 1 && shapes.some(({ positions }) => positions === 1))
    said.push(issueAt('training.batching.dropLast', TRAPS['batch.rest']({ samples: facts!.trainingSamples })));
  if (batching.type === 'class-sorted') said.push(issueAt('training.batching.type', TRAPS['batch.class-sorted']()));
  return said;
}

function momentumTraps(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  const norm = normalizerOf(spec.model);
  const momentum = norm === null ? null : (momentumOf(norm) ?? null);
  if (norm === null || momentum === null) return [];
  const path = 'model.normalization.momentum';
  const said: FieldIssue[] = [];
  if (momentum >= 0.5) said.push(issueAt(path, TRAPS['momentum.keras']({ momentum })));
  // Of a split whose size is not known, one update a step is sure.
  const batch = batchOf(spec, facts) ?? 1;
  const { steps } = spec.training;
  if (initialWeight(norm, steps, batch) > FORGOTTEN) {
    const updates = Math.log(FORGOTTEN) / Math.log(1 - Math.min(momentum, 1 - 1e-12));
    const frozen = (frozenFrom(norm) ?? Infinity) <= steps;
    const needed = Math.ceil(updates / updatesPerStep(norm, batch));
    said.push(issueAt(path, TRAPS['momentum.warmup']({ steps: needed, frozen })));
  }
  const inputs = facts?.inputs ?? null;
  if (inputs !== null && Math.abs(inputs.mean) > 3 * Math.max(inputs.deviation, 1e-12) && momentum < 1)
    said.push(issueAt(path, TRAPS['momentum.large-means'](inputs)));
  return said;
}

function decayTraps({ optimizer, model }: RunSpec): FieldIssue[] {
  const norm = normalizerOf(model);
  if (optimizer.weightDecay === 0 || norm === null) return [];
  const { scale, center } = learnsAffine(norm);
  if (optimizer.decayNormalization && (scale || center))
    return [issueAt('optimizer.decayNormalization', TRAPS['decay.gamma']())];
  const { removesScale, corrects } = traitsOf(norm);
  return removesScale && !corrects && isBeforeActivation(norm)
    ? [issueAt('optimizer.weightDecay', TRAPS['decay.weights']())]
    : [];
}

/** Normalizers of single samples where a layer gives them too few values to take statistics of. */
function fewValuesTraps(spec: RunSpec, facts: DataFacts | null): FieldIssue[] {
  const norm = normalizerOf(spec.model);
  if (norm === null || facts === null || planIssue(spec.model, facts.shape, facts.outputs) !== null) return [];
  const shapes = normalizedShapes(spec, facts);
  const { over, centres } = traitsOf(norm);
  const fewest = (of: (shape: ChannelShape) => number): number => Math.min(...shapes.map(of));
  const said = (path: string, message: Message): FieldIssue[] => [issueAt(`model.normalization.${path}`, message)];
  const centred = (values: number, path: string, of: 'layer' | 'group' | 'instance'): FieldIssue[] =>
    values > 2 ? [] : said(path, TRAPS[values === 1 ? 'few.one' : 'few.two']({ of }));
  switch (over) {
    case 'sample': {
      const values = fewest(({ channels, positions }) => channels * positions);
      if (centres !== null) return centred(values, 'type', 'layer');
      return values > 1 ? [] : said('type', TRAPS['few.rms']());
    }
    case 'group': {
      const groups = 'groups' in norm ? norm.groups : 1;
      const values = fewest(({ channels, positions }) => (channels * positions) / groups);
      return centred(values, 'groups', 'group');
    }
    case 'positions': {
      const values = fewest(({ positions }) => positions);
      if (centres !== null) return centred(values, 'type', 'instance');
      return values > 1 || epsOf(norm)! >= 1e-2 ? [] : said('eps', TRAPS['few.filter-response']());
    }
    case 'mixture':
      return fewest(({ positions }) => positions) > 1 ? [] : said('type', TRAPS['few.mixture']());
    case 'batch':
    case null:
      return [];
    default:
      return over satisfies never;
  }
}
