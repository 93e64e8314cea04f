/**
 * A run as files for other programs: the experiment as a PyTorch script, and the trained network. What is known of a format
 * before it is made: engine/export/formats.ts.
 */
import type { Dataset } from '../../engine/data/dataset.ts';
import { ExportError } from '../../engine/export/export-error.ts';
import { metadataOf } from '../../engine/export/onnx/metadata.ts';
import { onnxModel } from '../../engine/export/onnx/model.ts';
import { pytorchExperiment, type ExportedPart, type RecordedSeries } from '../../engine/export/pytorch/experiment.ts';
import { modelFormat, MODEL_OPTIONS } from '../../engine/export/formats.ts';
import { safetensors } from '../../engine/export/safetensors/file.ts';
import { stateDict } from '../../engine/export/state-dict.ts';
import { requireSameNeighbours, walk } from '../../engine/export/walk.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { PlanError } from '../../engine/spec/plan.ts';
import { messages } from '../../engine/words/words.ts';
import { AppError } from '../errors.ts';
import { programVersion } from '../platform.ts';
import type { Store } from '../store/store.ts';
import { fileStem } from './file-stem.ts';
import { trainedNetwork } from './trained-network.ts';
import type { ModelExport, ModelFormat, ModelOptions } from '../contract/exports.ts';
import type { RunDetail } from '../contract/runs.ts';

/** A run with what it was trained on. */
export interface ExportRequest {
  store: Store;
  run: RunDetail;
  dataset: Dataset;
  options: ModelOptions;
}

/** What is made of a run: one file, or the files of a folder. */
type Made =
  Pick<Extract<ModelExport, { kind: 'file' }>, 'pieces'> | Pick<Extract<ModelExport, { kind: 'folder' }>, 'files'>;

/** By format; the compiler refuses one that is missing. */
const MAKERS: Readonly<Record<ModelFormat, (request: ExportRequest) => Made>> = {
  pytorch: (request) => ({ files: experimentFiles(request) }),
  safetensors: (request) => ({ pieces: weightsFile(request) }),
  onnx: (request) => ({ pieces: onnxFile(request) }),
};

/** Makes the file, or the files of the folder. Throws AppError. */
export function exportModel(request: ExportRequest, format: ModelFormat): ModelExport {
  const { run, options } = request;
  const { extension, refusal } = modelFormat(format);
  const chosen = MODEL_OPTIONS.filter(({ name }) => options[name] === true);
  for (const { name, formats } of chosen)
    if (!formats.includes(format))
      throw new AppError('invalid-input', problems.option({ name, format, formats: formats.join(', ') }));
  const refused = refusal({ name: run.name, spec: run.spec, continued: run.parent !== null });
  if (refused !== null) throw new AppError('conflict', refused);
  // The seed tells replicates of one name apart.
  const suffix = chosen.map(({ option }) => option.suffix).join('');
  const name = `normscope-${fileStem(run.name)}-seed-${run.spec.seed}${suffix}`;
  return explained(() => {
    const made = MAKERS[format](request);
    return 'files' in made
      ? { kind: 'folder', name, ...made }
      : { kind: 'file', name: `${name}.${extension}`, contentType: 'application/octet-stream', ...made };
  });
}

const problems = messages('export', {
  option: ({ name, format, formats }: { name: string; format: string; formats: string }) =>
    `${name} goes with the format ${formats}; ${format} does without it.`,
});

const RECORDED = ['train.loss', 'validation.loss', 'validation.accuracy'] as const;

/** An ExportError names the field that has no counterpart. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExportError || error instanceof PlanError)) throw error;
    throw new AppError('conflict', `This run cannot be exported: ${error.path} ${error.message}`, { cause: error });
  }
}

/** train.py with the initial weights, the data, the order of the batches and what was recorded. */
function experimentFiles({ store, run, dataset }: ExportRequest): ExportedPart[] {
  const recorded = RECORDED.map((name): RecordedSeries => ({ name, ...store.series.read(run.id, name) }));
  const program = `Normscope ${programVersion}`;
  const kernels = createReferenceKernels();
  return pytorchExperiment({ spec: run.spec, dataset, kernels, steps: run.step, recorded, program });
}

/** Parameters and running statistics at the latest checkpoint, under PyTorch's names. */
function weightsFile({ store, run, dataset }: ExportRequest): Uint8Array[] {
  const { network, step } = trainedNetwork(store, run, dataset.info);
  const placed = walk(network.plans);
  requireSameNeighbours(placed);
  return safetensors(stateDict(placed, network.model), { run: run.id, name: run.name, step: String(step) });
}

/** The network at the latest checkpoint, for inference. */
function onnxFile({ store, run, dataset, options: { fold = false } }: ExportRequest): Uint8Array[] {
  const { network, step } = trainedNetwork(store, run, dataset.info);
  const { classes, shape } = dataset.info;
  const { spec, scaling } = run;
  return onnxModel({
    ...{ network, fold, name: run.name, version: programVersion },
    description: `Run ${run.id} after ${step} updates, for inference.`,
    metadata: metadataOf({ run: run.id, step, spec, classes, shape, scaling, folded: fold }),
  });
}
