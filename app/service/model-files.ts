/** A run as files for other programs: the experiment as a PyTorch script, and the trained weights. */
import { decodeCheckpoint } from '../../engine/checkpoint.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import { ExportError } from '../../engine/export/export-error.ts';
import { pytorchExperiment, type ExportedPart, type RecordedSeries } from '../../engine/export/pytorch/experiment.ts';
import { safetensors } from '../../engine/export/safetensors.ts';
import { stateDict } from '../../engine/export/state-dict.ts';
import { requireSameNeighbours, walk } from '../../engine/export/walk.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { compileModel } from '../../engine/model.ts';
import { stream } from '../../engine/random.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import { AppError } from '../errors.ts';
import { programVersion } from '../platform.ts';
import type { Store } from '../store/store.ts';
import type { RunDetail } from './types.ts';

const RECORDED = ['train.loss', 'validation.loss', 'validation.accuracy'] as const;

/** An ExportError names the field that has no counterpart. */
const explained = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw new AppError('conflict', `This run cannot be exported: ${error.message}`, { cause: error });
  }
};

const requireSameData = (run: RunDetail, dataset: Dataset): void => {
  if (dataset.info.hash !== run.dataset.hash)
    throw new AppError(
      'conflict',
      `The dataset ${run.dataset.name} was replaced by another one since the run was made. Import the former one again under that name.`,
    );
};

/** train.py with the initial weights, the data, the order of the batches and what was recorded. Throws AppError. */
export function experimentFiles(store: Store, run: RunDetail, dataset: Dataset): ExportedPart[] {
  requireSameData(run, dataset);
  if (run.parent !== null)
    throw new AppError(
      'conflict',
      `${JSON.stringify(run.name)} began at a checkpoint of another run; the script starts from initial weights. Export its parent.`,
    );
  const recorded = RECORDED.map((name): RecordedSeries => ({ name, ...store.series.read(run.id, name) }));
  const program = `Normscope ${programVersion}`;
  const kernels = createReferenceKernels();
  return explained(() => pytorchExperiment({ spec: run.spec, dataset, kernels, steps: run.step, recorded, program }));
}

/** Parameters and running statistics at the latest checkpoint, under PyTorch's names. Throws AppError. */
export function weightsFile(store: Store, run: RunDetail, dataset: Dataset): Uint8Array[] {
  const stored = store.checkpoints.get(run.id, 'latest');
  if (stored === undefined)
    throw new AppError(
      'conflict',
      `${JSON.stringify(run.name)} has no checkpoint, so there are no weights: it diverged, has not trained long enough yet, ` +
        'or was recorded by an earlier version. Run it again.',
    );
  requireSameData(run, dataset);
  const { numbers, step } = decodeCheckpoint(stored.bytes);
  const outputs = dataset.info.task === 'regression' ? 1 : dataset.info.classes.length;
  const { shape } = dataset.info;
  const placed = walk(planModel(run.spec.model, shape, outputs));
  const model = compileModel(
    createReferenceKernels(),
    run.spec.model,
    { shape, outputs, capacity: 1 },
    {
      initialization: stream(run.spec.seed, 'initialization'),
    },
  );
  const states = model.layers.flatMap((layer) => layer.state);
  for (const { name, value } of model.parameters) value.data.set(numbers.get(`parameter/${name}`)!);
  for (const { name, value } of states) value.data.set(numbers.get(`state/${name}`)!);
  return explained(() => {
    requireSameNeighbours(placed);
    return safetensors(stateDict(placed, model), { run: run.id, name: run.name, step: String(step) });
  });
}
