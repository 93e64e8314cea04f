/** Loss and accuracy of a network on a whole part of the data, and the population statistics of Algorithm 2. */
import type { Kernels, Tensor } from './kernels/kernels.ts';
import { hasPopulation, type Mode } from './layers/layer.ts';
import type { Loss, Targets } from './losses/loss.ts';
import type { Model } from './model.ts';
import type { LayerInfo } from './spec/describe.ts';
import { sizeOf } from './spec/plan.ts';
import type { PartData } from './split-data.ts';

/** Most samples in one pass of an evaluation: with batch statistics, the batch that is normalized. */
const EVALUATION_BATCH = 1000;
/** Most numbers that the layers of a network hold for one pass: 128 MiB in float32. */
const EVALUATION_NUMBERS = 2 ** 25;
/** Most batches whose statistics are averaged for population statistics. */
export const PRECISE_BATCHES = 200;

/** Most samples in one pass of an evaluation: fewer where layers hold images. */
export function evaluationRows(layers: readonly LayerInfo[]): number {
  const numbers = layers.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return Math.max(1, Math.min(EVALUATION_BATCH, Math.floor(EVALUATION_NUMBERS / numbers)));
}

/** Mean loss over the samples; accuracy in 0 .. 1, or null for regression. */
export interface Score {
  loss: number;
  accuracy: number | null;
}

/** Scores one part of the data; built once, so that evaluating allocates nothing. */
export interface Evaluator {
  score(mode: Exclude<Mode, 'train'>): Score;
}

interface Chunk extends Targets {
  x: Tensor;
  rows: number;
}

/** Cuts `part` into equal chunks of at most `most` samples (see {@link evaluationRows}), none of them a leftover of one or two. */
export function createEvaluator(
  kernels: Kernels,
  model: Model,
  loss: Loss,
  part: PartData,
  columns: number,
  most: number,
): Evaluator {
  const count = Math.ceil(part.samples / most);
  const chunks: Chunk[] = [];
  for (let i = 0; i < count; i++) {
    const start = Math.floor((i * part.samples) / count);
    const end = Math.floor(((i + 1) * part.samples) / count);
    chunks.push({
      x: kernels.slice(part.features, start * columns, (end - start) * columns),
      rows: end - start,
      labels: part.labels.subarray(start, end),
      targets: part.targets.subarray(start * model.outputs, end * model.outputs),
    });
  }
  return {
    score(mode) {
      let total = 0;
      let correct = 0;
      for (const chunk of chunks) {
        const outputs = model.forward(chunk.x, chunk.rows, mode);
        total += loss.value(outputs, chunk, chunk.rows) * chunk.rows;
        if (chunk.labels.length > 0) correct += kernels.countCorrect(outputs, chunk.labels, chunk.rows, model.outputs);
      }
      return { loss: total / part.samples, accuracy: part.labels.length > 0 ? correct / part.samples : null };
    },
  };
}

/**
 * Recomputes the population statistics of every layer that has some: with frozen weights, averages over up to 200
 * training batches of the size trained with (Ioffe and Szegedy 2015, Algorithm 2). Returns false where there is no such
 * layer.
 */
export function computePrecise(
  kernels: Kernels,
  model: Model,
  train: PartData,
  columns: number,
  batchSize: number,
): boolean {
  const norms = model.layers.filter(hasPopulation);
  if (norms.length === 0) return false;
  for (const norm of norms) norm.resetPrecise();
  const batches = Math.min(PRECISE_BATCHES, Math.floor(train.samples / batchSize));
  for (let i = 0; i < batches; i++) {
    const x = kernels.slice(train.features, i * batchSize * columns, batchSize * columns);
    model.forward(x, batchSize, 'batch');
    for (const norm of norms) norm.averagePrecise(i + 1, batchSize);
  }
  return true;
}
