/**
 * What it brings to compute the population statistics anew (Ioffe and Szegedy 2015, Algorithm 2, with frozen weights): from
 * the training split, from inputs that were shifted (x' = factor x + offset, after the scaling of the run), or from another
 * dataset. Under a shift this alone can win back much of the accuracy (Schneider et al. 2020, arXiv 2006.16971). It takes
 * only inputs, no labels.
 *
 * Loss and accuracy on the validation split, shifted alike or of the other dataset: `before` with the running statistics,
 * `after` with the new ones, `batch` with those of its own batches; `original` with the running statistics on the validation
 * split as it is. Per layer the gap between running and new statistics (population-gap.ts).
 *
 * Another dataset is scaled as that of the run and split by the same shares; without its targets, or with other classes,
 * there are no scores of it.
 */
import { DataError } from '../../data/data-error.ts';
import type { Dataset } from '../../data/dataset.ts';
import { splitDataset } from '../../data/split.ts';
import { hasPopulation } from '../../layers/layer.ts';
import { stream } from '../../random.ts';
import { isNormalizer } from '../../spec/plan.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import type { PartData } from '../../split-data.ts';
import { gapBetween, populationMoments, runningMoments } from '../population-gap.ts';
import { ProbeError, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import { scoreNumbers } from '../score-numbers.ts';
import type { Subject } from '../subject.ts';

type Options = ProbeOf<'recalibration'>;
interface Source {
  train: PartData;
  validation: PartData;
  scored: boolean;
}

/** Computes population statistics from the data of the options, and scores with them. */
export function probeRecalibration(subject: Subject, options: Options, { progress }: ProbeControl): Measurement {
  const { model, plans } = subject;
  if (!model.layers.some(hasPopulation))
    throw new ProbeError(
      'The network has no statistics over batches that could be computed anew. Set model.normalization.type to batch or ' +
        'another normalizer over batches.',
    );
  const { train, validation, scored } = source(subject, options);
  const numbers: Record<string, number> = scoreNumbers('original', subject.score('running'));
  progress(0.2);
  if (scored) Object.assign(numbers, scoreNumbers('before', subject.score('running', validation)));
  progress(0.4);
  subject.computePrecise(firstPart(train, options.share));
  progress(0.6);
  if (scored) {
    Object.assign(numbers, scoreNumbers('after', subject.score('precise', validation)));
    progress(0.8);
    Object.assign(numbers, scoreNumbers('batch', subject.score('batch', validation)));
  }
  const arrays: ProbeArray[] = [];
  model.layers.forEach((layer, i) => {
    const plan = plans[i]!;
    if (!isNormalizer(plan) || !hasPopulation(layer)) return;
    const gap = gapBetween(runningMoments(layer), populationMoments(layer), plan);
    for (const [name, value] of Object.entries(gap.numbers)) numbers[`${plan.name}/${name}`] = value;
    arrays.push(...gap.arrays.map((array) => ({ ...array, name: `${plan.name}/${array.name}` })));
  });
  const samples = { part: 'validation' as const, rows: validation.rows };
  return { statistics: ['running', 'precise', 'batch'], samples, numbers, arrays };
}

function source(subject: Subject, { dataset: name, factor, offset }: Options): Source {
  const { kernels, data, dataset } = subject;
  const shifted = (part: PartData): PartData => {
    if (factor === 1 && offset === 0) return part;
    const features = kernels.allocate(part.features.size);
    features.data.set(part.features.data.map((x) => x * factor + offset));
    return { ...part, features };
  };
  if (name === null || name === dataset.info.name)
    return { train: shifted(data.parts.train), validation: shifted(data.parts.validation), scored: true };
  const other = otherDataset(subject, name);
  const { train, validation } = splitOf(subject, other);
  const load = (rows: Int32Array): PartData => shifted(laidOut(subject, other, rows));
  return { train: load(train), validation: load(validation), scored: sameTargets(other, dataset) };
}

function otherDataset({ others, dataset }: Subject, name: string): Dataset {
  const other = others?.get(name);
  if (other === undefined)
    throw new ProbeError(
      `The dataset ${name} of the probe is not there or cannot be read. Import it under that name, or set dataset to null to use that of the run.`,
    );
  const [theirs, ours] = [other.info.shape.join(' x '), dataset.info.shape.join(' x ')];
  if (theirs !== ours)
    throw new ProbeError(
      `A sample of ${name} has the shape ${theirs}, but the network was built for ${ours}. Choose a dataset of that shape.`,
    );
  return other;
}

function splitOf({ spec }: Subject, other: Dataset): { train: Int32Array; validation: Int32Array } {
  try {
    return splitDataset(other, spec.data.split, spec.seed);
  } catch (error) {
    if (error instanceof DataError) throw new ProbeError(`${other.info.name} cannot be split: ${error.message}`);
    throw error;
  }
}

/** Samples of another dataset as the network takes them, in a random order. */
function laidOut({ kernels, data, spec }: Subject, other: Dataset, rows: Int32Array): PartData {
  const { columns } = data;
  stream(spec.seed, 'recalibration').shuffle(rows);
  const picked = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    picked.set(other.features.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  const features = kernels.allocate(picked.length);
  features.data.set(data.prepare(picked));
  return {
    ...{ samples: rows.length, rows, features },
    labels: other.labels.length === 0 ? new Int32Array() : rows.map((row) => other.labels[row]!),
    targets: other.targets.length === 0 ? new Float32Array() : Float32Array.from(rows, (row) => other.targets[row]!),
  };
}

const sameTargets = ({ info, labels, targets }: Dataset, { info: own }: Dataset): boolean =>
  info.task === own.task && info.classes.join('\n') === own.classes.join('\n') && labels.length + targets.length > 0;

/** The first samples of a part; at least two, which have a variance. */
const firstPart = (part: PartData, share: number): PartData => ({
  ...part,
  samples: Math.min(part.samples, Math.max(2, Math.round(part.samples * share))),
});
