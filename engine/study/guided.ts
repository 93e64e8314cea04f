/**
 * "Which normalization for my data?": a study over input scaling, activation, normalization and learning rate that fits a
 * dataset and a budget, and what may be recommended from its result. Not how it is run.
 */
import { featureCount, type DatasetInfo } from '../data/dataset.ts';
import type { ModelInput } from '../spec/schema.ts';
import { StudySpec } from '../spec/schema/study.ts';
import { compare } from '../statistics/comparison.ts';
import { holm } from '../statistics/holm.ts';
import type { Interval } from '../statistics/interval.ts';
import { type Direction, withWorst } from '../statistics/outcomes.ts';
import type { ArmValues } from './reduce.ts';

/** What the study is built for. */
export interface GuidedQuestion {
  dataset: Pick<DatasetInfo, 'name' | 'task' | 'shape' | 'samples'>;
  /** Updates of the weights that may be spent on all runs together; the caller knows how long one takes. */
  steps: number;
  /** How many seeds; with fewer than 3 nothing can be told apart. */
  seeds?: number;
}

/** Runs shorter than this say little, so that fewer arms are tried instead. */
const LEAST_STEPS = 200;
const MOST_STEPS = 3000;
/** Larger images get convolutions, since dense layers would have too many weights. */
const MOST_DENSE_FEATURES = 4096;
const LEARNING_RATES = [0.01, 0.1, 1];

const SCALINGS = [
  { label: 'inputs as stored', set: { 'data.scaling': { method: 'none' } } },
  { label: 'standardized inputs', set: { 'data.scaling': { method: 'standardize', per: 'feature' } } },
];
const NORMALIZATIONS = ['none', 'batch', 'layer'].map((type) => ({
  label: type === 'none' ? 'no normalization' : `${type} norm`,
  set: { 'model.normalization': { type } },
}));
const ACTIVATIONS = [
  { label: 'relu', set: { 'model.activation': 'relu', 'model.initializer': { type: 'he-normal' } } },
  { label: 'tanh', set: { 'model.activation': 'tanh', 'model.initializer': { type: 'lecun-normal' } } },
];

/**
 * The study for a dataset. Where the budget does not do for runs of {@link LEAST_STEPS} steps, only rectifiers are tried.
 * Throws RangeError for fewer than 20 samples or no step.
 */
export function guidedStudy({ dataset, steps, seeds = 3 }: GuidedQuestion): StudySpec {
  if (dataset.samples < 20)
    throw new RangeError(`${dataset.name} has ${dataset.samples} samples; a comparison needs at least 20`);
  if (!(steps >= 1)) throw new RangeError(`steps is ${steps}; it must be 1 or more`);
  const cells = SCALINGS.length * NORMALIZATIONS.length * LEARNING_RATES.length * seeds;
  const activations = steps / (cells * ACTIVATIONS.length) >= LEAST_STEPS ? ACTIVATIONS : ACTIVATIONS.slice(0, 1);
  const each = Math.max(1, Math.min(MOST_STEPS, Math.floor(steps / (cells * activations.length))));
  const regression = dataset.task === 'regression';
  const training = Math.floor(0.8 * dataset.samples);
  return StudySpec.parse({
    name: 'which-normalization',
    title: `Which normalization for ${dataset.name}?`.slice(0, 200),
    question: 'Which combination of input scaling, activation and normalization does best on these data?',
    background:
      'Each combination at its own best of three learning rates, on the same splits and seeds. Batch normalization depends on the batch size, ' +
      'and on a deeper network the answer may be another one: this one holds for the network and the number of steps that were tried.',
    next: 'Repeat it with more seeds for the arms that could not be told apart, with a finer grid where the best learning rate lies at its edge, and with your own network.',
    base: {
      data: { dataset: dataset.name, split: { train: 0.8, validation: 0.2, test: 0 } },
      model: networkFor(dataset),
      ...(regression ? { loss: { type: 'mean-squared-error' } } : {}),
      training: { steps: each, batchSize: Math.max(2, Math.min(64, Math.floor(training / 4))) },
      evaluation: { every: Math.max(1, Math.floor(each / 20)), statistics: ['running'] },
      record: { normalization: { every: Math.max(1, Math.floor(each / 4)) } },
    },
    factors: [
      { type: 'levels', name: 'inputs', levels: SCALINGS },
      { type: 'levels', name: 'activation', levels: activations },
      { type: 'levels', name: 'normalization', levels: NORMALIZATIONS },
      { type: 'values', name: 'learning rate', path: 'optimizer.learningRate', values: LEARNING_RATES },
    ],
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    measures: [
      {
        name: regression ? 'best validation loss' : 'best validation accuracy',
        value: { of: regression ? 'validation.loss' : 'validation.accuracy', summary: { type: 'best' } },
        better: regression ? 'lower' : 'higher',
        reduce: [{ type: 'best', factor: 'learning rate' }],
      },
    ],
    baseline: 'inputs as stored · relu · no normalization',
  });
}

function networkFor(dataset: GuidedQuestion['dataset']): ModelInput {
  if (dataset.shape.length > 1 && featureCount(dataset) > MOST_DENSE_FEATURES)
    return { kind: 'cnn', channels: [8, 16, 32] };
  return { kind: 'mlp', hidden: [64, 64, 64] };
}

/** Another arm beside the best one. */
export interface Rival {
  arm: string;
  /** Mean of the best arm minus this one over finite values, its 95 % interval, and its p corrected for all rivals (Holm). */
  difference: number | null;
  interval: Interval | null;
  adjustedP: number | null;
}

export interface Recommendation {
  /** The arm with the best median over the seeds, diverged runs counting as the worst. */
  best: string;
  /** That median. */
  median: number;
  /** Arms that cannot be told from the best one: any of them may be as good. */
  ties: Rival[];
  /** Arms that are worse: their differences are significant, or they diverged more often than not. */
  worse: Rival[];
  /** The best arm chose a learning rate at the edge of the grid, so that a better one may lie beyond. */
  atEdge: boolean;
  /** Seeds of the best arm. */
  seeds: number;
}

const ALPHA = 0.05;

/**
 * What may be recommended from the arms of a guided study; null while no arm has an ended run. The best arm is chosen by the
 * same numbers that it is compared with, which flatters it: ties are to be taken at their word.
 */
export function recommend(arms: readonly ArmValues[], better: Direction): Recommendation | null {
  const ranked = arms
    .flatMap((arm) => (arm.outcomes.length === 0 ? [] : [{ arm, median: medianOf(arm, better) }]))
    .sort((a, b) => (a.median === b.median ? 0 : (better === 'higher') === b.median > a.median ? 1 : -1));
  const first = ranked[0];
  if (first === undefined) return null;
  const { arm: best, median } = first;
  const rivals = ranked.slice(1);
  const compared = rivals.map(({ arm }) => compare(best.outcomes, arm.outcomes, better));
  const adjusted = holm(compared.map(({ t }) => t?.p ?? null));
  const ties: Rival[] = [];
  const worse: Rival[] = [];
  rivals.forEach(({ arm, median: other }, i) => {
    const { t, meanDifference: difference } = compared[i]!;
    const p = adjusted[i]!;
    const ahead = difference !== null && (better === 'higher' ? difference > 0 : difference < 0);
    const lost = !Number.isFinite(other) && Number.isFinite(median);
    const rival = { arm: arm.arm, difference, interval: t?.interval ?? null, adjustedP: p };
    (lost || (ahead && p !== null && p <= ALPHA) ? worse : ties).push(rival);
  });
  const atEdge = best.choices.some(({ edge }) => edge);
  return { best: best.arm, median, ties, worse, atEdge, seeds: best.outcomes.length };
}

function medianOf({ outcomes }: ArmValues, better: Direction): number {
  const ordered = withWorst(
    outcomes.map(({ value }) => value),
    better,
  ).sort((a, b) => a - b);
  const [low, high] = [ordered[(ordered.length - 1) >> 1]!, ordered[ordered.length >> 1]!];
  return low === high ? low : (low + high) / 2;
}
