/**
 * Fingerprints of what the engine computes: a few tiny runs on every kernel set, each as a hash of all its bits. Compared
 * by bits.test.ts with bits.json, which make_bits.ts writes. Not for whether the numbers are right.
 *
 * Runs with Math.exp, Math.log, Math.cos or powers have bits that the V8 of this Node decides with; they are kept by its
 * version. All others have the same bits everywhere.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { SeriesEvent } from '../../engine/events.ts';
import { loadKernels, type KernelChoice } from '../../engine/kernels/load.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { createTraining } from '../../engine/train.ts';
import { clusters, smallImages } from '../support/small-dataset.ts';

export const BITS_FILE = new URL('bits.json', import.meta.url);
export const KERNEL_NAMES = ['reference', 'wasm-simd', 'wasm-relaxed-simd'] as const satisfies KernelChoice[];
/** Where bits are the same: everywhere, or with one version of V8. */
export const EVERYWHERE = 'everywhere';
export const THIS_V8 = `V8 ${process.versions.v8}`;

export interface BitsCase {
  name: string;
  images: boolean;
  /** Its bits depend on the V8 version. */
  elementary: boolean;
  spec: RunSpecInput;
}

/** By kernel set, then by the name of the case. */
export type Fingerprints = Record<string, Record<string, string>>;
/** bits.json: the engine version whose bits they are; fingerprints by {@link EVERYWHERE} or V8 version. */
export interface BitsFile {
  engine: number;
  bits: Record<string, Fingerprints>;
}

export const storedBits = (): BitsFile => JSON.parse(readFileSync(BITS_FILE, 'utf8')) as BitsFile;

type ModelInput = Record<string, unknown>;
const STEPS = 6;
const mlp = (more: ModelInput): ModelInput => ({ hidden: [6, 4], activation: 'relu', ...more });
const cnn = (more: ModelInput): ModelInput => ({ kind: 'cnn', channels: [4, 4], activation: 'relu', ...more });
const resnet = (type: string): ModelInput => ({ kind: 'resnet', depth: 8, width: 2, normalization: { type } });
const layers: ModelInput = {
  ...{ kind: 'layers', activation: 'leaky-relu', normalization: { type: 'group', groups: 2 } },
  layers: [
    { type: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1 },
    { type: 'residual', layers: [{ type: 'conv2d', channels: 4, padding: 1 }, { type: 'normalization' }] },
    { type: 'average-pool', size: 2 },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.2 },
    { type: 'dense', units: 6 },
  ],
};

const run = (name: string, model: ModelInput, more: ModelInput = {}): BitsCase => ({
  ...{ name, images: ['cnn', 'resnet', 'layers'].includes(String(model.kind)), elementary: false },
  spec: {
    model,
    loss: { type: 'mean-squared-error' },
    optimizer: { type: 'sgd', learningRate: 0.05 },
    training: { steps: STEPS, batchSize: 20 },
    evaluation: { every: 3, statistics: ['running', 'batch', 'precise'] },
    ...more,
  } as RunSpecInput,
});
const elementary = (name: string, model: ModelInput, more: ModelInput = {}): BitsCase => ({
  ...run(name, model, more),
  elementary: true,
});
const normalized = (normalization: ModelInput & { type: string }): BitsCase =>
  run(normalization.type, mlp({ normalization }));

export const BITS_CASES: readonly BitsCase[] = [
  normalized({ type: 'none' }),
  normalized({ type: 'batch' }),
  normalized({ type: 'layer' }),
  normalized({ type: 'group', groups: 2 }),
  normalized({ type: 'rms' }),
  normalized({ type: 'batch-renorm', warmup: 2, ramp: 3 }),
  normalized({ type: 'ghost-batch', size: 8 }),
  normalized({ type: 'decorrelated-batch', groupSize: 4 }),
  normalized({ type: 'affine' }),
  run('batch as Keras, detached', mlp({ normalization: { type: 'batch', semantics: 'keras', gradient: 'detached' } })),
  run('batch frozen', mlp({ normalization: { type: 'batch', freezeStatisticsAt: 3, freezeAffineAt: 4 } }), {
    training: { steps: STEPS, batchSize: 20, clipping: { type: 'norm', maximum: 0.1 } },
  }),
  run('weight-norm', mlp({ normalization: { type: 'none' }, reparameterization: { type: 'weight-norm' } })),
  run('cnn, instance', cnn({ normalization: { type: 'instance' } }), { data: { scaling: { method: 'zca' } } }),
  run('cnn, filter-response', cnn({ normalization: { type: 'filter-response' } })),
  run(
    'cnn, weight-norm from data',
    cnn({
      normalization: { type: 'none' },
      reparameterization: { type: 'weight-norm', initialization: 'data' },
    }),
  ),
  run('cnn, weight-standardization', cnn({ reparameterization: { type: 'weight-standardization' } })),
  run('resnet, batch', resnet('batch')),
  run('resnet, fixup', resnet('fixup')),
  run('resnet, skip-init', resnet('skip-init')),
  run('layers, rmsprop', layers, { optimizer: { type: 'rmsprop', momentum: 0.5, weightDecay: 0.01 } }),
  run('nesterov, value clipping, sequential', mlp({}), {
    optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
    training: {
      ...{ steps: STEPS, batchSize: 100, clipping: { type: 'value', maximum: 0.01 } },
      batching: { type: 'sequential', dropLast: false },
    },
  }),
  run('adagrad, class-sorted', mlp({}), {
    ...{ loss: { type: 'huber', delta: 0.3 }, optimizer: { type: 'adagrad' } },
    training: { steps: STEPS, batchSize: 20, batching: { type: 'class-sorted', classes: 2 } },
  }),
  run('lars, full batch', mlp({}), {
    optimizer: { type: 'lars' },
    training: { steps: STEPS, batching: { type: 'full' } },
  }),
  elementary('adam, cosine, label smoothing', mlp({ activation: 'tanh' }), {
    loss: { type: 'cross-entropy', labelSmoothing: 0.1 },
    ...{ optimizer: { type: 'adam' }, schedule: { type: 'cosine', warmup: 2 } },
  }),
  elementary('lamb, one-cycle, binary cross-entropy', mlp({ activation: 'gelu' }), {
    ...{ loss: { type: 'binary-cross-entropy' }, optimizer: { type: 'lamb' }, schedule: { type: 'one-cycle' } },
  }),
  elementary('cnn, switchable', cnn({ activation: 'silu', normalization: { type: 'switchable' } })),
  elementary('dynamic-tanh', mlp({ activation: 'softplus', normalization: { type: 'dynamic-tanh' } })),
  elementary('dynamic-erf', mlp({ activation: 'elu', normalization: { type: 'dynamic-erf' } })),
];

/** Hash of everything that the run records as series and would put in a checkpoint. */
export async function fingerprint({ spec, images }: BitsCase, set: KernelChoice): Promise<string> {
  const dataset: Dataset = images ? smallImages(80) : clusters();
  const training = createTraining({ spec: RunSpec.parse(spec), dataset, kernels: await loadKernels(set) });
  while (training.advance() === null);
  const hash = createHash('sha256');
  const series = training.take().filter((event): event is SeriesEvent => event.type === 'series');
  for (const { name, firstStep, stride, values } of series)
    hash.update(JSON.stringify([name, firstStep, stride])).update(bytesOf(values));
  // The name of the order holds a hash of fields of the specification, which may get new ones without changing a bit.
  for (const [name, numbers] of training.checkpoint()!.numbers)
    hash.update(name.replace(/^order [0-9a-f]+/, 'order')).update(bytesOf(numbers));
  return hash.digest('hex').slice(0, 16);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
