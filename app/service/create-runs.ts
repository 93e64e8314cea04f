/** Checks what a person asks for, all of it, before anything is queued. Not for the form's own checks (engine/spec). */
import { v7 as newId } from 'uuid';
import { needsClasses } from '../../engine/spec/schema/loss.ts';
import { groupHash, specHash } from '../../engine/spec/hash.ts';
import { normalizerOf } from '../../engine/spec/normalized-model.ts';
import { needsTwo } from '../../engine/spec/normalizers.ts';
import { planIssue } from '../../engine/spec/plan-networks.ts';
import { parseRunSpec } from '../../engine/spec/parse.ts';
import type { RunSpec, RunSpecInput } from '../../engine/spec/schema.ts';
import { AppError } from '../errors.ts';
import type { FieldIssue } from '../contract/errors.ts';
import { machine, versions } from '../platform.ts';
import type { NewRun } from '../store/runs.ts';
import type { DatasetShelf } from './datasets/service.ts';
import type { DatasetRow } from '../contract/datasets.ts';
import type { NewRuns } from '../contract/runs.ts';
import type { DatasetService } from './types.ts';

/** Most runs that one request may queue. */
export const MAX_SEEDS = 1000;

export const refuse = (issues: FieldIssue[]): AppError =>
  new AppError(
    'invalid-input',
    `${issues.map(({ path, message }) => `${path === '' ? 'spec' : path} ${message.replace(/\.$/, '')}`).join('; ')}.`,
    { issues },
  );

/** A complete spec, or AppError `invalid-input` with all that is wrong. */
export const requireSpec = (input: RunSpecInput): RunSpec => {
  const parsed = parseRunSpec(input);
  if (!parsed.ok) throw refuse(parsed.issues);
  return parsed.spec;
};

const requireSeeds = (seeds: number[] | undefined, own: number): number[] => {
  if (seeds === undefined) return [own];
  const problem = ((): string | null => {
    if (seeds.length === 0) return 'is empty; give one seed a run, or leave it out';
    if (seeds.length > MAX_SEEDS) return `holds ${seeds.length} seeds; give at most ${MAX_SEEDS}`;
    const wrong = seeds.find((seed) => !Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff);
    if (wrong !== undefined) return `holds ${wrong}; a seed is a whole number from 0 to 4294967295`;
    const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
    return twice === undefined ? null : `holds ${twice} twice; equal seeds give equal runs, so give each once`;
  })();
  if (problem !== null) throw refuse([{ path: 'seeds', message: problem }]);
  return seeds;
};

const lossIssue = (spec: RunSpec, dataset: DatasetRow): FieldIssue[] => {
  if (needsClasses(spec.loss.type) && dataset.task === 'regression') {
    const message = `is ${spec.loss.type}, but ${dataset.name} is a regression set without classes; use mean-squared-error or huber`;
    return [{ path: 'loss', message }];
  }
  return [];
};

/** What keeps the network from being built on these data. */
export const modelIssue = ({ model }: RunSpec, { shape, task, classes }: DatasetRow): FieldIssue[] => {
  const issue = planIssue(model, shape, task === 'classification' ? classes.length : 1);
  return issue === null ? [] : [issue];
};

const batchIssue = ({ training, data }: RunSpec, samples: number): FieldIssue[] => {
  if (training.batching.type === 'full' || training.batchSize <= samples) return [];
  const message =
    `is ${training.batchSize}, but the training split of ${data.dataset} has ${samples} samples; ` +
    `use ${samples} or fewer, or a larger data.split.train`;
  return [{ path: 'training.batchSize', message }];
};

/** A last batch of one sample cannot be standardized over the batch. */
const lastBatchIssue = ({ training, model }: RunSpec, samples: number): FieldIssue[] => {
  const { batching, batchSize } = training;
  const norm = normalizerOf(model);
  const partial = 'dropLast' in batching && !batching.dropLast;
  const refuses = norm !== null && needsTwo(norm);
  if (!partial || !refuses || model.kind !== 'mlp' || samples % batchSize !== 1) return [];
  const message =
    `is false, so the last batch of each epoch would hold 1 of ${samples} samples, which batch normalization cannot ` +
    `standardize; set it to true, or choose a training.batchSize that does not leave 1 over`;
  return [{ path: 'training.batching.dropLast', message }];
};

/** What is asked of datasets when runs are made. */
export type DatasetQuestions = Pick<DatasetService, 'get'> & Pick<DatasetShelf, 'trainingSamples'>;

/** The runs to queue, one a seed. Throws AppError with everything that is wrong; queues nothing itself. */
export const prepareRuns = async (
  { spec: input, seeds }: NewRuns,
  datasets: DatasetQuestions,
  home: string | null,
): Promise<NewRun[]> => {
  const spec = requireSpec(input);
  const wanted = requireSeeds(seeds, spec.seed);
  const dataset = await datasets.get(spec.data.dataset);
  const samples = await datasets.trainingSamples(spec);
  const issues = [
    ...modelIssue(spec, dataset),
    ...lossIssue(spec, dataset),
    ...batchIssue(spec, samples),
    ...lastBatchIssue(spec, samples),
  ];
  if (issues.length > 0) throw refuse(issues);
  const about = {
    ...{ dataset: { name: dataset.name, hash: dataset.hash }, createdAt: Date.now(), home },
    ...{ versions: versions(), machine: machine() },
  };
  return wanted.map((seed) => {
    const one = { ...spec, seed };
    return { id: newId(), spec: one, specHash: specHash(one), groupHash: groupHash(one), ...about };
  });
};
