/** A run as files for other programs: the experiment as a PyTorch script, and the trained network. A format is an entry of FORMATS. */
import type { Dataset } from '../../engine/data/dataset.ts';
import { ExportError } from '../../engine/export/export-error.ts';
import { metadataOf } from '../../engine/export/onnx/metadata.ts';
import { onnxModel } from '../../engine/export/onnx/model.ts';
import { pytorchExperiment, type ExportedPart, type RecordedSeries } from '../../engine/export/pytorch/experiment.ts';
import { safetensors } from '../../engine/export/safetensors.ts';
import { stateDict } from '../../engine/export/state-dict.ts';
import { requireSameNeighbours, walk } from '../../engine/export/walk.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { PlanError } from '../../engine/spec/plan.ts';
import { AppError } from '../errors.ts';
import { programVersion } from '../platform.ts';
import type { Store } from '../store/store.ts';
import { fileStem } from './file-stem.ts';
import { trainedNetwork } from './trained-network.ts';
import type { ModelExport, ModelFormat } from '../contract/exports.ts';
import type { RunDetail } from '../contract/runs.ts';

/** A run with what it was trained on. */
export interface ExportRequest {
  store: Store;
  run: RunDetail;
  dataset: Dataset;
  /** Folds normalizers into the layers before them, where the format says for itself how the network computes. */
  fold: boolean;
}

/** How a format is made. */
type Format =
  | { kind: 'file'; extension: string; contentType: string; write(request: ExportRequest): Uint8Array[] }
  | { kind: 'folder'; write(request: ExportRequest): ExportedPart[] };

const FORMATS: Record<ModelFormat, Format> = {
  pytorch: { kind: 'folder', write: experimentFiles },
  safetensors: {
    ...{ kind: 'file', extension: 'safetensors', contentType: 'application/octet-stream' },
    write: weightsFile,
  },
  onnx: { kind: 'file', extension: 'onnx', contentType: 'application/octet-stream', write: onnxFile },
};

/** Makes the file, or the files of the folder. Throws AppError. */
export function exportModel(request: ExportRequest, format: ModelFormat): ModelExport {
  const { run, fold } = request;
  if (fold && format !== 'onnx')
    throw new AppError(
      'invalid-input',
      `fold goes with the format onnx; ${format} keeps the layers as they were trained.`,
    );
  // The seed tells replicates of one name apart.
  const name = `normscope-${fileStem(run.name)}-seed-${run.spec.seed}${fold ? '-folded' : ''}`;
  const maker = FORMATS[format];
  return explained(() =>
    maker.kind === 'folder'
      ? { kind: 'folder', name, files: maker.write(request) }
      : {
          ...{ kind: 'file', name: `${name}.${maker.extension}`, contentType: maker.contentType },
          pieces: maker.write(request),
        },
  );
}

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
  if (run.parent !== null)
    throw new AppError(
      'conflict',
      `${JSON.stringify(run.name)} began at a checkpoint of another run; the script starts from initial weights. Export its parent.`,
    );
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
function onnxFile({ store, run, dataset, fold }: ExportRequest): Uint8Array[] {
  const { network, step } = trainedNetwork(store, run, dataset.info);
  const { classes, shape } = dataset.info;
  const { spec, scaling } = run;
  return onnxModel({
    ...{ network, fold, name: run.name, version: programVersion },
    description: `Run ${run.id} after ${step} updates, for inference.`,
    metadata: metadataOf({ run: run.id, step, spec, classes, shape, scaling, folded: fold }),
  });
}
