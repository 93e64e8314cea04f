/**
 * An experiment as a folder that PyTorch runs: the script, and what it reads. Initial weights and batch order are made
 * again from the specification and its seed, by the same streams as in training; no checkpoint is needed.
 */
import { createBatches, type Batches } from '../../data/batches.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { compileModel } from '../../model.ts';
import { stream } from '../../random.ts';
import { planModel } from '../../spec/plan-networks.ts';
import type { LayerPlan } from '../../spec/plan.ts';
import type { RunSpec } from '../../spec/schema.ts';
import { splitData, type PartData } from '../../split-data.ts';
import { channelsFirst, float32, type NamedArray } from '../arrays.ts';
import { ExportError } from '../export-error.ts';
import { npz } from '../npz.ts';
import { stateDict } from '../state-dict.ts';
import { requireSameNeighbours, walk } from '../walk.ts';
import { scriptText } from './script.ts';

export interface ExperimentRequest {
  spec: RunSpec;
  dataset: Dataset;
  /** Reference kernels will do: nothing is trained. */
  kernels: Kernels;
  /** Steps that were made. */
  steps: number;
  /** Recorded values by step. */
  recorded: readonly RecordedSeries[];
  program: string;
}

/** One of the columns of recorded.csv. */
export interface RecordedSeries {
  name: 'train.loss' | 'validation.loss' | 'validation.accuracy';
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface ExportedPart {
  name: string;
  pieces: Uint8Array[];
}

/** Positions in the batch order that one file may hold. */
const MOST_POSITIONS = 250_000_000;

/** The files of the folder. Throws ExportError, PlanError and DataError. */
export function pytorchExperiment(request: ExperimentRequest): ExportedPart[] {
  const { spec, dataset, kernels, steps, program } = request;
  const regression = dataset.info.task === 'regression';
  const outputs = regression ? 1 : dataset.info.classes.length;
  const plans = planModel(spec.model, dataset.info.shape, outputs);
  const placed = walk(plans);
  requireSameNeighbours(placed);
  const { parts, columns } = splitData(kernels, dataset, spec);
  const batches = batchesOf(spec, parts.train);
  const smallestBatch = batches.smallest;
  const script = scriptText({ spec, plans, outputs, regression, steps, smallestBatch, program });
  const model = compileModel(
    kernels,
    spec.model,
    { shape: dataset.info.shape, outputs, capacity: 1 },
    { initialization: stream(spec.seed, 'initialization'), dropout: stream(spec.seed, 'dropout') },
  );
  const inputShape = plans[0]!.inputShape;
  const data = (['train', 'validation'] as const).flatMap((part) => [
    features(`${part}_x`, parts[part], columns, inputShape),
    targets(`${part}_y`, parts[part], regression),
  ]);
  return [
    { name: 'train.py', pieces: [utf8(script)] },
    { name: 'weights.npz', pieces: npz(stateDict(placed, model)) },
    { name: 'data.npz', pieces: npz(data) },
    { name: 'batches.npz', pieces: npz(batchOrder(spec, batches, steps)) },
    { name: 'recorded.csv', pieces: [utf8(recordedCsv(request.recorded))] },
    { name: 'spec.json', pieces: [utf8(`${JSON.stringify(spec, null, 2)}\n`)] },
  ];
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Samples in the shape that the first module takes: rows x units, or rows x channels x height x width. */
function features(name: string, part: PartData, columns: number, shape: LayerPlan['inputShape']): NamedArray {
  const values = float32(part.features.data, part.samples * columns);
  if (shape.length !== 3) return { name, shape: [part.samples, ...shape], data: values };
  const [channels, height, width] = shape as [number, number, number];
  const data = channelsFirst(values, { outer: part.samples, channels, positions: height * width });
  return { name, shape: [part.samples, ...shape], data };
}

const targets = (name: string, part: PartData, regression: boolean): NamedArray =>
  regression
    ? { name, shape: [part.samples, 1], data: part.targets.slice() }
    : { name, shape: [part.samples], data: BigInt64Array.from(part.labels, BigInt) };

const batchesOf = ({ seed, training: { batchSize, batching } }: RunSpec, { samples, labels }: PartData): Batches =>
  createBatches(samples, batchSize, seed, { batching, labels });

/** `order`: positions in the training split, batch after batch; batch i is order[starts[i] .. starts[i + 1]]. */
function batchOrder(spec: RunSpec, batches: Batches, steps: number): NamedArray[] {
  if (steps * batches.largest > MOST_POSITIONS)
    throw new ExportError(
      'training.steps',
      `is ${spec.training.steps} with batches of ${batches.largest}: the order of all samples would be too large for a file. ` +
        'Export a run of fewer steps',
    );
  const order = new Int32Array(steps * batches.largest);
  const starts = new Int32Array(steps + 1);
  for (let step = 0; step < steps; step++) {
    const batch = batches.next();
    order.set(batch, starts[step]!);
    starts[step + 1] = starts[step]! + batch.length;
  }
  const used = order.subarray(0, starts[steps]!);
  return [
    { name: 'order', shape: [used.length], data: used },
    { name: 'starts', shape: [starts.length], data: starts },
  ];
}

const COLUMNS = ['train.loss', 'validation.loss', 'validation.accuracy'] as const;

/** One row a step; empty where nothing was recorded. */
function recordedCsv(recorded: readonly RecordedSeries[]): string {
  const rows = new Map<number, string[]>();
  for (const { name, steps, values } of recorded)
    for (let i = 0; i < steps.length; i++) {
      const row = rows.get(steps[i]!) ?? ['', '', ''];
      row[COLUMNS.indexOf(name)] = String(values[i]);
      rows.set(steps[i]!, row);
    }
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return [['step', ...COLUMNS], ...sorted.map(([step, row]) => [step, ...row])]
    .map((row) => `${row.join(',')}\n`)
    .join('');
}
