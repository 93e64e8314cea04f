/**
 * How long a run will take and how much room it needs, before it starts. Time is the arithmetic of the network, at the
 * speed that past runs on this machine reached. Not for the remaining time of a run that goes on.
 */
import { METRICS } from '../../engine/metrics.ts';
import { productsOf } from '../../engine/spec/arithmetic.ts';
import { probeCost, type ProbedRun } from '../../engine/probes/cost.ts';
import { keepsRunning } from '../../engine/spec/normalized-model.ts';
import { channelsOf, flatten, isNormalizer, sizeOf } from '../../engine/spec/plan.ts';
import { planIssue, planModel } from '../../engine/spec/plan-networks.ts';
import type { ProbeSpec, RunSpec } from '../../engine/spec/schema.ts';
import { machine } from '../platform.ts';
import type { RunTable } from '../store/runs.ts';
import type { DatasetRow } from '../contract/datasets.ts';
import type { Estimate, ProbeEstimate } from '../contract/estimates.ts';
import type { DatasetService } from './types.ts';

/** What an estimate needs to know of a dataset. */
export type DatasetSize = Pick<DatasetRow, 'shape' | 'classes' | 'samples'>;

/**
 * Milliseconds that one part of the work takes; least squares over runs of several sizes with the SIMD kernels on the
 * 2-core machine that this was written on. Past runs correct it for other machines, all parts by one factor.
 */
const COST = { step: 0.004, megaflop: 0.03, megaelement: 14 } as const;

/** Past runs shorter than this say more about starting up than about speed. */
const MEANINGFUL_MS = 200;
const REMEMBERED_RUNS = 12;

/** Multiplications of one sample's forward pass, and units that are normalized and activated. */
const size = (spec: RunSpec, dataset: DatasetSize): Size => {
  const layers = flatten(planModel(spec.model, dataset.shape, outputs(dataset)));
  const products = layers.map(productsOf).filter((product) => product > 0);
  const hidden = layers.filter(({ kind }) => kind === 'activation');
  return {
    products: products.reduce((sum, one) => sum + one, 0),
    firstProducts: products[0] ?? 0,
    units: hidden.reduce((sum, layer) => sum + sizeOf(layer.shape), 0),
    activations: hidden.length,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    channels: layers.filter(isNormalizer).reduce((sum, layer) => sum + channelsOf(layer.shape), 0),
  };
};

interface Size {
  products: number;
  firstProducts: number;
  units: number;
  activations: number;
  parameters: number;
  /** Channels of all normalization layers. */
  channels: number;
}

const evaluations = (spec: RunSpec): number => Math.floor(spec.training.steps / spec.evaluation.every) + 1;
const statistics = (spec: RunSpec): number => (keepsRunning(spec.model) ? spec.evaluation.statistics.length : 1);
/** Samples of one update. */
const batch = (spec: RunSpec, dataset: DatasetSize): number =>
  spec.training.batching.type === 'full' ? dataset.samples * spec.data.split.train : spec.training.batchSize;

/** Milliseconds of training by {@link COST} alone, for `steps` updates. */
export const modelledMs = (spec: RunSpec, dataset: DatasetSize, steps = spec.training.steps): number => {
  const { products, firstProducts, units } = size(spec, dataset);
  const batchSize = batch(spec, dataset);
  // Forward, input gradient and weight gradient are one product each; the first layer needs no input gradient.
  const stepFlops = 2 * batchSize * (3 * products - firstProducts);
  const evaluated = (steps / spec.training.steps) * evaluations(spec) * statistics(spec);
  const samples = dataset.samples * spec.data.split.validation * evaluated;
  const megaflops = (steps * stepFlops + samples * 2 * products) / 1e6;
  const megaelements = (units * (steps * batchSize + samples / 3)) / 1e6;
  return steps * COST.step + megaflops * COST.megaflop + megaelements * COST.megaelement;
};

const outputs = ({ classes }: DatasetSize): number => Math.max(1, classes.length);
const fits = ({ model }: RunSpec, dataset: DatasetSize): boolean =>
  planIssue(model, dataset.shape, outputs(dataset)) === null;

/** Measured over modelled time of the latest runs with these kernels on this machine; 1 where there are none yet. */
const slowness = ({ runs, kernels, find }: Speeds): number => {
  const ratios: number[] = [];
  for (const { spec, step, trainingMs } of runs.speeds(machine().cpu, kernels, MEANINGFUL_MS, REMEMBERED_RUNS)) {
    const dataset = find(spec.data.dataset);
    // A dataset may have been replaced by another one of its name, which that network does not fit.
    if (dataset !== undefined && fits(spec, dataset)) ratios.push(trainingMs / modelledMs(spec, dataset, step));
  }
  ratios.sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
};

/** Numbers that the optimizer remembers for each parameter. */
const remembered = ({ optimizer }: RunSpec): number => {
  switch (optimizer.type) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return optimizer.momentum > 0 ? 2 : 1;
    case 'adagrad':
    case 'lars':
      return 1;
    case 'adam':
    case 'adamw':
    case 'lamb':
      return 2;
    default:
      return optimizer satisfies never;
  }
};

/** Bytes in the database, with what its pages waste (measured: 3 % for series, 15 % for norm records). */
const bytes = (spec: RunSpec, dataset: DatasetSize): number => {
  const { steps } = spec.training;
  const classification = dataset.classes.length > 0;
  const recorded = (every: 'step' | 'evaluation'): number =>
    METRICS.filter(
      ({ recorded: when, classes, statistics: which }) =>
        when === every && (classification || !classes) && (which === null || which === 'running'),
    ).length;
  const [perStep, perEvaluation] = [recorded('step'), recorded('evaluation') * statistics(spec)];
  const records = Math.floor(steps / spec.record.normalization.every) + 1;
  const { activations, channels, parameters } = size(spec, dataset);
  const values = steps * perStep + evaluations(spec) * perEvaluation + records * 3 * activations;
  const norms = records * channels * 6 * 4;
  const checkpoint = parameters * 4 * (1 + remembered(spec));
  return Math.round(values * 8 * 1.03 + norms * 1.15 + checkpoint + (perStep + perEvaluation) * 200);
};

/** What is known about a dataset, without generating or reading it. */
export type FindDataset = (name: string) => DatasetSize | undefined;

/** A dataset by its name, and how to find others. Throws not-found. */
export async function lookUp(
  datasets: Pick<DatasetService, 'list' | 'get'>,
  name: string,
): Promise<{ dataset: DatasetRow; find: FindDataset }> {
  const rows = datasets.list();
  const find = (wanted: string) => rows.find((known) => known.name === wanted);
  return { dataset: find(name) ?? (await datasets.get(name)), find };
}

/** What the speed of this machine is judged by. */
export interface Speeds {
  runs: Pick<RunTable, 'speeds'>;
  kernels: string;
  find: FindDataset;
}

const probedRun = (spec: RunSpec, dataset: DatasetSize): ProbedRun => ({
  plans: planModel(spec.model, dataset.shape, outputs(dataset)),
  samples: dataset.samples,
  train: Math.round(dataset.samples * spec.data.split.train),
  validation: Math.round(dataset.samples * spec.data.split.validation),
  batch: batch(spec, dataset),
  columns: sizeOf(dataset.shape),
});

/** Seconds and bytes of taking `probe` at all its moments, in a network that stands there already. */
export const estimateProbe = (probe: ProbeSpec, spec: RunSpec, dataset: DatasetSize, speeds: Speeds): ProbeEstimate =>
  probeEstimate(probe, spec, dataset, slowness(speeds));

function probeEstimate(probe: ProbeSpec, spec: RunSpec, dataset: DatasetSize, slower: number): ProbeEstimate {
  const cost = probeCost(probe, probedRun(spec, dataset));
  const seconds = (cost.milliseconds * slower) / 1000;
  // The last step and the end are one moment.
  const moments = new Set(probe.at.map((moment) => (moment === 'end' ? spec.training.steps : moment))).size;
  return { seconds, moments, total: seconds * moments, bytes: cost.bytes * moments };
}

/** Seconds and bytes of one run of `spec` on `dataset` with a set of kernels, its probes included. */
export const estimateRun = (spec: RunSpec, dataset: DatasetSize, speeds: Speeds): Estimate => {
  const slower = slowness(speeds);
  const probes = spec.probes.map((probe) => probeEstimate(probe, spec, dataset, slower));
  const training = (modelledMs(spec, dataset) * slower) / 1000;
  return {
    seconds: training + probes.reduce((sum, { total }) => sum + total, 0),
    bytes: bytes(spec, dataset) + probes.reduce((sum, probe) => sum + probe.bytes, 0),
    probes,
  };
};
