/**
 * What a run in progress consists of, as lists of numbers: saved, restored with the same bits, or carried over to a run with
 * a changed specification. Not for the bytes of a checkpoint (checkpoint.ts).
 *
 * The name of a list says what it belongs to, `group/...`, with whatever the group depends on: a run that was forked with
 * another optimizer, order or schedule finds no group of that name and starts it anew.
 */
import { messages } from './words/words.ts';
import { CheckpointError, type Checkpoint, type CheckpointOrigin, type NumberLists } from './checkpoint.ts';
import type { Batches } from './data/batches.ts';
import type { EarlyStop } from './early-stop.ts';
import type { Summary } from './events.ts';
import type { LayerState } from './layers/layer.ts';
import type { Model } from './model.ts';
import type { Random, RandomState } from './random.ts';
import type { Schedule } from './schedules/schedule.ts';
import { hashOf } from './spec/hash.ts';
import { earliestRun } from './spec/history.ts';
import type { RunSpec } from './spec/schema.ts';

const REFUSALS = messages('checkpoint.state', {
  'lacks-list': ({ step, list }: { step: number; list: string }) =>
    `The run cannot go on from its checkpoint at step ${step}: it lacks ${list}. Start the run anew.`,
  'other-network': ({ parameter, here, there }: { parameter: string; here: number; there: number | null }) =>
    `model describes another network than the checkpoint holds: ${parameter} has ${here} numbers here and ` +
    `${there ?? 'none'} there. Keep the shape of the network.`,
});

/** The list of the last losses in a checkpoint. */
const RECENT_LOSSES = 'recent losses'; // not for people: a name in the file

type StateArray = Float32Array | Float64Array | Int32Array;

/** What names of lists are made of, as version 0.1.0 called it. */
interface EarliestNames {
  seed: number;
  data: { dataset: string; split: unknown };
  optimizer: { type: string; learningRate: number };
  schedule: { type: string };
  training: { batchSize: number; batching: unknown; earlyStop: { type: string } };
}

/** How far a run is. */
export interface Progress {
  /** Updates done. */
  step: number;
  /** Step of the last evaluation; -1 before the first. */
  evaluatedAt: number;
  summary: Summary;
  /** The last training losses, oldest first. */
  recentLosses: number[];
}

/** What of a run moves while it trains. */
export interface MovingParts {
  model: Model;
  optimizer: { readonly state: readonly LayerState[] };
  order: Batches;
  dropout: Random;
  /** Other numbers by name, e.g. those of a schedule that looks at losses; asked for whenever they are needed. */
  others: Readonly<Record<string, () => Float64Array>>;
}

/** A list of numbers that can be read and put back. */
interface Saved {
  name: string;
  read(): StateArray;
  write(numbers: StateArray): void;
}

const live = (name: string, numbers: () => StateArray): Saved => ({
  name,
  read: () => numbers().slice(),
  write: (saved) => numbers().set(saved),
});

const ofTensor = (group: string, { name, value, size }: LayerState): Saved =>
  live(`${group}/${name}`, () => value.data.subarray(0, size));

const fromRandom = ({ words, spare }: RandomState): Float64Array =>
  Float64Array.of(...words, spare === null ? 0 : 1, spare ?? 0);
const toRandom = (numbers: StateArray): RandomState => ({
  words: Array.from(numbers.subarray(0, 4)),
  spare: numbers[4] === 0 ? null : numbers[5]!,
});

const ofRandom = (name: string, random: Random): Saved => ({
  name,
  read: () => fromRandom(random.save()),
  write: (numbers) => random.restore(toRandom(numbers)),
});

const ofOrder = (group: string, order: Batches): Saved[] => [
  live(`${group}/samples`, () => order.save().order),
  live(`${group}/batches`, () => order.save().sequence),
  live(`${group}/position`, () => Int32Array.of(order.save().batch)),
  live(`${group}/random`, () => fromRandom(order.save().random)),
];

/** The parts as groups of lists, in a fixed order. An order is put back as a whole: its lists are only read here. */
function groupsOf(spec: RunSpec, { model, optimizer, order, dropout, others }: MovingParts): Map<string, Saved[]> {
  // Names of lists are stored, so they are made of what the earliest version would have said.
  const { seed, data, training, optimizer: kind } = earliestRun(spec) as EarliestNames;
  const { batchSize, batching } = training;
  // A new scaling leaves the order as it is.
  const { dataset, split } = data;
  const orderGroup = `order ${hashOf({ seed, dataset, split, batchSize, batching }).slice(0, 16)}`;
  const groups = new Map<string, Saved[]>();
  groups.set(
    'parameter',
    model.parameters.map((parameter) => ofTensor('parameter', parameter)),
  );
  groups.set(
    'state',
    model.layers.flatMap((layer) => layer.state.map((state) => ofTensor('state', state))),
  );
  const optimizerGroup = `optimizer ${kind.type}`;
  groups.set(
    optimizerGroup,
    optimizer.state.map((state) => ofTensor(optimizerGroup, state)),
  );
  groups.set(orderGroup, ofOrder(orderGroup, order));
  groups.set('dropout', [ofRandom(`dropout ${seed}`, dropout)]);
  for (const [name, numbers] of Object.entries(others)) groups.set(name, [live(name, numbers)]);
  return groups;
}

const restoreOrder = (order: Batches, group: string, lists: NumberLists): void => {
  const list = (name: string): StateArray => lists.get(`${group}/${name}`)!;
  order.restore({
    order: Int32Array.from(list('samples')),
    sequence: Int32Array.from(list('batches')),
    batch: list('position')[0]!,
    random: toRandom(list('random')),
  });
};

const putBack = (parts: MovingParts, group: string, saved: readonly Saved[], lists: NumberLists): void => {
  if (group.startsWith('order ')) restoreOrder(parts.order, group, lists);
  else for (const { name, write } of saved) write(lists.get(name)!);
};

/** Copies everything. */
export function saveState(spec: RunSpec, parts: MovingParts, progress: Progress, origin: CheckpointOrigin): Checkpoint {
  const numbers = new Map<string, StateArray>();
  for (const saved of groupsOf(spec, parts).values()) for (const { name, read } of saved) numbers.set(name, read());
  numbers.set(RECENT_LOSSES, Float64Array.from(progress.recentLosses));
  for (const [name, value] of Object.entries(progress.summary)) numbers.set(`summary/${name}`, Float64Array.of(value));
  return { ...origin, step: progress.step, evaluatedAt: progress.evaluatedAt, numbers };
}

/** Puts everything back as it was saved. Throws CheckpointError where a list is missing or of another length. */
export function restoreState(spec: RunSpec, parts: MovingParts, checkpoint: Checkpoint): Progress {
  const { numbers, step, evaluatedAt } = checkpoint;
  for (const [group, saved] of groupsOf(spec, parts)) {
    const missing = saved.find(({ name, read }) => numbers.get(name)?.length !== read().length);
    if (missing !== undefined) throw new CheckpointError(REFUSALS['lacks-list']({ step, list: missing.name }));
    putBack(parts, group, saved, numbers);
  }
  const summary: Summary = {};
  for (const [name, [value]] of numbers) if (name.startsWith('summary/')) summary[name.slice(8)] = value!;
  return { step, evaluatedAt, summary, recentLosses: Array.from(numbers.get(RECENT_LOSSES)!) };
}

/**
 * Carries over what a run with another specification can use: parameters and running statistics of the same name and size,
 * any other group where all of it fits. Throws CheckpointError where a weight does not fit: that is another network.
 */
export function carryOver(spec: RunSpec, parts: MovingParts, { numbers, step }: Checkpoint): Progress {
  for (const { name, role, size } of parts.model.parameters) {
    const found = numbers.get(`parameter/${name}`)?.length;
    if (role === 'weight' && found !== size)
      throw new CheckpointError(REFUSALS['other-network']({ parameter: name, here: size, there: found ?? null }));
  }
  for (const [group, saved] of groupsOf(spec, parts)) {
    const fits = saved.filter(({ name, read }) => numbers.get(name)?.length === read().length);
    if (group === 'parameter' || group === 'state') putBack(parts, group, fits, numbers);
    else if (fits.length === saved.length) putBack(parts, group, saved, numbers);
  }
  return { step, evaluatedAt: -1, summary: {}, recentLosses: [] };
}

/** What schedule and early stop remember, for checkpoints: under names that change with what they are. */
export const memories = (spec: RunSpec, schedule: Schedule, earlyStop: EarlyStop): MovingParts['others'] => {
  const { schedule: planned, optimizer, training } = earliestRun(spec) as EarliestNames;
  return {
    [`schedule ${planned.type} ${optimizer.learningRate}`]: () => schedule.counts,
    // not for people: a name in the file
    [`early stop ${training.earlyStop.type}`]: () => earlyStop.counts,
  };
};
